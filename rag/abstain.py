"""Whether the evidence answers the question at all."""

from collections.abc import Sequence

from rag.answer import Evidence

FLOOR = 2.5


def doubt(question: str, evidence: Sequence[Evidence]) -> str | None:
    """Say in words why the evidence, best first, does not answer the question; None where it does."""
    if not evidence or evidence[0].score < FLOOR:
        return "nothing in them answers this"
    return None
