"""Tokens for programs: a file of names with the SHA-256 of each one's token.

A token is 256 random bits, which nobody guesses, so that a slow hash would add nothing.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Self

from ui.serve.names import AccessUnusable, read_names, require_name

_MEND = "Make each line with `copydesk token NAME`."
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


class Tokens:
    """Who may come in with a token."""

    def __init__(self, digests: Mapping[str, bytes]) -> None:
        self._digests = dict(digests)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The tokens of a file; raises AccessUnusable."""
        digests = {}
        for name, held in read_names(path, _MEND).items():
            found = _HASH.fullmatch(held)
            if found is None:
                raise AccessUnusable(f"{path}: what {name} has is no hash of a token.", _MEND)
            digests[name] = bytes.fromhex(found[1])
        return cls(digests)

    def owner(self, token: str) -> str | None:
        """Whose a token is; takes the same time whoever's it is, and nobody's."""
        given = _digest(token)
        owners = [name for name, held in self._digests.items() if hmac.compare_digest(held, given)]
        return owners[0] if owners else None


def new_token(name: str) -> tuple[str, str]:
    """A new token, and the line for the file, which does not tell it; raises AccessUnusable."""
    token = f"copydesk_{secrets.token_urlsafe(32)}"
    return token, f"{require_name(name)}:sha256:{_digest(token).hex()}"


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
