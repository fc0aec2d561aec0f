"""Whether the times of a sentence are in what it cites."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from rag.answer import Evidence
from rag.claim import Moment
from rag.faithful.faults import Fault
from rag.values.moment import compatible, moments

_MONTH = timedelta(days=27)
_RANGE = re.compile(r"\b(?:between|from|to|until|till|through|and)\b|\d\s?[-–—]\s?\d", re.I)
_NAMED = re.compile(
    r"\d+|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?=[a-z]*\b)|(?:mon|tue|wed|thu|fri|sat|sun)(?=[a-z]*day\b)"
    r"|noon|midnight|[ap](?=\.?m\b)",
    re.I,
)


def times(sentence: str, evidence: Sequence[Evidence]) -> Iterator[Fault]:
    """The fault of a time that no evidence gives, reckoned from the day on which its article came out.

    A time may be coarser than the one that it stands for, never finer: "in May" for "4 May", not the other way. Where
    the evidence gives no time at all, a month or a year may be that of its publication.
    """
    held: set[int] = set()
    every: set[int] = set()
    for one in evidence:
        given = moments(one.quote, one.article.published)
        for moment in moments(sentence, one.article.published):
            every.add(moment.start)
            if _is_given(sentence, moment, one, given):
                held.add(moment.start)
    if every - held:
        yield Fault.DATE


def _is_given(sentence: str, moment: Moment, one: Evidence, given: Sequence[Moment]) -> bool:
    if not given:
        return _is_of_its_day(moment, one.article.published)
    is_range = _RANGE.search(sentence, moment.start, moment.end) is not None
    return _is_named(sentence, moment, one.quote, given) or any(_holds(there, moment, is_range) for there in given)


def _is_of_its_day(moment: Moment, published: date | datetime | None) -> bool:
    """Whether a time is the month or the year in which an article came out."""
    day = published.date() if isinstance(published, datetime) else published
    if day is None or moment.first is None or moment.last is None or moment.last - moment.first < _MONTH:
        return False
    return moment.first <= day <= moment.last


def _is_named(sentence: str, moment: Moment, quote: str, given: Sequence[Moment]) -> bool:
    """Whether a time is given in the same words, or its days, months and numbers all stand in the times of a quote."""
    shown = sentence[moment.start : moment.end]
    if any(shown.casefold() == quote[one.start : one.end].casefold() for one in given):
        return True
    named = _parts(shown)
    there = {part for one in given for part in _parts(quote[one.start : one.end])}
    return bool(named) and named <= there


def _parts(words: str) -> set[str]:
    return {part.casefold() for part in _NAMED.findall(words)}


def _holds(there: Moment, here: Moment, is_range: bool) -> bool:
    """Whether a time that is given is the one that is told, or within it; a range must have the same ends."""
    if here.clock is not None and here.clock != there.clock:
        return False
    if is_range:
        return (here.first, here.last) == (there.first, there.last)
    if here.first and here.last and there.first and there.last:
        return here.first <= there.first and there.last <= here.last
    return compatible(here, there)
