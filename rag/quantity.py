"""The quantities of a sentence: numbers with qualifier, unit and what they count; and which of them are compatible."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace


from rag import units
from rag.claim import Qualifier, Quantity
from rag.counted import noun_of
from rag.denied import is_denied
from rag.numerals import Numeral, numerals
from rag.uncounted import counts, hidden, is_of_people
from rag.zero import zeros

_MARK = r"[*_\"'“‘]{0,3}"
_BEFORE = {
    Qualifier.NEARLY: "nearly|almost|close to|just under|just below|just short of",
    Qualifier.AT_LEAST: "at least|no fewer than|no less than|not fewer than|not less than|an? minimum of|minimum",
    Qualifier.UP_TO: "up to|as many as|as much as|at most|no more than|not more than|an? maximum of|maximum",
    Qualifier.MORE_THAN: "more than|just over|well over|over|past|above|in excess of|upwards? of|greater than|exceeding|"
    "exceeded|surpassing|surpassed",
    Qualifier.LESS_THAN: "fewer than|less than|lower than|under|below",
    Qualifier.ABOUT: "about|around|some|roughly|approximately|approx\\.?|circa|an estimated|estimated",
}
_QUALIFIED = re.compile(
    rf"(?:(?<!\w)(?:{'|'.join(f'(?P<{name.name}>{forms})'.replace(' ', '[ ]') for name, forms in _BEFORE.items())})\s"
    rf"{{1,2}}|(?P<tilde>[~≈]\s?)){_MARK}$".replace("[ ]", r"\s"),
    re.I,
)
_BEHIND = re.compile(
    r"[*_]{0,3}(?:(?P<AT_LEAST>\+(?!\w)|-plus\b|\splus\b|\sor\smore\b|\sand\s(?:above|more)\b|\sor\sabove\b|\sat\s(?:a\s)?minimum\b|"
    r"\sat\sleast\b)|(?P<ABOUT>\sor\sso\b)|(?P<UP_TO>\sat\s(?:the\s)?most\b|\sor\s(?:fewer|less)\b))",
    re.I,
)
_LONGEST = 24
_TO = re.compile(
    r"[*_]{0,3}(?P<dash>\s?[-–]\s?)?(?P<to>\s(?:to|till)\s)?(?P<both>\sand\s)?(?P<either>\sor\s)?[*_]{0,3}"
)
_FROM = re.compile(r"\b(?:(?P<between>between)|from)\s[*_]{0,3}$", re.I)
_CHANGES = re.compile(
    r"\b(?:ris\w+|rose|rais\w+|increas\w+|fell|fall\w*|drop\w*|jump\w*|climb\w*|gr[eo]w\w*|cut|lower\w*|revis\w+|up|down|"
    r"updat\w+|went|go|goes|going|chang\w+|declin\w+|reduc\w+|surg\w+|soar\w*|doubl\w+|expand\w*|mov\w+|slid\w*|shr\w+nk)\b"
    r"[^;.]{0,60}$",
    re.I,
)
_NEAR = 0.03


@dataclass(frozen=True, slots=True)
class _Part:
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


def quantities(text: str) -> list[Quantity]:
    """The quantities of a sentence, list item or table row, in their order, none overlapping another.

    `text[start:end]` has qualifier, number and unit. A fraction is a share in "%" ("two thirds of" is 66.7). What is no
    clear quantity is left out: dates, clock times, ages, scores, names with numbers, "hundreds of", "several dozen".
    """
    found: list[Quantity] = []
    parts = [part for numeral in _countable(text) if (part := _part(text, numeral))]
    for part in _joined(text, parts):
        lowest = found[-1].end if found else 0
        if (quantity := _quantity(text, part, lowest)) is not None:
            found.append(quantity)
    return _with_zeros(text, found)


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities have one unit, or may: rupees of no said country with those of Pakistan or India."""
    return units.are_same(one.unit, other.unit)


