"""The type of a mark that tells who says something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saying:
    """A speaker and how he is named, all in offsets of the article.

    The mark runs from `start` to `end`, `told` is where its verb begins and `lead` where its clause does. `front` says
    that what is said follows, else it stands about the mark; `relative` that it ends at the next comma; `source` that
    another passes it on ("citing X"). `via` is who does, where the mark says so; `about` is where a
    phrase before the mark begins that it alone is about ("the 300 that X reported").
    """

    speaker: tuple[int, int]
    verb: str
    start: int
    told: int
    end: int
    front: bool
    lead: int
    relative: bool = False
    source: bool = False
    via: tuple[int, int] | None = None
    about: int | None = None
