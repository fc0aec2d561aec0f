"""Evidence to the value that it gives: a time, a name, one of two things, a yes or a no; counts are in `counts.py`."""

import re
from collections.abc import Callable

from rag.answer import Evidence
from rag.claim import Moment, Words
from rag.values.moment import moments

Alike = Callable[[str, str], float]
"""The cosine of two short texts."""

_NAME_WORDS = 6
"""Words of a name, at most."""

_SURE_SPAN = 4.0
"""A logit of the reader: below it, a span that could be a name seldom is one."""

_CLEARLY = 0.03
"""Cosines apart, from which on a sentence is nearer to one of two questions."""


def find_moment(evidence: Evidence) -> Moment | None:
    """The time that the reader's span holds or touches."""
    span, start = evidence.span, evidence.sentence.start
    assert span is not None
    found = moments(evidence.quote, evidence.article.published)
    return next((m for m in found if start + m.start < span.end and start + m.end > span.start), None)


def find_name(evidence: Evidence) -> Words | None:
    """The reader's span, where it is short and sure enough to be a name."""
    start, end = _span(evidence)
    key = _key(evidence.quote[start:end])
    assert evidence.span is not None
    return (
        Words(start, end, key) if key and len(key.split()) <= _NAME_WORDS and evidence.span.score > _SURE_SPAN else None
    )


def find_option(options: tuple[str, ...], alike: Alike, evidence: Evidence) -> Words | None:
    """The sentence as a word for the one of two that it is clearly nearer to."""
    if len(options) != 2:
        return None
    nearer = alike(options[0], evidence.quote) - alike(options[1], evidence.quote)
    return None if abs(nearer) < _CLEARLY else Words(0, len(evidence.quote), "first" if nearer > 0 else "second")


def find_denial(evidence: Evidence) -> Words | None:
    """The words of a sentence that say no."""
    found = _DENIED.search(evidence.quote)
    return Words(found.start(), found.end(), "no") if found else None


def find_assent(evidence: Evidence) -> Words | None:
    """The reader's span, where the clause that it stands in does not say no."""
    start, end = _span(evidence)
    clause = start - len(re.split(r"[,;:]", evidence.quote[:start])[-1])
    until = end + len(re.split(r"[,;:]", evidence.quote[end:])[0])
    says_no = any(
        m.start() < until and m.end() > clause
        for m in (*_DENIED.finditer(evidence.quote), *_NOT.finditer(evidence.quote))
    )
    return None if says_no else Words(start, end, "yes")


def _span(evidence: Evidence) -> tuple[int, int]:
    """The reader's span within its sentence."""
    assert evidence.span is not None
    return evidence.span.start - evidence.sentence.start, evidence.span.end - evidence.sentence.start


def _key(text: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL)


_SMALL = frozenset(("the", "a", "an", "of", "in", "on", "at", "to", "and", "by", "for", "its", "their", "his", "her"))
_NOT = re.compile(r"\b(?:not|never|no longer|neither|nor|without|no)\b|n['’]t\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|disput(?:e|es|ed|ing)"
    r"|contradict(?:s|ed|ing)?|rul(?:es|ed|ing) out)\b[^,;.]*|\b(?:baseless|untrue|unfounded)\b",
    re.IGNORECASE,
)
