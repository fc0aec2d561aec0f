"""Judged evidence to claims: the value that each supporting sentence gives for the question, and who says it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rag.answer import Citation, Evidence
from rag.asked import Asked, Wish, wish
from rag.attribution import attribution
from rag.claim import Claim, Value
from rag.counts import Counts
from rag.expect import unmentioned
from rag.finders import Alike, find_assent, find_denial, find_moment, find_name, find_option
from rag.scope import general_places, scope

_LEAST = 0.12
"""The least chance of a sentence whose value is a claim, where no counted noun vouches for it."""

_BESIDE = 0.25
"""The least chance beside the likeliest sentence's."""

_LEAST_NAME, _BESIDE_NAME = 0.35, 0.4
"""The same for names, of which one question has several as often as reports differ."""


def claims(question: str, evidence: Sequence[Evidence], alike: Alike) -> list[Claim]:
    """The claims that judged evidence, the likeliest first, makes for a question; none where it asks for no one value.

    Their citations are not numbered yet: `number` is 0.
    """
    asked = wish(question)
    if asked is None or not evidence:
        return []
    about = [e for e in evidence if _is_about(question, e, evidence[0])]
    found = list(_values(asked, question, about, alike))
    general = general_places([e for e, _ in found])
    return [_claim(question, e, value, general) for e, value in found]


def _values(asked: Wish, question: str, evidence: Sequence[Evidence], alike: Alike) -> Iterator[tuple[Evidence, Value]]:
    match asked.kind:
        case Asked.QUANTITY:
            yield from Counts(question, asked, alike).of(evidence)
        case Asked.MOMENT:
            yield from _each(evidence, find_moment, _LEAST, _BESIDE)
        case Asked.NAME:
            yield from _each(evidence, find_name, _LEAST_NAME, _BESIDE_NAME)
        case Asked.EITHER:
            yield from _each(evidence, partial(find_option, asked.options, alike), _LEAST, _BESIDE)
        case Asked.YES_NO:
            yield from _each(evidence, find_denial, _LEAST, _BESIDE)
            yield from _each(evidence, find_assent, _LEAST, _BESIDE)


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


def _claim(question: str, evidence: Evidence, value: Value, general: frozenset[str]) -> Claim:
    article, sentence = evidence.article, evidence.sentence
    start, end = sentence.start + value.start, sentence.start + value.end
    return Claim(
        text=article.text[start:end],
        start=start,
        end=end,
        value=value,
        citation=Citation(0, article, sentence.start, sentence.end, evidence.quote),
        attribution=attribution(article, sentence, start, end, before=evidence.before),
        scope=scope(question, evidence, value, general),
        chance=evidence.chance,
    )
