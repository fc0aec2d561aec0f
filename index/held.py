"""Where the articles that an index holds come from, and the state that an index of them has."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from index.article import located


class Held(NamedTuple):
    """Where an article that is held comes from: its file, and the part of it."""

    path: str
    part: str | None

    @property
    def location(self) -> str:
        """The file and, behind two colons, the part of it."""
        return located(self.path, self.part)


def digest(held: Mapping[str, Held]) -> str:
    """The state of an index that holds these articles."""
    listing = sorted(f"{id_} {where.location}" for id_, where in held.items())
    return hashlib.sha256("\n".join(listing).encode("utf-8", "surrogatepass")).hexdigest()
