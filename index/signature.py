"""What is kept of an article's text for finding its copies: a MinHash of its shingles."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from index.article import Article
from index.shingles import shingles

HASHES = 128
"""Hash values in a signature: 512 bytes an article."""

_KEY_BYTES = 8
_SEED = 1


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text for comparing: `key` names what is compared of it, `hashes` are 128 little-endian uint32.

    Texts of equal keys are equal in all that is compared. As a string it is 696 characters of base64.
    """

    key: str
    hashes: bytes

    def __str__(self) -> str:
        return base64.b64encode(bytes.fromhex(self.key) + self.hashes).decode("ascii")

    @classmethod
    def parse(cls, written: str) -> "Signature":
        """Read what `str` wrote; raises ValueError for anything else."""
        try:
            data = base64.b64decode(written, validate=True)
        except binascii.Error as error:
            raise ValueError("a signature is not base64") from error
        if len(data) != _KEY_BYTES + 4 * HASHES:
            raise ValueError(f"a signature has {len(data)} bytes")
        return cls(data[:_KEY_BYTES].hex(), data[_KEY_BYTES:])


def sign(article: Article) -> Signature:
    """The signature of an article's text, without its front matter and title field; the same on every machine."""
    from datasketch import MinHash

    runs = sorted(shingles(article.text[article.body :]))
    minhash = MinHash(num_perm=HASHES, seed=_SEED, scheme="affine32")  # named: stored values mean nothing to another
    minhash.update_batch([run.encode("utf-8", "surrogatepass") for run in runs])
    key = hashlib.blake2b("\n".join(runs).encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).hexdigest()
    return Signature(key, minhash.hashvalues.astype("<u4").tobytes())
