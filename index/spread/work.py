"""What a worker of the cluster does: plain functions with plain results, errors made on purpose among them."""

import hashlib
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.article import Article
from index.columns import Columns
from index.embed import Encoder
from index.errors import ClusterUnusable, CopydeskError
from index.read import Piece, of_source
from index.spread.hands import Cut, cut
from index.spread.parcels import Sent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Result = TypeVar("Result")

THREADS = 1
"""Of a task, which has one core of the cluster to itself; two tasks on a core each do more than one on two."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What has to be the same on a worker as where the index is written: the code, and the model's weights."""

    code: str
    model: str
    fingerprint: str


def terms_of(encoder: Encoder) -> Terms:
    """The terms of this machine."""
    return Terms(_code(), encoder.name, encoder.fingerprint)


def read(terms: Terms, sent: Sequence[Sent], columns: Columns) -> list[list[Piece]] | CopydeskError:
    """The articles of each source, and the errors."""
    return _fairly(lambda: [list(of_source(one.source(), columns)) for one in sent], terms)


def cut_all(terms: Terms, articles: Sequence[Article], chunk_tokens: int) -> list[Cut] | CopydeskError:
    """The chunks and the record of each article."""
    return _fairly(lambda: [cut(article, _encoder(terms), chunk_tokens) for article in articles], terms)


def encode(terms: Terms, texts: Sequence[str]) -> "NDArray[np.float32] | CopydeskError":
    """The unit vectors of texts."""
    return _fairly(lambda: _encoder(terms).encode(texts), terms)


def _fairly(work: Callable[[], Result], terms: Terms) -> Result | CopydeskError:
    try:
        if _code() != terms.code:
            fault = "has another version of Copydesk than this machine."
            return _unfit(fault, "Install the same one on all machines of the cluster.")
        return work()
    except CopydeskError as error:
        return _unfit(f"says: {error.fault}", error.mend)


def _unfit(fault: str, mend: str) -> ClusterUnusable:
    return ClusterUnusable(f"The worker on {socket.gethostname()} {fault}", mend)


@cache
def _encoder(terms: Terms) -> Encoder:
    """The model, loaded once in each process that works."""
    os.environ.setdefault("RAYON_NUM_THREADS", str(THREADS))  # read by the tokenizer when it first runs
    encoder = Encoder(terms.model, threads=THREADS)
    if encoder.fingerprint != terms.fingerprint:
        raise ClusterUnusable(f"{terms.model} has other weights there.", "Put the same model on all machines.")
    return encoder


@cache
def _code() -> str:
    """A digest of what is installed of this package."""
    home = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(home.rglob("*.py")):
        digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
