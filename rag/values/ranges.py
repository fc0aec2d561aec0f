"""Numbers with their units, and the ranges that two of them make: "177 to 197", "Rs 4-5 billion"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.values import units
from rag.values.counted import noun_of
from rag.values.fractions import Numeral
from rag.values.uncounted import is_of_people

_TO = re.compile(
    r"[*_]{0,3}(?P<dash>\s?[-–]\s?)?(?P<to>\s(?:to|till)\s)?(?P<both>\sand\s)?(?P<either>\sor\s)?[*_]{0,3}"
)
_AND = re.compile(r",?\s(?:and\s)?")
_FROM = re.compile(r"\b(?:(?P<between>between)|from)\s[*_]{0,3}$", re.I)
_CHANGES = re.compile(
    r"\b(?:ris\w+|rose|rais\w+|increas\w+|fell|fall\w*|drop\w*|jump\w*|climb\w*|gr[eo]w\w*|cut|lower\w*|revis\w+|up|"
    r"down|"
    r"updat\w+|went|go|goes|going|chang\w+|declin\w+|reduc\w+|surg\w+|soar\w*|doubl\w+|expand\w*|mov\w+|slid\w*|"
    r"shr\w+nk)\b"
    r"[^;.]{0,60}$",
    re.I,
)
_WIDE = 100
"""How many times its lower end a range's upper one may be, lest "20 to 25,000" be read as it hardly is meant."""


@dataclass(frozen=True, slots=True)
class Part:
    """A number with its unit and no qualifier yet; `lone` says that it must not be read, as one side of a score."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    numeral: Numeral
    factor: float = 1.0
    offset: float = 0.0
    lone: bool = False


def part_of(text: str, numeral: Numeral) -> Part:
    """A number with the unit before or behind it, in base units."""
    start, end, value = numeral.start, numeral.end, numeral.value
    if numeral.is_share:
        return Part(start, end, value, value, "%", numeral)
    after = units.unit_after(text, _past_plus(text, end))
    money = units.money_before(text, start)
    if money:
        start, unit = money[0], units.owner_of(money[1], after)
        end = after.end if after and units.is_money(after.name) and units.are_same(after.name, money[1]) else end
        return Part(start, end, value, value, unit, numeral)
    if after:
        value = value * after.factor + after.offset
        return Part(start, after.end, value, value, after.name, numeral, after.factor, after.offset)
    return Part(start, end, value, value, "", numeral)


def _past_plus(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "+" else end


def joined(text: str, parts: list[Part]) -> Iterator[Part]:
    """The parts, those of a range and of a length of time made one ("1 hour 20 minutes"), those of a score marked."""
    waiting: Part | None = None
    for part in parts:
        if waiting is None:
            waiting = part
            continue
        one = _sum(text, waiting, part) or _range(text, waiting, part)
        if one is None:
            yield waiting
        waiting = one or part
    if waiting is not None:
        yield waiting


def _sum(text: str, one: Part, other: Part) -> Part | None:
    """The time that two parts give together: "3 years, 2 months and 5 days"."""
    smaller = one.unit == other.unit == "s" and other.high < one.factor and one.low == one.high
    if not smaller or one.lone or not _AND.fullmatch(text, one.end, other.start):
        return None
    whole = one.low + other.low
    return Part(one.start, other.end, whole, whole, "s", other.numeral, other.factor)


def _range(text: str, one: Part, other: Part) -> Part | None:
    """The range that two parts make, marked lone where they make none and cannot be read apart; None where apart."""
    if one.lone or one.low != one.high:
        return None
    gap = _TO.fullmatch(text, one.end, other.start)
    if not gap or not gap[0].strip("*_"):
        return None
    opened = _FROM.search(text, max(0, one.start - 12), one.start)
    if (gap["both"] and not (opened and opened["between"])) or _is_change(text, opened, gap):
        return None
    if not _may_share(one.unit, other.unit):
        return None
    made = _made(one, other, opened.start() if opened else one.start)
    if gap["either"]:
        return made if made and not made.unit and made.high == made.low + 1 else None
    is_torn = made is not None and not opened and made.high >= _WIDE * made.low > 0
    if made is None or is_torn or (gap["dash"] and not _is_of_something(text, made)):
        return replace(other, start=one.start, lone=True)
    return made


def _may_share(one: str, other: str) -> bool:
    """Tell whether two numbers with these units can be the ends of a range: "$4 to 5", "4 to 5 km", not "4 km to 5"."""
    return units.are_same(one, other) or not one or (not other and units.is_money(one))


def _is_of_something(text: str, part: Part) -> bool:
    """Tell whether a range has a unit or counts something; what has not may be a score."""
    return bool(part.unit or is_of_people(text, part.end) or noun_of(text, part.start, part.end, is_share=False))


def _is_change(text: str, opened: re.Match[str] | None, gap: re.Match[str]) -> bool:
    """Tell whether two numbers are before and after: "rose from 17 to 22"."""
    if not opened or opened["between"] or not gap["to"]:
        return False
    return _CHANGES.search(text, max(0, opened.start() - 80), opened.start()) is not None


def _made(one: Part, other: Part, start: int) -> Part | None:
    """A range in the unit of its second number, which may lend the first its unit and its scale; None if it falls."""
    low = one.low
    if not one.numeral.is_scaled and other.numeral.is_scaled and one.numeral.plain < other.numeral.plain:
        low = one.numeral.plain * other.numeral.value / other.numeral.plain
    if not one.unit:
        low = low * other.factor + other.offset
    unit = one.unit if not other.unit or (one.unit and not units.is_vague(one.unit)) else other.unit
    return Part(start, other.end, low, other.high, unit, other.numeral) if low < other.high else None
