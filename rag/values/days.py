"""Words of time to days: what a form means in an article that came out on a known day, or on none."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from rag.values.forms import Form, Hit
from rag.values.frame import UNKNOWN, Days, Frame, month_end, month_number, weekday_of
from rag.values.relative import read_ago, read_nearby, read_period, read_weekday, read_weekend

_AMOUNT = re.compile(
    r"\b(?:total|number|toll|score|rate|price|out|ros?e|fell|grew|increased?|dropped|declined|climbed|jumped|up|down)"
    r"\s(?:\w+\s)?$",
    re.I,
)
_YEARS = range(1500, 2101)


def days_of(hit: Hit, frame: Frame) -> Days | None:
    """The days that the words mean; None where they are no time after all ("February 30")."""
    try:
        return _READERS[hit.form](hit, frame)
    except (OverflowError, ValueError):  # before the year 1 or after 9999, or no day of the calendar
        return None


def _date(hit: Hit, frame: Frame) -> Days | None:
    first = int(re.sub(r"\D", "", hit.part("day")))
    last = int(re.sub(r"\D", "", hit.part("until")) or first)
    if last < first or (hit.part("to") == "and" and last != first + 1 and hit.part("between")[:1] != "b"):
        return None
    month = month_number(hit.part("month"))
    date(2000, month, first), date(2000, month, last)
    years = _years(hit, frame)
    if years is not None:
        return (date(years, month, first), date(years, month, last)) if years in _YEARS else None
    if frame.today is None or hit.part("which"):
        return UNKNOWN
    start = _nearest(month, first, weekday_of(hit), frame.today)
    return start, start.replace(day=last)


def _years(hit: Hit, frame: Frame) -> int | None:
    """The year that the words name, or None."""
    if hit.part("year"):
        return int(hit.part("year"))
    step = {"last": -1, "this": 0, "next": 1}.get(hit.part("which"))
    return None if step is None or frame.today is None else frame.today.year + step


def _nearest(month: int, day: int, weekday: int | None, today: date) -> date:
    """A day of the year nearest to today: papers leave out the year where none other can be meant."""
    candidates = []
    for year in range(max(today.year - 8, 1), min(today.year + 9, 10000)):
        with suppress(ValueError):  # the 29th of February is not in every year
            candidates.append(date(year, month, day))
    close = [c for c in candidates if abs(c.year - today.year) <= 1 and c.weekday() == weekday]
    return min(close or candidates, key=lambda c: abs(c - today))


def _numbers(hit: Hit, _: Frame) -> Days | None:
    year = int(hit.part("y"))
    if year not in _YEARS:
        return None
    if hit.part("m"):
        only = date(year, int(hit.part("m")), int(hit.part("d")))
        return only, only
    one, other = int(hit.part("a")), int(hit.part("b"))
    if one <= 12 and other <= 12 and one != other:
        return None
    only = date(year, min(one, other), max(one, other))
    return only, only


def _month(hit: Hit, frame: Frame) -> Days | None:
    month, year, today = month_number(hit.part("month")), _years(hit, frame), frame.today
    if year is None:
        if today is None or hit.part("which"):
            return UNKNOWN
        year = _year_of_month(month, hit.part("how"), today)
    elif year not in _YEARS:
        return None
    return date(year, month, 1), month_end(year, month)


def _year_of_month(month: int, how: str, today: date) -> int:
    if how == "last":
        return today.year - (month >= today.month)
    if how == "next":
        return today.year + (month <= today.month)
    if how == "this" or month == today.month:
        return today.year
    return _nearest(month, 15, None, today).year


def _months(hit: Hit, frame: Frame) -> Days | None:
    if hit.part("to") == "and" and hit.part("between")[:1] != "b":
        return None
    month, last, year = month_number(hit.part("month")), month_number(hit.part("until")), _years(hit, frame)
    if year is None:
        if frame.today is None or hit.part("which"):
            return UNKNOWN
        year = _year_of_month(last, "", frame.today)
    elif year not in _YEARS:
        return None
    return date(year - (month > last), month, 1), month_end(year, last)


def _year(hit: Hit, _: Frame) -> Days | None:
    year, weak, text = int(hit.part("year")), hit.part("weak"), hit.match.string
    before = text[max(hit.match.start() - 30, 0) : hit.match.start()]
    loose = weak == "the" and not re.match(r"\s[A-Za-z]", text[hit.end : hit.end + 2])
    if weak and (loose or _AMOUNT.search(before)):
        return None
    return date(year, 1, 1), date(year, 12, 31)


def _year_span(hit: Hit, _: Frame) -> Days | None:
    first, until = int(hit.part("year")), hit.part("until")
    last = int(until) if len(until) == 4 else first // 100 * 100 + int(until)
    before = hit.match.string[max(hit.start - 30, 0) : hit.start]
    if last <= first or _AMOUNT.search(before) or (hit.part("to") == "and" and hit.part("between")[:1] != "b"):
        return None
    return date(first, 1, 1), date(last, 12, 31)


def _decade(hit: Hit, _: Frame) -> Days:
    words = hit.part("decade")
    first = int(words) * 10 if len(words) == 3 else int(words) * 10 + (2000 if int(words) < 3 else 1900)
    return date(first, 1, 1), date(first + 9, 12, 31)


_READERS: dict[Form, Callable[[Hit, Frame], Days | None]] = {
    Form.DATE: _date,
    Form.NUMBERS: _numbers,
    Form.MONTH: _month,
    Form.MONTHS: _months,
    Form.YEAR: _year,
    Form.YEARS: _year_span,
    Form.DECADE: _decade,
    Form.WEEKDAY: read_weekday,
    Form.WEEKEND: read_weekend,
    Form.PERIOD: read_period,
    Form.NEARBY: read_nearby,
    Form.AGO: read_ago,
}
