"""Mended sentences to the lines of an answer: each said once, citations numbered by their first use."""

import re
from collections.abc import Sequence

from rag.answer import Citation, Evidence
from rag.check import Checked, cited_line, short_answer
from rag.claim import Claim, Disagreement
from rag.events import Line
from rag.fate import UNSUPPORTED, Check, Fate
from rag.llm.mend import Mended, Place, place
from rag.matter import DraftSentence, Matter
from rag.tell import Numbering, lines


class Page:
    """The lines of an answer that is being written.

    Until a sentence cites something that the model was told, those before it wait: a model that cites nothing shows
    nothing.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._checks: list[Check] = []
        self._waiting: list[Mended] = []
        self._numbers = Numbering()
        self._said: set[str] = set()
        self._rests_on: set[Place] = set()
        self.cites = False

    @property
    def checks(self) -> tuple[Check, ...]:
        """What became of each sentence so far; of one that waits, that it is not shown."""
        waiting = (Check(one.written.text, Fate.DROPPED, faults=one.faults) for one in self._waiting)
        return (*self._checks, *waiting)

    def take(self, mended: Mended) -> list[Line]:
        """The lines that can be shown now."""
        self.cites = self.cites or mended.cites
        self._waiting.append(mended)
        if not self.cites:
            return []
        taken, self._waiting = self._waiting, []
        return [line for one in taken for line in self._shown(one)]

    def quote(self, sentences: Sequence[DraftSentence]) -> list[Line]:
        """The lines of quotations that are not shown yet, and whose places no sentence cites."""
        new = [s for s in sentences if not self.cites_any(s.evidence)]
        return [line for s in new for line in self._line(s.text, s.evidence)]

    @property
    def holds(self) -> bool:
        """Whether a sentence of the model's own holds."""
        return any(check.fate in (Fate.HELD, Fate.MENDED) for check in self._checks)

    def tell(self, differing: Disagreement | None) -> list[Line]:
        """The lines of a disagreement, where those shown do not cite two of its values."""
        if differing is None or sum(self._tells(g.claims) for g in differing.groups) > 1:
            return []
        told = lines(self._numbers.of_disagreement(differing))
        return self._add([cited_line(line.words, *line.citations) for line in told])

    def cites_any(self, evidence: Sequence[Evidence]) -> bool:
        """Whether a sentence that is shown rests on one of these."""
        return not self._rests_on.isdisjoint(map(place, evidence))

    def result(self, matter: Matter, notice: str) -> Checked:
        """All that is shown, with what it cites; values that differ are cited whether a line tells them or not."""
        differing = self._numbers.of_disagreement(matter.differing) if matter.differing else None
        short = short_answer(matter.picked, self._numbers, differing) if matter.picked else None
        return Checked("\n".join(self.lines), self._numbers.all, short, differing, self.checks, notice)

    def _shown(self, one: Mended) -> list[Line]:
        again = one.fate is Fate.QUOTED and self.cites_any(one.evidence)
        if again or (one.text and _key(one.text) in self._said):
            self._checks.append(Check(one.written.text, Fate.REPEATED, faults=one.faults))
            return []
        made = self._line(one.text, one.evidence, UNSUPPORTED if one.fate is Fate.MARKED else "") if one.text else []
        numbers = tuple(c.number for c in self._known(one.evidence)) if made else ()
        shown = " ".join(one.text.split())
        self._checks.append(Check(one.written.text, one.fate, shown, one.faults, numbers))
        return made

    def _line(self, text: str, evidence: Sequence[Evidence], mark: str = "") -> list[Line]:
        if _key(text) in self._said:
            return []
        self._said.add(_key(text))
        self._rests_on.update(map(place, evidence))
        cited = dict.fromkeys(self._numbers.of(e.citation) for e in evidence)
        return self._add([cited_line(f"{mark}{text}", *cited)])

    def _add(self, made: list[str]) -> list[Line]:
        self.lines += made
        return [Line(line) for line in made]

    def _known(self, evidence: Sequence[Evidence]) -> list[Citation]:
        return [known for known in dict.fromkeys(self._numbers.known(e.citation) for e in evidence) if known]

    def _tells(self, claims: Sequence[Claim]) -> bool:
        return any(self._numbers.known(claim.citation) for claim in claims)


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
