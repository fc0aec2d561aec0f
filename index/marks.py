"""How far an index is, as the metadata of its chunks' collection say it: what readers look at before all else."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

WRITING = "writing"

_RING = 1 << 256


class Marks(NamedTuple):
    """The state of an index.

    `state` is a digest of the articles held, or WRITING between the first and the last change that a reader would see;
    `vectors` counts how many times vectors were added, `changes` how many times the articles were changed. `proof` is
    of the ids of the articles held alone (`proof`): who has made a copy knows by it whether it is whole.
    """

    state: str = WRITING
    vectors: int = 0
    changes: int = 0
    proof: str = ""

    @property
    def version(self) -> tuple[str, int]:
        """What changes with all that a reader may see."""
        return self.state, self.vectors


def read_marks(metadata: Mapping[str, Any]) -> Marks:
    """The marks in the metadata of an index; those that an older version did not write are the first."""
    return Marks(
        str(metadata.get("state", WRITING)),
        int(metadata.get("vectors", 0)),
        int(metadata.get("changes", 0)),
        str(metadata.get("proof", "")),
    )


def proof(ids: Iterable[str], others: str = "") -> str:
    """A sum of digests of ids, and of those behind another such sum: the same in whatever order and steps they came."""
    total = int(others or "0", 16)
    for id_ in ids:
        total += int.from_bytes(hashlib.sha256(id_.encode()).digest(), "big")
    return f"{total % _RING:064x}"
