"""Judged evidence to claims: the value that each supporting sentence gives for the question, and who says it."""

import re
from collections.abc import Callable, Iterator, Sequence, Set

from index.article import Article
from rag.answer import Evidence
from rag.asked import Asked, Wish, wish
from rag.attribution import attribution
from rag.claim import Claim, Value
from rag.contrast import speaks_of_another, speaks_of_another_part
from rag.counts import Counts
from rag.expect import unmentioned
from rag.finders import find_moment, find_name
from rag.names import stands_in
from rag.peers import tells_the_same
from rag.scope import general_places, scope
from rag.sides import Cosine, of_two, yes_or_no
from rag.values.forms import MONTHS

_LEAST = 0.12
"""The least chance of a sentence whose value is a claim, where no counted noun vouches for it."""

_BESIDE = 0.25
"""The least chance beside the likeliest sentence's."""

_LEAST_SIDE, _BESIDE_SIDE = 0.08, 0.15
"""The same for those who take sides, of whom each is heard."""

_FOREIGN = -4.0
"""A logit of the cross-encoder: below it, a sentence seldom says yes or no to the question."""

_LEAST_NAME, _BESIDE_NAME = 0.35, 0.4
"""The same for names, of which one question has several as often as reports differ."""

_SAME_TELLING = 0.55
"""Cosine of two sentences without their times: of those that tell of two things the nearest had 0.51."""

_MONTH = re.compile(rf"\b(?:{MONTHS})\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def claims(question: str, evidence: Sequence[Evidence], alike: Cosine) -> list[Claim]:
    """The claims that judged evidence, the likeliest first, makes for a question; none where it asks for no one value.

    Their citations are not numbered yet: `number` is 0.
    """
    asked = wish(question)
    if asked is None or not evidence:
        return []
    about = _about(question, evidence)
    if asked.kind in (Asked.QUANTITY, Asked.MOMENT):
        about = [e for e in about if not speaks_of_another(question, asked.noun, e.quote, evidence[0].quote)]
    else:
        about = [e for e in about if not speaks_of_another_part(question, e.quote, evidence[0].quote)]
    found = list(_values(asked, question, about, alike))
    general = general_places(found)
    return [_claim(question, e, value, general) for e, value in found]


def _values(
    asked: Wish, question: str, evidence: Sequence[Evidence], alike: Cosine
) -> Iterator[tuple[Evidence, Value]]:
    match asked.kind:
        case Asked.QUANTITY:
            yield from Counts(question, asked, alike).of(evidence)
        case Asked.MOMENT:
            yield from _moments(evidence, alike)
        case Asked.NAME:
            yield from _each(evidence, find_name, _LEAST_NAME, _BESIDE_NAME)
        case Asked.EITHER:
            yield from of_two(asked.options, _likely(evidence, _LEAST_SIDE, _BESIDE_SIDE), alike)
        case Asked.YES_NO:
            for candidate in (e for e in _likely(evidence, _LEAST_SIDE, _BESIDE_SIDE) if e.score > _FOREIGN):
                yield from ((candidate, value) for value in yes_or_no(candidate))


def _about(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences of no other month or year, whose articles name what the likeliest one's names of the question."""
    best = evidence[0]
    elsewhere = {name for name in unmentioned(question, [best]) if not _names(best.article, name)}
    articles = {e.article.id: e for e in evidence}
    fitting = {key for key, e in articles.items() if _is_of_it(question, e, elsewhere)}
    return [e for e in evidence if e.article.id in fitting and not _tells_another_time(question, e.quote)]


def _is_of_it(question: str, evidence: Evidence, elsewhere: Set[str]) -> bool:
    """Whether an article has each name of the question that is not `elsewhere`, and came out in its years or later."""
    lacking = [name for name in unmentioned(question, [evidence]) if name not in elsewhere]
    years = [int(year) for year in _YEAR.findall(question)]
    published = evidence.article.published
    came_before = bool(years and published and published.year < min(years))
    return not came_before and all(_names(evidence.article, name) for name in lacking)


def _tells_another_time(question: str, text: str) -> bool:
    for kind in (_MONTH, _YEAR):
        asked = {word.casefold()[:4] for word in kind.findall(question)}
        given = {word.casefold()[:4] for word in kind.findall(text)}
        if asked and given and asked.isdisjoint(given):
            return True
    return False


def _names(article: Article, name: str) -> bool:
    """Whether an article has a name, in some spelling."""
    words = set(re.findall(r"[\w-]+", article.text.casefold()))
    return all(stands_in(word, words) for word in name.casefold().split())


def _each(
    evidence: Sequence[Evidence], read: Callable[[Evidence], Value | None], least: float, beside: float
) -> Iterator[tuple[Evidence, Value]]:
    for candidate in _likely(evidence, least, beside):
        if (value := read(candidate)) is not None:
            yield candidate, value


def _moments(evidence: Sequence[Evidence], alike: Cosine) -> Iterator[tuple[Evidence, Value]]:
    """The times of the likely sentences, and of those that tell the same as the likeliest one does."""
    found = list(_each(evidence, find_moment, _LEAST, _BESIDE))
    yield from found
    told = {e for e, _ in found}
    for candidate in (e for e in evidence if found and e.span and e not in told):
        value = find_moment(candidate)
        if value and tells_the_same((candidate, value), found[0], alike, _SAME_TELLING):
            yield candidate, value


def _likely(evidence: Sequence[Evidence], least: float, beside: float) -> list[Evidence]:
    """The sentences that the reader has read and that are likely enough, by themselves and beside the likeliest."""
    floor = max([least, *(beside * e.chance for e in evidence[:1])])
    return [e for e in evidence if e.span and e.chance >= floor]


def _claim(question: str, evidence: Evidence, value: Value, general: frozenset[str]) -> Claim:
    article, sentence = evidence.article, evidence.sentence
    start, end = sentence.start + value.start, sentence.start + value.end
    return Claim(
        text=article.text[start:end],
        start=start,
        end=end,
        value=value,
        citation=evidence.citation,
        attribution=attribution(article, sentence, start, end, before=evidence.before),
        scope=scope(question, evidence, value, general),
        chance=evidence.chance,
    )
