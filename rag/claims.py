"""Judged evidence to claims: the value that each supporting sentence gives for the question, and who says it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from index.article import Article
from rag.answer import Citation, Evidence
from rag.asked import Asked, Wish, wish
from rag.attribution import attribution
from rag.claim import Claim, Moment, Quantity, Scope, Value, Words
from rag.counts import Counts
from rag.expect import unmentioned
from rag.values.moment import moments
from rag.values.quantity import quantities

Alike = Callable[[str, str], float]
"""The cosine of two short texts."""

_LEAST = 0.12
"""The least chance of a sentence whose value is a claim, where no counted noun vouches for it."""

_BESIDE = 0.25
"""The least chance beside the likeliest sentence's."""

_LEAST_NAME, _BESIDE_NAME = 0.35, 0.4
"""The same for names, of which one question has several as often as reports differ."""

_NAME_WORDS = 6
"""Words of a name, at most."""

_SURE_SPAN = 4.0
"""A logit of the reader: below it, a span that could be a name seldom is one."""

_CLEARLY = 0.03
"""Cosines apart, from which on a sentence is nearer to one of two questions."""

_PLACE = re.compile(
    r"\b(?:in|at|near|across|around|outside|throughout) (?:the )?((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*)"
)


def claims(question: str, evidence: Sequence[Evidence], alike: Alike) -> list[Claim]:
    """The claims that judged evidence, the likeliest first, makes for a question; none where it asks for no one value.

    Their citations are not numbered yet: `number` is 0.
    """
    asked = wish(question)
    if asked is None or not evidence:
        return []
    about = [e for e in evidence if _is_about(question, e, evidence[0])]
    found = list(_values(asked, question, about, alike))
    general = _general([e.article for e, _ in found])
    return [_claim(e, value, general, question) for e, value in found]


def _values(asked: Wish, question: str, evidence: Sequence[Evidence], alike: Alike) -> Iterator[tuple[Evidence, Value]]:
    match asked.kind:
        case Asked.QUANTITY:
            yield from Counts(question, asked, alike).of(evidence)
        case Asked.MOMENT:
            yield from _each(evidence, _moment, _LEAST, _BESIDE)
        case Asked.NAME:
            yield from _each(evidence, _name, _LEAST_NAME, _BESIDE_NAME)
        case Asked.EITHER:
            yield from _each(evidence, partial(_option, asked.options, alike), _LEAST, _BESIDE)
        case Asked.YES_NO:
            yield from _each(evidence, _denial, _LEAST, _BESIDE)
            yield from _each(evidence, _assent, _LEAST, _BESIDE)


def _is_about(question: str, evidence: Evidence, best: Evidence) -> bool:
    """Whether a sentence's article names what the likeliest one's names of the question, and no other month or year."""
    if not set(unmentioned(question, [evidence])) <= set(unmentioned(question, [best])):
        return False
    for kind in (_MONTH, _YEAR):
        asked = {word.casefold()[:4] for word in kind.findall(question)}
        given = {word.casefold()[:4] for word in kind.findall(evidence.quote)}
        if asked and given and asked.isdisjoint(given):
            return False
    return True


_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def _each(
    evidence: Sequence[Evidence], read: Callable[[Evidence], Value | None], least: float, beside: float
) -> Iterator[tuple[Evidence, Value]]:
    floor = max(least, beside * evidence[0].chance)
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
    """The reader's span, where it is short and sure enough to be a name."""
    start, end = _span(evidence)
    key = _key(evidence.quote[start:end])
    assert evidence.span is not None
    return (
        Words(start, end, key) if key and len(key.split()) <= _NAME_WORDS and evidence.span.score > _SURE_SPAN else None
    )


def _option(options: tuple[str, ...], alike: Alike, evidence: Evidence) -> Words | None:
    """The sentence as a word for the one of two that it is clearly nearer to."""
    if len(options) != 2:
        return None
    nearer = alike(options[0], evidence.quote) - alike(options[1], evidence.quote)
    return None if abs(nearer) < _CLEARLY else Words(0, len(evidence.quote), "first" if nearer > 0 else "second")


def _denial(evidence: Evidence) -> Words | None:
    """The words of a sentence that say no."""
    found = _DENIED.search(evidence.quote)
    return Words(found.start(), found.end(), "no") if found else None


def _assent(evidence: Evidence) -> Words | None:
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
    """The period beside a quantity, and the places of its sentence that neither the question nor most articles name."""
    if not isinstance(value, Quantity):
        return Scope()
    text = evidence.quote
    if re.search(r"\bthere\b", text) and evidence.before:
        text += evidence.article.text[evidence.before.start : evidence.before.end]
    known = question.casefold()
    places = frozenset(p for p in _places(text) if p not in general and p not in known)
    return Scope(value.noun, places, _period(evidence.quote, value))


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


def _places(text: str) -> set[str]:
    return {place.casefold() for place in _PLACE.findall(text)}


def _general(articles: Sequence[Article]) -> frozenset[str]:
    """The places that at least half of the articles name: where it all happened, which limits nothing."""
    each = {article.id: article for article in articles}.values()
    seen = Counter(place for article in each for place in _places(article.text + article.title))
    return frozenset(place for place, count in seen.items() if 2 * count >= len(each))
