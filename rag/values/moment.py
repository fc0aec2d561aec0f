"""The times that a sentence gives, resolved against the day on which its article came out, never against today."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from rag.answer import day
from rag.claim import Moment
from rag.values.days import days_of
from rag.values.forms import Form, Hit, hits
from rag.values.frame import UNKNOWN, Days, Frame, weekday_of

_TENSE = re.compile(
    r"(?P<behind>\bhad\sbeen\s\w+)|"
    r"(?P<ahead>\b(?:will|would|shall|is|are|to)(?:\snot)?\sbe(?:\s\w+)?|\b(?:will|shall|would|won['’]t|due|scheduled|expected|slated|planned|plan(?:s|ning)?|set\s(?:to|for)|"
    r"(?:is|are)\sto)\b|['’]ll\b)|"
    r"\b(?:was|were|had|has|have|said|says|told|did|sank|fell|came|went|met|left|began|took|gave|won|lost|hit|shot|saw|"
    r"held|made|found|broke|rose|struck|fled|flew|led|sent|spoke|wrote|ran|stood|\w{2,20}ed)\b",
    re.I,
)
_NEAR_START = re.compile(r"\W{0,4}(?:\w{1,20}\W{1,3}){0,2}")
_RANGE = re.compile(r"\s?(?P<dash>[-–—])\s?|,?\s(?:to|until|till|through|(?P<and>and))\s(?:the\s)?")
_BESIDE = re.compile(r",?\s(?:(?:at|on|by|around|about|just|shortly|before|after|from)\s){0,3}|T|\s?\|\s?")
_LEADING = re.compile(r"(?<!\w)(?:(?P<between>between)|from)\s$", re.I)
_RANGED = frozenset({Form.DATE, Form.NUMBERS, Form.MONTH, Form.WEEKDAY, Form.NEARBY})
_LEANING = frozenset({Form.DATE, Form.MONTH, Form.WEEKDAY})
"""The forms that leave out what the end of their range says: "from 30 December to 2 January 2025"."""


def moments(text: str, published: date | datetime | None) -> list[Moment]:
    """The times that a sentence, list item or table row gives: in reading order, apart, `text[start:end]` each.

    A weekday is the latest one up to the day of publication, or the first after it where the sentence looks ahead; a
    day without its year is the nearest. Of an instant the day in its own zone counts. What is no sure time (05/04/2026,
    "30 February", "2000 people") is left out.
    """
    today = published.date() if isinstance(published, datetime) else published
    found, frame = hits(text), Frame(today)
    told: list[Moment] = []
    at = 0
    while at < len(found):
        frame = replace(frame, ahead=_looks_ahead(text, found, at), told=_told(told, frame))
        moment, taken = _read(text, found[at : at + 2], frame)
        at += taken
        if moment:
            told[-1:] = _joined(text, told[-1], moment) if told else [moment]
    return told


def compatible(one: Moment, other: Moment) -> bool:
    """Tell whether two times can be the same: one's days hold the other's, and their hours do not differ.

    A weekday of an unknown day fits a single day of its name. Where one of them has no day at all, the hour alone must
    be the same. Symmetric, and every time that tells anything is compatible with itself.
    """
    if one is other:
        return True
    if one.clock is not None and other.clock is not None and one.clock != other.clock:
        return False
    if _dayless(one) or _dayless(other):
        return one.clock is not None and one.clock == other.clock
    if one.first and one.last and other.first and other.last:
        return (one.first <= other.first and other.last <= one.last) or (
            other.first <= one.first and one.last <= other.last
        )
    return _single_weekday(one) == _single_weekday(other) is not None


def in_words(moment: Moment, text: str) -> str:
    """The time as its text has it, and the days that it came to where the words do not give the year."""
    words, first, last = text[moment.start : moment.end], moment.first, moment.last
    if first is None or last is None or any(re.search(rf"(?<!\d){d.year}(?!\d)", words) for d in (first, last)):
        return words
    return f"{words} ({day(first)})" if first == last else f"{words} ({day(first)} to {day(last)})"


def _read(text: str, found: Sequence[Hit], frame: Frame) -> tuple[Moment | None, int]:
    """The first of the hits, or both as a range, and how many that took."""
    hit = found[0]
    range_ = _range_between(text, *found) if len(found) == 2 else None
    if hit.form is Form.CLOCK:
        minute = None if range_ and found[1].form is Form.CLOCK else _minute(hit)
        return Moment(hit.start, hit.end, clock=minute) if minute is not None else None, 1 + (
            minute is None and bool(range_)
        )
    days = _range_days(found, frame) if range_ else None
    if days:
        lead = _LEADING.search(text[max(hit.start - 9, 0) : hit.start])
        start = hit.start - len(lead[0]) if lead else hit.start
        return Moment(start, found[1].end, *days), 2
    alone = days_of(hit, frame)
    return Moment(hit.start, hit.end, *alone, weekday_of(hit)) if alone else None, 1


def _range_between(text: str, one: Hit, other: Hit) -> bool:
    """Whether two hits are the ends of a range."""
    link = _RANGE.fullmatch(text, one.end, other.start)
    if not link or (link["dash"] and one.form is not other.form):
        return False
    lead = _LEADING.search(text[max(one.start - 9, 0) : one.start])
    between = (lead and lead["between"]) or one.part("between").startswith("between")
    both = {one.form, other.form}
    return (not link["and"] or bool(between)) and (both <= _RANGED or both == {Form.CLOCK})


def _range_days(found: Sequence[Hit], frame: Frame) -> Days | None:
    """The days from those of one hit to those of another, None where they run backward."""
    one, other = found
    if frame.ahead and one.form is Form.WEEKDAY:
        first = days_of(one, frame)
        last = days_of(other, replace(frame, today=first[0])) if first else None
    else:
        last = days_of(other, frame)
        leaning = last and one.form in _LEANING and not one.part("how") and not one.part("which")
        first = days_of(one, replace(frame, today=last[0], ahead=None) if last and leaning else frame)
    if first is None or last is None:
        return None
    if first[0] is None or last[1] is None:
        return UNKNOWN
    return (first[0], last[1]) if first[0] <= last[1] else None


def _looks_ahead(text: str, found: Sequence[Hit], at: int) -> bool | None:
    """Whether the words before a hit, or where it stands first, after it, speak of what is to come; None if unsaid."""
    hit = found[at]
    floor = max(found[at - 1].end if at else 0, hit.start - 100)
    before = text[floor : hit.start]
    cues = list(_TENSE.finditer(before))
    if cues:
        return cues[-1]["ahead"] is not None
    ceiling = min(found[at + 1].start if at + 1 < len(found) else len(text), hit.end + 60)
    cue = _TENSE.search(text[:ceiling], hit.end) if at == 0 and _NEAR_START.fullmatch(before) else None
    return cue["ahead"] is not None if cue else None


def _told(told: Sequence[Moment], frame: Frame) -> date | None:
    """The last single day that was told."""
    return told[-1].first if told and told[-1].first and told[-1].first == told[-1].last else frame.told


def _joined(text: str, one: Moment, other: Moment) -> list[Moment]:
    """A day and an hour beside it as one moment, else both as they are."""
    gap = _BESIDE.fullmatch(text, one.end, other.start)
    if gap and ((_is_day(one) and _is_hour(other)) or (_is_hour(one) and _is_day(other))):
        on, at = (one, other) if _is_day(one) else (other, one)
        return [Moment(one.start, other.end, on.first, on.last, on.weekday, at.clock)]
    return [one, other]


def _is_day(moment: Moment) -> bool:
    return moment.clock is None and (moment.first == moment.last)


def _is_hour(moment: Moment) -> bool:
    return moment.clock is not None and _dayless(moment)


def _dayless(moment: Moment) -> bool:
    return moment.first is None and moment.weekday is None


def _single_weekday(moment: Moment) -> int | None:
    """The weekday of a single day, known or not."""
    if moment.first is None:
        return moment.weekday
    return moment.first.weekday() if moment.first == moment.last else None


def _minute(hit: Hit) -> int | None:
    """The minute of the day, None where the words are none ("16 a.m.", or the end of "from 4 to 6 p.m.")."""
    if hit.part("named"):
        return 0 if hit.part("named") == "midnight" else 720
    hour, half = int(hit.part("hour")), hit.part("half")
    if hit.part("to") or (half and not 1 <= hour <= (23 if half == "p" else 12)):
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(hit.part("minute") or 0)
