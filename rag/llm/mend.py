"""A written sentence to what is shown of it: itself where it holds, else a quotation, or nothing."""

from dataclasses import dataclass

from rag.answer import Evidence
from rag.faithful.faults import Fault
from rag.faithful.hold import best_citation, faults
from rag.faithful.support import Support
from rag.fate import Fate
from rag.llm.written import Written

Place = tuple[str, int]
"""An article's id, and where a sentence begins in it."""


def place(evidence: Evidence) -> Place:
    """Where a sentence stands."""
    return evidence.article.id, evidence.sentence.start


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a written sentence; `text` is what is to be shown, which rests on `evidence`.

    `cites` says whether one of its markers, at least, is of a sentence that the model was told.
    """

    written: Written
    fate: Fate
    text: str = ""
    evidence: tuple[Evidence, ...] = ()
    faults: tuple[Fault, ...] = ()
    cites: bool = False


@dataclass(frozen=True, slots=True)
class Mender:
    """Holds sentences against what the model was told: `[n]` is `evidence[n - 1]`.

    Those of `quotable` can stand in the place of a sentence that cites them and does not hold.
    """

    evidence: tuple[Evidence, ...]
    quotable: frozenset[Place]
    support: Support
    lenient: bool = False

    def mend(self, written: Written) -> Mended:
        """Hold a sentence by what it cites, else by what would hold it best; else see `Fate`."""
        cited = tuple(self.evidence[n - 1] for n in written.markers if 1 <= n <= len(self.evidence))
        found = faults(written.text, cited, self.support)
        if cited and not found:
            return Mended(written, Fate.HELD, written.text, self._needed(written.text, cited), cites=True)
        best = best_citation(written.text, self.evidence, self.support)
        if best:
            return Mended(written, Fate.MENDED, written.text, (best,), found, bool(cited))
        if self.lenient:
            return Mended(written, Fate.MARKED, written.text, cited, found, bool(cited))
        quoted = next((e for e in cited if place(e) in self.quotable), None)
        if quoted:
            return Mended(written, Fate.QUOTED, quoted.quote, (quoted,), found, cites=True)
        return Mended(written, Fate.DROPPED, faults=found, cites=bool(cited))

    def _needed(self, text: str, cited: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        """Those that hold a sentence by themselves; all of them where it takes several."""
        if len(cited) == 1:
            return cited
        return tuple(e for e in cited if not faults(text, (e,), self.support)) or cited
