"""What became of each sentence that a language model wrote: the record of holding it against its sources."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.faithful.faults import Fault


UNSUPPORTED = "Not held by the articles: "
"""What a sentence that is shown all the same begins with."""


class Fate(StrEnum):
    """What was done with a sentence."""

    HELD = "held"
    """Its own citations hold it: it is shown as it was written."""
    MENDED = "mended"
    """Another citation holds it, which is shown instead of its own."""
    QUOTED = "quoted"
    """Nothing holds it: the sentence that it cites is shown in its place, to the letter."""
    MARKED = "marked"
    """Nothing holds it: it is shown, and marked as such (lenient checks alone)."""
    REPEATED = "repeated"
    """It says again what is shown already, and is left out."""
    DROPPED = "dropped"
    """It is left out."""


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence as the model wrote it, without markers, and what is shown of it, "" where nothing is.

    `faults` are those that it had under its own citations; `citations` are the numbers that are shown with it.
    """

    written: str
    fate: Fate
    shown: str = ""
    faults: "tuple[Fault, ...]" = ()
    citations: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The check as plain JSON values."""
        return {
            "written": self.written,
            "fate": self.fate.value,
            "shown": self.shown,
            "faults": [fault.value for fault in self.faults],
            "citations": list(self.citations),
        }
