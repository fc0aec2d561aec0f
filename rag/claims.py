"""Judged evidence to claims: the value that each supporting sentence gives for the question, and who says it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.article import Article
from rag.answer import Citation, Evidence
from rag.asked import Asked, Wish, wish
from rag.attribution import attribution
from rag.claim import Claim, Moment, Quantity, Scope, Value, Words
from rag.counts import Counts
from rag.moment import moments
from rag.quantity import quantities

Alike = Callable[[str, str], float]
"""The cosine of two short texts."""

_LEAST = 0.12
"""The least chance of a sentence whose value is a claim, where no counted noun vouches for it."""

_BESIDE = 0.25
"""The least chance beside the likeliest sentence's."""

_PLACE = re.compile(r"\b(?:in|at|near|across|around|outside|throughout) (?:the )?((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*)")


def claims(question: str, evidence: Sequence[Evidence], alike: Alike) -> list[Claim]:
    """The claims that judged evidence, the likeliest first, makes for a question; none where it asks for no one value.

    Their citations are not numbered yet: `number` is 0.
    """
    asked = wish(question)
    if asked is None or not evidence:
        return []
    found = list(_values(asked, question, evidence, alike))
    general = _general([e.article for e, _ in found])
    return [_claim(e, value, general, question) for e, value in found]


def _values(asked: Wish, question: str, evidence: Sequence[Evidence], alike: Alike) -> Iterator[tuple[Evidence, Value]]:
    match asked.kind:
        case Asked.QUANTITY:
            yield from Counts(question, asked, alike).of(evidence)
        case Asked.MOMENT:
            yield from _each(evidence, _moment)
        case Asked.NAME:
            yield from _each(evidence, _name)
        case Asked.EITHER | Asked.YES_NO:
            return


def _each(
    evidence: Sequence[Evidence], read: Callable[[Evidence], Value | None]
) -> Iterator[tuple[Evidence, Value]]:
    floor = max(_LEAST, _BESIDE * evidence[0].chance)
    for candidate in evidence:
        if candidate.chance >= floor and candidate.span and (value := read(candidate)) is not None:
            yield candidate, value


def _moment(evidence: Evidence) -> Moment | None:
    """The time that the reader's span holds or touches."""
    span, start = evidence.span, evidence.sentence.start
    assert span is not None
    found = moments(evidence.quote, evidence.article.published)
    return next((m for m in found if start + m.start < span.end and start + m.end > span.start), None)


def _name(evidence: Evidence) -> Words | None:
    span, start = evidence.span, evidence.sentence.start
    assert span is not None
    text = evidence.article.text[span.start : span.end]
    key = " ".join(word for word in re.findall(r"\w+", text.casefold()) if word not in _SMALL)
    return Words(span.start - start, span.end - start, key) if key and span.score > 0 else None


_SMALL = frozenset(("the", "a", "an", "of", "in", "on", "at", "to", "and", "by", "for", "its", "their", "his", "her"))


def _claim(evidence: Evidence, value: Value, general: frozenset[str], question: str) -> Claim:
    article, sentence = evidence.article, evidence.sentence
    start, end = sentence.start + value.start, sentence.start + value.end
    return Claim(
        text=article.text[start:end],
        start=start,
        end=end,
        value=value,
        citation=Citation(0, article, sentence.start, sentence.end, evidence.quote),
        attribution=attribution(article, sentence, start, end, before=evidence.before),
        scope=_scope(evidence, value, general, question),
        chance=evidence.chance,
    )


def _scope(evidence: Evidence, value: Value, general: frozenset[str], question: str) -> Scope:
    """The period beside the value, and the places of its sentence that neither the question nor most articles name."""
    text = evidence.quote
    if re.search(r"\bthere\b", text) and evidence.before:
        text += evidence.article.text[evidence.before.start : evidence.before.end]
    known = question.casefold()
    places = frozenset(p for p in _places(text) if p not in general and p not in known)
    noun = value.noun if isinstance(value, Quantity) else ""
    return Scope(noun, places, _period(evidence.quote, value))


def _period(text: str, value: Value) -> float | None:
    """The one duration in a sentence within or over which its value came about."""
    periods = [
        q.low
        for q in quantities(text)
        if q.unit == "s" and q.low == q.high and not (q.start < value.end and q.end > value.start)
        and re.search(r"\b(?:in|within|over|during|last|past|after)(?: (?:the|a|just|only|last|past|about|nearly))*[ |]*$",
                      text[: q.start], re.IGNORECASE)
    ]  # fmt: skip
    return periods[0] if len(periods) == 1 else None


def _places(text: str) -> set[str]:
    return {place.casefold() for place in _PLACE.findall(text)}


def _general(articles: Sequence[Article]) -> frozenset[str]:
    """The places that at least half of the articles name: where it all happened, which limits nothing."""
    each = {article.id: article for article in articles}.values()
    seen = Counter(place for article in each for place in _places(article.text + article.title))
    return frozenset(place for place, count in seen.items() if 2 * count >= len(each))


def renumbered(claim: Claim, citation: Citation) -> Claim:
    """The claim with its citation as the answer numbers it."""
    return replace(claim, citation=citation)
