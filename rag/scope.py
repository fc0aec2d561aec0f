"""What limits a quantity to less than the whole: a period, and places that are not where it all happened."""

import re
from collections.abc import Sequence

from rag.answer import Evidence
from rag.claim import Quantity, Scope, Value
from rag.values.quantity import quantities

_PLACE = re.compile(
    r"\b(?:in|at|to|near|across|around|outside|throughout) (?:the )?((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*)"
)


def scope(question: str, evidence: Evidence, value: Value, general: frozenset[str]) -> Scope:
    """The period beside a quantity, and the places of its sentence that neither the question nor most articles name."""
    if not isinstance(value, Quantity):
        return Scope()
    asked = question.casefold()
    places = frozenset(place for place in _places(evidence) if place not in general and place not in asked)
    return Scope(value.noun, places, _period(evidence.quote, value))


def general_places(evidence: Sequence[Evidence]) -> frozenset[str]:
    """The places that at least half of the articles name: where it all happened, which limits nothing."""
    articles = {e.article.id: e.article for e in evidence}.values()
    texts = [f"{article.title} {article.text}".casefold() for article in articles]
    places = {place for e in evidence for place in _places(e)}
    return frozenset(place for place in places if 2 * sum(place in text for text in texts) >= len(texts))


def _places(evidence: Evidence) -> set[str]:
    """The places that the sentence names, or the one before it where it speaks of "there"."""
    before = evidence.before if re.search(r"\bthere\b", evidence.quote) else None
    text = f"{evidence.article.text[before.start : before.end]} {evidence.quote}" if before else evidence.quote
    return {place.casefold() for place in _PLACE.findall(text)}


def _period(text: str, value: Value) -> float | None:
    """The one duration in a sentence within or over which its value came about, in seconds."""
    periods = [
        q.low
        for q in quantities(text)
        if q.unit == "s" and q.low == q.high and not (q.start < value.end and q.end > value.start)
        if _OVER.search(text[: q.start])
    ]  # fmt: skip
    return periods[0] if len(periods) == 1 else None


_OVER = re.compile(
    r"\b(?:in|within|over|during|last|past|after)(?: (?:the|a|just|only|last|past|about|nearly))*[ |]*$", re.IGNORECASE
)
