"""The quantities of a sentence: numbers with qualifier, unit and what they count; and which of them are compatible."""

import math
import re
from dataclasses import replace

from rag.claim import Qualifier, Quantity
from rag.values import units
from rag.values.counted import noun_of
from rag.values.denied import denied
from rag.values.fractions import Numeral
from rag.values.numerals import numerals
from rag.values.ranges import Part, joined, part_of
from rag.values.uncounted import counts, hidden
from rag.values.zero import zeros

_MARK = r"[*_\"'“‘]{0,3}"
_BEFORE = {
    Qualifier.NEARLY: "nearly|almost|close to|just under|just below|just short of",
    Qualifier.AT_LEAST: "at least|no fewer than|no less than|not fewer than|not less than|an? minimum of|minimum",
    Qualifier.UP_TO: "up to|as many as|as much as|as high as|at most|no more than|not more than|an? maximum of|maximum",
    Qualifier.MORE_THAN: "more than|just over|well over|over|past|above|in excess of|upwards? of|greater than|"
    "exceeding|exceeded|surpassing|surpassed",
    Qualifier.LESS_THAN: "fewer than|less than|lower than|under|below",
    Qualifier.ABOUT: "about|around|some|roughly|approximately|approx\\.?|circa|an estimated|estimated",
}
_QUALIFIED = re.compile(
    rf"(?:(?<!\w)(?:{'|'.join(f'(?P<{name.name}>{forms})'.replace(' ', '[ ]') for name, forms in _BEFORE.items())})\s"
    rf"{{1,2}}|(?P<tilde>[~≈]\s?)){_MARK}$".replace("[ ]", r"\s"),
    re.I,
)
_BEHIND = re.compile(
    r"[*_]{0,3}(?:(?P<AT_LEAST>\+(?!\w)|-plus\b|\splus\b|\sor\smore\b|\sand\s(?:above|more)\b|\sor\sabove\b|"
    r"\sat\s(?:a\s)?minimum\b|\sat\sleast\b)|(?P<ABOUT>\sor\sso\b)|(?P<UP_TO>\sat\s(?:the\s)?most\b|\sor\s(?:fewer|"
    r"less)\b))",
    re.I,
)
_LONGEST = 24
_TORN = re.compile(r"\s?[-–]\s?[$€£₹]?\d")
_NEAR = 0.03


def quantities(text: str) -> list[Quantity]:
    """The quantities of a sentence, list item or table row, in their order, none overlapping another.

    `text[start:end]` has qualifier, number and unit. A fraction is a share in "%" ("two thirds of" is 66.7). What is no
    clear quantity is left out: dates, clock times, ages, scores, names with numbers, "hundreds of", "several dozen".
    """
    found: list[Quantity] = []
    is_denied = denied(text)
    parts = [part_of(text, numeral) for numeral in _countable(text)]
    for part in joined(text, parts):
        lowest = found[-1].end if found else 0
        if (quantity := _quantity(text, part, lowest)) is not None:
            found.append(quantity)
    whole = _with_zeros(text, found)
    return [replace(quantity, negated=is_denied(quantity.start, quantity.end)) for quantity in whole]


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities have one unit, or may: rupees of no said country with those of Pakistan or India."""
    return units.are_same(one.unit, other.unit)


def compatible(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can be of one value: the same number, whatever the qualifiers, in the same unit.

    What is about or nearly a number is also compatible with those within 3 % of it, nearly with the smaller only. A
    range is compatible with itself alone, "more than 22" not with "fewer than 22", what is denied not with what is not.
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
    return Quantity(start, end, 0.0, 0.0, noun=counted)


def _quantity(text: str, part: Part, lowest: int) -> Quantity | None:
    if part.lone or _TORN.match(text, part.end) or (not part.unit and not counts(text, part.numeral)):
        return None
    start, end, qualifier = _qualified(text, part, lowest)
    noun = noun_of(text, start, end, is_share=part.unit == "%") if part.unit in ("", "%") else ""
    return Quantity(start, end, part.low, part.high, part.unit, qualifier, noun)


def _qualified(text: str, part: Part, lowest: int) -> tuple[int, int, Qualifier]:
    behind = _BEHIND.match(text, part.numeral.end) or _BEHIND.match(text, part.end)
    start, end, qualifier = part.start, part.end, Qualifier.EXACT
    if behind and behind.lastgroup:
        end, qualifier = max(end, behind.end()), Qualifier[behind.lastgroup]
    before = _QUALIFIED.search(text, max(lowest, start - _LONGEST), start)
    if before and not _means_time(text, part, before):
        named = before.lastgroup or "tilde"
        start, qualifier = before.start(), Qualifier.ABOUT if named == "tilde" else Qualifier[named]
    return start, end, qualifier


def _means_time(text: str, part: Part, before: re.Match[str]) -> bool:
    """Tell whether a word means a stretch of time instead: "over 48 hours", "the past three days"."""
    words = text[max(0, before.start() - 4) : before.end()].casefold()
    return (part.unit == "s" and bool(re.match(r"(?:over|past)\s", before[0], re.I))) or words.startswith("the past")
