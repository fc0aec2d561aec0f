"""Words of time that mean nothing without the day on which they were written: weekdays, "last week", "two days ago"."""

import re
from datetime import date, datetime

from rag.values.forms import Hit
from rag.values.frame import DAY, UNKNOWN, Days, Frame, month_end, weekday_of

_FEASTS = re.compile(r"\b(?:Black|Good|Bloody|Easter|Palm|Ash|Super|Cyber|Maundy|Giving|Girl|Man)\s$")


def read_weekday(hit: Hit, frame: Frame) -> Days | None:
    """The day of a weekday's name; None where it is no day but a feast or comes again and again."""
    how, wanted, today = hit.part("how"), weekday_of(hit), frame.today
    if how in ("each", "every") or _FEASTS.search(hit.match.string[max(hit.start - 10, 0) : hit.start]):
        return None
    if today is None or wanted is None or how in ("a", "an", "previous", "following"):
        return UNKNOWN
    monday = today - today.weekday() * DAY
    if hit.part("week"):
        only = monday + (wanted + 7 * _step(hit.part("week"))) * DAY
    elif how == "this":
        only = monday + wanted * DAY
        only -= 7 * DAY * (frame.ahead is False and only > today)
    elif how in ("next", "coming", "upcoming", "this coming") or (frame.ahead and not how):
        only = today + ((wanted - today.weekday() - 1) % 7 + 1) * DAY
    else:
        back = (today.weekday() - wanted) % 7
        only = today - (back or (7 if how else 0)) * DAY
    return only, only


def read_weekend(hit: Hit, frame: Frame) -> Days:
    """The Saturday and Sunday meant."""
    how, today = hit.part("how"), frame.today
    if today is None:
        return UNKNOWN
    saturday = today + (5 - today.weekday()) * DAY
    if how == "next":
        saturday += 7 * DAY
    elif how in ("last", "past") or (saturday > today and _is_over(how, frame)):
        saturday -= 7 * DAY
    return saturday, saturday + DAY


def _is_over(how: str, frame: Frame) -> bool:
    """Whether a weekend is the one before: "the weekend" unless the sentence looks ahead, "this" if it looks back."""
    return (how == "the" and not frame.ahead) or (how == "this" and frame.ahead is False)


def read_period(hit: Hit, frame: Frame) -> Days:
    """The calendar's week, month or year meant; the past one runs up to publication."""
    how, unit, today = hit.part("how"), hit.part("unit"), frame.today
    if today is None:
        return UNKNOWN
    if how == "past":
        return _ago(f"1 {unit} ago", today, frame), today
    step = _step(how)
    if unit == "week":
        monday = today + (7 * step - today.weekday()) * DAY
        return monday, monday + 6 * DAY
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    return _around("month", date(today.year + (today.month + step - 1) // 12, (today.month + step - 1) % 12 + 1, 1))


def read_nearby(hit: Hit, frame: Frame) -> Days:
    """The day of "yesterday" and its like."""
    if frame.today is None:
        return UNKNOWN
    words = hit.part("day") or hit.part("near") or hit.part("night")
    steps = {"before": -2, "after": 2, "yesterday": -1, "last": -1, "tomorrow": 1}
    step = next((steps[word] for word in words.split() if word in steps), 0)
    only = frame.today + step * DAY
    return only, only


def read_ago(hit: Hit, frame: Frame) -> Days:
    """The days of "three weeks ago", and of "two days later" after a day that was told."""
    base = frame.today if hit.part("when") == "ago" else frame.told
    if base is None:
        return UNKNOWN
    count = re.sub(r"\s+", " ", hit.part("count"))
    count = {"a couple of": "2", "a dozen": "12", "an": "1", "a": "1"}.get(count, count)
    words = f"{count} {hit.part('unit')}s {'later' if hit.part('when') == 'later' else 'ago'}"
    only = _ago(words, base, frame)
    return _around(hit.part("unit"), only) if only else UNKNOWN


def _ago(words: str, base: date, frame: Frame) -> date | None:
    if (words, base) not in frame.known:
        import dateparser

        settings = {"RELATIVE_BASE": datetime(base.year, base.month, base.day), "PARSERS": ["relative-time"]}  # noqa: DTZ001
        parsed = dateparser.parse(words, languages=["en"], settings=settings)
        frame.known[words, base] = parsed.date() if parsed else None
    return frame.known[words, base]


def _around(unit: str, only: date) -> Days:
    """The calendar's week, month or year with a day in it: "two weeks ago" is not said of a day."""
    if unit == "week":
        monday = only - only.weekday() * DAY
        return monday, monday + 6 * DAY
    if unit == "month":
        return only.replace(day=1), month_end(only.year, only.month)
    return (date(only.year, 1, 1), date(only.year, 12, 31)) if unit == "year" else (only, only)


def _step(how: str) -> int:
    return {"last": -1, "next": 1, "coming": 1, "upcoming": 1}.get(how, 0)
