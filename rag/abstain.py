"""Whether the evidence answers the question; where it does not, what is missing, in words.

One score does not tell (EXPERIMENTS.md), so the decision is the judge's, who knows the cross-encoder's and the
reader's scores and whether the kind of thing that is asked for is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Evidence
from rag.expect import unmentioned, wanted
from rag.judge import Judge
from rag.question import is_readable, is_to_us

_FOREIGN = -6.0
"""A logit of the cross-encoder: below it, the best sentence is about something else."""

_ECHO = 160
"""Code points of the question that an abstention repeats."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A question with its judged evidence, the likeliest first; `missing` says what is not there, None where it is."""

    question: str
    evidence: tuple[Evidence, ...]
    confidence: float
    missing: str | None


def decide(question: str, evidence: Sequence[Evidence], judge: Judge) -> Verdict:
    """Judge the evidence and decide whether to answer from it."""
    weighed = judge.weigh(question, evidence)
    unfit = _unfit(question)
    confidence = 0.0 if unfit else judge.confidence(question, weighed)
    missing = unfit or (_missing(question, weighed) if confidence < judge.silent_below else None)
    return Verdict(question, tuple(weighed), confidence, missing)


def _unfit(question: str) -> str | None:
    if not is_readable(question):
        return "the question is not in words that the models read; ask in English"
    return "that is for Copydesk itself, which answers from articles alone" if is_to_us(question) else None


def _missing(question: str, weighed: Sequence[Evidence]) -> str:
    if not weighed or max(e.score for e in weighed) < _FOREIGN:
        return "nothing in them comes near to it"
    if names := unmentioned(question, weighed[:3]):
        return f"what comes nearest does not mention {_cut(' or '.join(names))}"
    kind = wanted(question)
    if kind and not any(kind.is_in(e.quote) for e in weighed[:3]):
        return f"what comes nearest gives no {kind.name}"
    return f"what comes nearest does not answer “{_cut(question)}”"


def _cut(words: str) -> str:
    return words if len(words) <= _ECHO else words[: _ECHO - 1] + "…"
