"""What limits a quantity to less than the whole: a period, and places that are not where it all happened."""

import re
from collections.abc import Sequence, Set

from rag.answer import Evidence
from rag.claim import Quantity, Scope, Value
from rag.names import stands_in
from rag.values.forms import MONTHS
from rag.values.quantity import quantities

_PLACE = re.compile(
    r"\b(?i:in|at|near|across|around|outside|throughout|(?:gone|sent|moved) to) (?:the )?"
    rf"(?!(?:{MONTHS})\b)"
    r"((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*)"
)


def scope(question: str, evidence: Evidence, value: Value, general: frozenset[str]) -> Scope:
    """The period beside a quantity, and the places of its sentence that neither the question nor most articles name."""
    if not isinstance(value, Quantity):
        return Scope()
    asked = _words(question)
    places = frozenset(place for place in _places(evidence, value) - general if not _is_named(place, asked))
    return Scope(value.noun, places, _period(evidence.quote, value))


def general_places(found: Sequence[tuple[Evidence, Value]]) -> frozenset[str]:
    """The places that at least half of the articles name: where it all happened, which limits nothing."""
    articles = {e.article.id: e.article for e, _ in found}.values()
    texts = [_words(f"{article.title} {article.text}") for article in articles]
    places = {place for e, value in found for place in _places(e, value)}
    return frozenset(place for place in places if 2 * sum(_is_named(place, text) for text in texts) >= len(texts))


def _is_named(place: str, words: Set[str]) -> bool:
    return all(stands_in(word, words) for word in place.split())


def _places(evidence: Evidence, value: Value) -> set[str]:
    """The places behind a value in its sentence, or at its beginning, or that "there" means in the sentence before."""
    text = evidence.quote
    named = [m[1] for m in _PLACE.finditer(text) if m.start() > value.start or m.start() == 0]
    if evidence.before and re.search(r"\bthere\b", text):
        named += _PLACE.findall(evidence.article.text[evidence.before.start : evidence.before.end])
    return {place.casefold().removesuffix("'s").removesuffix("’s") for place in named}


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", text.casefold()))


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