def compatible(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can be of one value: the same number, whatever the qualifiers, in the same unit.

    What is about or nearly a number is also compatible with those within 3 % of it, nearly with the smaller only. A range
    is compatible with itself alone, "more than 22" not with "fewer than 22", and what is denied not with what is said.
    """
    if one.negated != other.negated or not same_unit(one, other) or _exclude(one, other):
        return False
    if _is(one.low, other.low) and _is(one.high, other.high):
        return True
    if one.low != one.high or other.low != other.high:
        return False
    return _admits(one, other.low) or _admits(other, one.low)


def _is(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9)


def _exclude(one: Quantity, other: Quantity) -> bool:
    return {one.qualifier, other.qualifier} == {Qualifier.MORE_THAN, Qualifier.LESS_THAN}


def _admits(quantity: Quantity, value: float) -> bool:
    """Tell whether a qualifier allows a value that is not the number itself."""
    slack = abs(quantity.low) * _NEAR
    above = slack if quantity.qualifier is Qualifier.ABOUT else 0.0
    below = slack if quantity.qualifier in (Qualifier.ABOUT, Qualifier.NEARLY) else 0.0
    return quantity.low - below <= value <= quantity.low + above


def _countable(text: str) -> list[Numeral]:
    is_hidden = hidden(text)
    return [numeral for numeral in numerals(text) if not is_hidden(numeral.start, numeral.end)]


def _with_zeros(text: str, found: list[Quantity]) -> list[Quantity]:
    both = [*found, *(_zero(text, *place) for place in zeros(text))]
    apart: list[Quantity] = []
    for quantity in sorted(both, key=lambda quantity: (quantity.start, quantity.end)):
        if not apart or quantity.start >= apart[-1].end:
            apart.append(quantity)
    return apart


def _zero(text: str, start: int, end: int, noun: str) -> Quantity:
    counted = noun or noun_of(text, start, end, is_share=False)
    return Quantity(start, end, 0.0, 0.0, noun=counted, negated=is_denied(text, start, end))


def _part(text: str, numeral: Numeral) -> _Part:
    start, end, value = numeral.start, numeral.end, numeral.value
    if numeral.is_share:
        return _Part(start, end, value, value, "%", numeral)
    after = units.unit_after(text, _past_plus(text, end))
    money = units.money_before(text, start)
    if money:
        start, unit = money[0], units.owner_of(money[1], after)
        end = after.end if after and units.is_money(after.name) and units.are_same(after.name, money[1]) else end
        return _Part(start, end, value, value, unit, numeral)
    if after:
        value = value * after.factor + after.offset
        return _Part(start, after.end, value, value, after.name, numeral, after.factor, after.offset)
    return _Part(start, end, value, value, "", numeral)


def _past_plus(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "+" else end


def _joined(text: str, parts: list[_Part]) -> Iterator[_Part]:
    """The parts, those at the two ends of a range made one, those of a score left out."""
    waiting: _Part | None = None
    for part in parts:
        if waiting is None:
            waiting = part
            continue
        one = _range(text, waiting, part)
        if one is None:
            yield waiting
        waiting = one or part
    if waiting is not None:
        yield waiting


def _range(text: str, one: _Part, other: _Part) -> _Part | None:
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
    if made is None or (gap["dash"] and not _is_of_something(text, made)):
        return replace(other, start=one.start, lone=True)
    return made


def _may_share(one: str, other: str) -> bool:
    """Tell whether two numbers with these units can be the ends of a range: "$4 to 5", "4 to 5 km", not "4 km to 5"."""
    return units.are_same(one, other) or not one or (not other and units.is_money(one))


def _is_of_something(text: str, part: _Part) -> bool:
    """Tell whether a range has a unit or counts something; what has not may be a score."""
    return bool(part.unit or is_of_people(text, part.end) or noun_of(text, part.start, part.end, is_share=False))


def _is_change(text: str, opened: re.Match[str] | None, gap: re.Match[str]) -> bool:
    """Tell whether two numbers are before and after: "rose from 17 to 22"."""
    if not opened or opened["between"] or not gap["to"]:
        return False
    return _CHANGES.search(text, max(0, opened.start() - 80), opened.start()) is not None


def _made(one: _Part, other: _Part, start: int) -> _Part | None:
    """A range in the unit of its second number, which may lend the first its unit and its scale; None if it falls."""
    low = one.low
    if not one.numeral.is_scaled and other.numeral.is_scaled and one.numeral.plain < other.numeral.plain:
        low = one.numeral.plain * other.numeral.value / other.numeral.plain
    if not one.unit:
        low = low * other.factor + other.offset
    unit = one.unit if not other.unit or (one.unit and not units.is_vague(one.unit)) else other.unit
    return _Part(start, other.end, low, other.high, unit, other.numeral) if low < other.high else None


def _quantity(text: str, part: _Part, lowest: int) -> Quantity | None:
    if part.lone or (not part.unit and not counts(text, part.numeral)):
        return None
    start, end, qualifier = _qualified(text, part, lowest)
    noun = noun_of(text, start, end, is_share=part.unit == "%") if part.unit in ("", "%") else ""
    is_no = is_denied(text, start, end)
    return Quantity(start, end, part.low, part.high, part.unit, qualifier, noun, is_no)


def _qualified(text: str, part: _Part, lowest: int) -> tuple[int, int, Qualifier]:
    behind = _BEHIND.match(text, part.numeral.end) or _BEHIND.match(text, part.end)
    start, end, qualifier = part.start, part.end, Qualifier.EXACT
    if behind and behind.lastgroup:
        end, qualifier = max(end, behind.end()), Qualifier[behind.lastgroup]
    before = _QUALIFIED.search(text, max(lowest, start - _LONGEST), start)
    if before and not _means_time(text, part, before):
        named = before.lastgroup or "tilde"
        start, qualifier = before.start(), Qualifier.ABOUT if named == "tilde" else Qualifier[named]
    return start, end, qualifier


def _means_time(text: str, part: _Part, before: re.Match[str]) -> bool:
    """Tell whether a word means a stretch of time instead: "over 48 hours", "the past three days"."""
    words = text[max(0, before.start() - 4) : before.end()].casefold()
    return (part.unit == "s" and bool(re.match(r"(?:over|past)\s", before[0], re.I))) or words.startswith("the past")
