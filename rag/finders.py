"""Evidence to the time or the name that it gives, by the reader's span."""

import re

from rag.answer import Evidence
from rag.claim import Moment, Words
from rag.values.moment import moments

_NAME_WORDS = 6
"""Words of a name, at most."""

_SURE_SPAN = 4.0
"""A logit of the reader: below it, a span that could be a name seldom is one."""

_SURE_SENTENCE = 5.5
"""A logit of the cross-encoder: above it, a sentence seldom speaks of something else."""


def find_moment(evidence: Evidence) -> Moment | None:
    """The time that the reader's span holds or touches."""
    span, start = evidence.span, evidence.sentence.start
    assert span is not None
    found = moments(evidence.quote, evidence.article.published)
    return next((m for m in found if start + m.start < span.end and start + m.end > span.start), None)


def find_name(evidence: Evidence) -> Words | None:
    """The reader's span, where it is short, and the reader or the cross-encoder is sure of it."""
    start, end = _span(evidence)
    key = _key(evidence.quote[start:end])
    assert evidence.span is not None
    is_sure = evidence.span.score > _SURE_SPAN or evidence.score > _SURE_SENTENCE
    return Words(start, end, key) if is_sure and 0 < len(key.split()) <= _NAME_WORDS else None


def _span(evidence: Evidence) -> tuple[int, int]:
    """The reader's span within its sentence."""
    assert evidence.span is not None
    return evidence.span.start - evidence.sentence.start, evidence.span.end - evidence.sentence.start


def _key(text: str) -> str:
    words = [word for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL]
    return " ".join([word for word in words if word not in _GROUND] or words)


_SMALL = frozenset(("the", "a", "an", "of", "in", "on", "at", "to", "and", "by", "for", "its", "their", "his", "her"))
_GROUND = frozenset(("soil", "territory", "ground", "side"))
"""What a place is called beside its name: Afghan soil is Afghanistan."""
