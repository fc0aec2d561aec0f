"""What was written to the answer: with its confidence and support, or an abstention that says what is missing."""

from collections.abc import Sequence

from rag.answer import Answer, Passage
from rag.check import Checked
from rag.clock import Clock
from rag.grouping import support
from rag.matter import Matter

_NEAREST = 3


def concluded(matter: Matter, written: Checked, passages: Sequence[Passage], clock: Clock) -> Answer:
    """The answer; an abstention with the nearest of the passages, best first, where nothing that was written cites."""
    confidence = min(verdict.confidence for verdict in matter.answered or matter.verdicts)
    if not written.citations:
        missing = matter.verdicts[0].missing or "no sentence could be held against its source"
        return Answer(
            matter.question, f"The articles do not say: {missing}.", abstained=True, nearest=tuple(passages[:_NEAREST]),
            confidence=confidence, checks=written.checks, notice=written.notice, timings=clock.timings(),
        )  # fmt: skip
    return Answer(
        matter.question, written.text, abstained=False, citations=written.citations, short=written.short,
        confidence=confidence, unsaid=tuple(v.question for v in matter.verdicts if v.missing),
        disagreement=written.disagreement, support=support(written.citations, matter.claimed),
        checks=written.checks, notice=written.notice, timings=clock.timings(),
    )  # fmt: skip
