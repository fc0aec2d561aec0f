"""Judged evidence to the one span that is the answer, where the question has one."""

import re
from collections.abc import Sequence

from rag.abstain import Verdict
from rag.answer import Evidence
from rag.question import asks_for_several, asks_to_explain

_FILLERS = frozenset({"the", "a", "an", "of", "in", "on", "at", "to", "and"})

_LIKELY = 0.5
"""How likely, beside the likeliest, another sentence must be for its words to count as another answer."""


def pick(verdicts: Sequence[Verdict]) -> Evidence | None:
    """The evidence whose span answers; None for several parts, lists and reasons, and where likely spans differ."""
    if len(verdicts) > 1 or verdicts[0].missing or asks_for_several(verdicts[0].question):
        return None
    evidence = verdicts[0].evidence
    if not evidence or asks_to_explain(verdicts[0].question):
        return None
    best = max(evidence[:3], key=lambda e: (e.chance >= 0.8 * evidence[0].chance, e.span.score if e.span else 0.0))
    others = [e for e in evidence if e.chance >= _LIKELY and e.span and e.span.score > 0]
    return best if all(_agree(best, other) for other in others) else None


def _agree(one: Evidence, other: Evidence) -> bool:
    """Whether two spans share a word that says something."""
    return bool(_words(one) & _words(other))


def _words(evidence: Evidence) -> set[str]:
    span = evidence.span
    return (
        set(re.findall(r"\w+", evidence.article.text[span.start : span.end].casefold())) - _FILLERS if span else set()
    )
