"""Who says what a sentence says, as the text has it: the speaker, his verb, and the outlet that passes it on."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.article import Article, Sentence
from rag.claim import Attribution
from rag.speech import words
from rag.speech.clauses import Reach, clauses, reaches
from rag.speech.elsewhere import next_door, passed_on
from rag.speech.pronouns import Span, resolved
from rag.speech.quotes import quotations
from rag.speech.saying import Saying
from rag.speech.sayings import sayings
from rag.speech.speaker import is_outlet, named_in_full, same_speaker

__all__ = ["attribution", "same_speaker"]

_FAR = 4000
"""Characters on each side of a value that are read of a sentence longer than any writer's."""


def attribution(
    article: Article,
    sentence: Sentence,
    start: int,
    end: int,
    before: Sentence | None = None,
    after: Sentence | None = None,
) -> Attribution | None:
    """Who says what stands at `article.text[start:end]`, a span of the sentence; None where the outlet itself does.

    `before` and `after` are the neighbours in the same paragraph: quotations are looked up in them, and pronouns. A
    pronoun stands for itself where nobody fits; the speaker's offsets can lie outside the sentence.
    """
    text = article.text
    end = min(end, start + _FAR)
    if by := _DENIED_BY.search(text, start, end):
        return Attribution(by["speaker"], *by.span("speaker"), by["verb"])
    sentence = _clipped(text, sentence, start, end)
    before = _clipped(text, before, sentence.start, sentence.start) if before else None
    after = _clipped(text, after, sentence.end, sentence.end) if after else None
    found = sayings(text, sentence.start, sentence.end)
    cuts = clauses(text, sentence.start, sentence.end)
    reach = reaches(text, found, cuts, sentence.end)
    about = [one for one in reach if one.covers(start, end)] or _handed_on(text, reach, cuts, start)
    quoted = [q for q in quotations(text, sentence.start, sentence.end) if q[0] <= start and end <= q[1]]
    inward = _by_depth(text, about, quoted) or next_door(text, sentence, (start, end), before, after)
    return _chosen(article, sentence, before, inward) if inward else None


def _clipped(text: str, sentence: Sentence, start: int, end: int) -> Sentence:
    """A sentence within the text, and within reach of a span."""
    first = max(0, sentence.start, start - _FAR)
    last = min(len(text), sentence.end, end + _FAR)
    return Sentence(first, max(first, last), sentence.kind)


_DENIED_BY = re.compile(
    r"\b(?P<verb>rejected|denied|dismissed|refuted|disputed)(?: \w+){0,2} by "
    r"(?P<speaker>(?:the |its |their )?(?:[A-Z]\w+(?: [A-Z]\w+)*|(?:\w+ )?(?:government|minist(?:ry|er)|officials?)))"
)
"""Who denies, where the denial is told in the passive."""


def _handed_on(text: str, reach: Sequence[Reach], cuts: Sequence[int], start: int) -> list[Reach]:
    """The mark of the clause before, or at the sentence's end, for a clause that has none of its own."""
    part = bisect_right(cuts, start) - 1
    parts = [bisect_right(cuts, one.saying.told) - 1 for one in reach]
    if part in parts or any(one.saying.start <= start < one.saying.end for one in reach):
        return []
    earlier = [one for one, at in zip(reach, parts, strict=True) if at < part and not one.saying.relative]
    if earlier:
        return earlier[-1:]
    ahead = [one for one, at in zip(reach, parts, strict=True) if at > part and not one.saying.front]
    return [] if not ahead or any(text[cut] == ";" for cut in cuts[part + 1 :]) else ahead[-1:]


def _by_depth(text: str, about: list[Reach], quoted: Sequence[Span]) -> list[Saying]:
    """The marks about a span, the innermost first: who is cited, who speaks in the quotation, who is no outlet."""

    def depth(one: Reach) -> tuple[bool, bool, bool, bool, bool, int]:
        saying = one.saying
        within = any(first <= saying.start < last for first, last in quoted)
        outlet = is_outlet(text[slice(*saying.speaker)])
        return (not saying.source, saying.about is None, not within, outlet, not saying.front, -saying.start)

    return [one.saying for one in sorted(about, key=depth)]


def _chosen(
    article: Article, sentence: Sentence, before: Sentence | None, inward: Sequence[Saying]
) -> Attribution | None:
    text = article.text
    saying = inward[0]
    first, last = named_in_full(text, resolved(article, saying.speaker, sentence, before))
    speaker = text[first:last]
    if speaker.casefold() in words.SELF:
        return None
    outer = [
        text[slice(*resolved(article, one.speaker, sentence, before))]
        for one in inward[1:]
        if _passes_on(text, one, saying)
    ]
    told = [text[slice(*one.via)] for one in inward if one.via]
    vias = [*told, *passed_on(text, sentence), *outer]
    via = next((v for v in vias if v.casefold() not in words.SELF and not same_speaker(v, speaker)), None)
    return Attribution(speaker, first, last, saying.verb, via)


def _passes_on(text: str, outer: Saying, inner: Saying) -> bool:
    """Whether a mark about another is of who passes it on, and not of a rival behind it."""
    if is_outlet(text[slice(*outer.speaker)]):
        return True
    if inner.about is not None or not words.DENIALS.isdisjoint((inner.verb.casefold(), outer.verb.casefold())):
        return False
    return not outer.verb or inner.source or outer.front or not inner.front or outer.start < inner.start
