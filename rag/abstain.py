"""Whether the evidence can answer the question at all; where it cannot, what is missing, in words.

One score does not tell: the cross-encoder ranks sentences well, but its best score is hardly lower for near misses than
for paraphrased questions that do have an answer (EXPERIMENTS.md). So a low floor catches foreign questions only, and
the kind of thing that is asked for must stand in one of the sentences that come close to the best.
"""

from collections.abc import Sequence

from rag.answer import Evidence
from rag.expect import wanted

FLOOR = -6.0
"""A logit; on the develop half of the Herof set 40 of 41 answerable questions are above it, all foreign ones below."""

_CLOSE = 3.0
"""How far below the best sentence, in logits, one may be and still count as an answer's carrier."""


def doubt(question: str, evidence: Sequence[Evidence]) -> str | None:
    """Say why the evidence, best first, does not answer the question; None where it may."""
    if not evidence or evidence[0].score < FLOOR:
        return "nothing in them comes near to it"
    kind = wanted(question)
    close = [e for e in evidence if e.score >= evidence[0].score - _CLOSE]
    if kind and not any(kind.is_in(e.quote) for e in close):
        return f"what comes nearest gives no {kind.name}"
    return None
