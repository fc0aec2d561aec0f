"""Judged evidence to the one span that is the answer, where the question has one."""

import re
from collections.abc import Sequence

from rag.abstain import Verdict
from rag.answer import Evidence

_SEVERAL = re.compile(
    r"^(?:name|list) (?:the|all|some|every|two|three|four|five)\b"
    r"|\b(?:which|what)(?: (?!(?:did|do|does|is|are|was|were|has|have|had)\b)\w+){0,2}"
    r" (?!\w*(?:ss|us|is)\b)\w{2,}s (?:are|were|did|do|have|had)\b",
    re.IGNORECASE,
)
"""Asks for more than one thing: "which districts were", "name the"."""

_WHY = re.compile(
    r"^(?:why|how (?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|should))\b", re.IGNORECASE
)
"""Asks for an explanation, which is a sentence, not a span."""

_FILLERS = frozenset({"the", "a", "an", "of", "in", "on", "at", "to", "and"})

_LIKELY = 0.5
"""How likely, beside the likeliest, another sentence must be for its words to count as another answer."""


def pick(verdicts: Sequence[Verdict]) -> Evidence | None:
    """The evidence whose span answers; None for several parts, lists and reasons, and where likely spans differ."""
    if len(verdicts) > 1 or verdicts[0].missing or _SEVERAL.search(verdicts[0].question):
        return None
    evidence = verdicts[0].evidence
    if not evidence or _WHY.search(verdicts[0].question):
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
