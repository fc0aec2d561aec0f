"""Whether the numbers of a sentence are in what it cites, with their units, and of the same things."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import partial

from rag.claim import Qualifier, Quantity
from rag.faithful.faults import Fault
from rag.values.moment import moments
from rag.values.outcome import outcome
from rag.values.quantity import quantities, same_unit

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_TWICE = re.compile(r"\b(?:twice|both|double[ds]?|doubling|couple|pair|twins?)\b", re.I)
_HEDGES = (Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.AT_LEAST, Qualifier.MORE_THAN)
_UPPER = (Qualifier.UP_TO, Qualifier.LESS_THAN)
_LOWER = (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
_BEYOND = (Qualifier.MORE_THAN, Qualifier.LESS_THAN)
"""What leaves out the number that it names."""
_NEAR = 0.06
"""How far a rounded number may be from the number, and a measure from the same one in another unit (half of it)."""
_COINS = re.compile(
    r"\b(?:crowns?|kron(?:a|or|e|er)|francs?|marks?|pesos?|dinars?|dirhams?|riyals?|rials?|liras?|shillings?|zlotys?|"
    r"r(?:o|ou)ubles?|rubles?|won|baht|forints?|rands?|pence|cents?|pounds?)\b",
    re.I,
)
_UNIT_WORD = re.compile(r"[^\W\d_]+\W*$")


def numbers(sentence: str, quotes: Sequence[str]) -> Iterator[Fault]:
    """The faults of the numbers of a sentence: those that no quote has, and those that have another unit there.

    A number that says that it is rounded may stand for one that it rounds; an upper bound is no exact number.
    """
    given = [(quote, quantity) for quote in quotes for quantity in quantities(quote)]
    known = {number for quote in quotes for number in plain(quote)}
    taken = [(moment.start, moment.end) for moment in moments(sentence, None)]
    for quantity in quantities(sentence):
        taken.append((quantity.start, quantity.end))
        if any(c.isalnum() for c in sentence[quantity.start : quantity.end]) and quantity.high:
            yield from _held(sentence, quantity, given, known)
    rest = "".join(" " if any(a <= i < b for a, b in taken) else c for i, c in enumerate(sentence))
    if any(number not in known for number in plain(rest)):
        yield Fault.NUMBER


def plain(text: str) -> set[float]:
    """The numbers of a text, in digits or words, ordinals too; what "one" and "first" mean is no number."""
    from text_to_num import alpha2digit

    shown = _GROUPS.sub("", alpha2digit(_GROUPS.sub("", text), "en", 0))
    found = {float(number.replace(",", "")) for number in _NUMBER.findall(_GROUPS.sub("", shown)) if _is_one(number)}
    return (found | ({2.0} if _TWICE.search(text) else set())) - {1.0}


def _held(
    sentence: str, quantity: Quantity, given: Sequence[tuple[str, Quantity]], known: set[float]
) -> Iterator[Fault]:
    fitting = [(quote, other) for quote, other in given if _fits(sentence, quantity, quote, other)]
    if fitting:
        if all(other.negated != quantity.negated for _, other in fitting):
            yield Fault.NEGATION
        if all(_is_of_another(sentence, quantity, quote, other) for quote, other in fitting):
            yield Fault.NUMBER
        if all(_coins(sentence, quantity) - _coins(quote, other) for quote, other in fitting):
            yield Fault.UNIT
        return
    shown = plain(sentence[quantity.start : quantity.end]) or {quantity.low}
    same = [other for quote, other in given if shown & plain(quote[other.start : other.end])]
    if any(not same_unit(other, quantity) or _base(other, shown) != _base(quantity, shown) for other in same):
        yield Fault.UNIT
    elif quantity.unit or not shown <= known or same:
        yield Fault.NUMBER


def _base(quantity: Quantity, shown: set[float]) -> float:
    """What a number is multiplied by in its unit."""
    return round(quantity.high / max(max(shown), 1e-9), 6)


def _fits(sentence: str, one: Quantity, quote: str, other: Quantity) -> bool:
    """Whether a quantity of a sentence can stand for one of a quote."""
    if not same_unit(one, other) or _turns_bound(one, other):
        return False
    is_near = partial(_is_near, one, other)
    if is_near(1e-9):
        return True
    rounded = one.qualifier in _HEDGES and one.low == one.high and _digits(one.low) < _digits(other.low)
    converted = one.unit not in ("", "%", "s") and _unit_word(sentence, one) != _unit_word(quote, other)
    return (rounded and is_near(_NEAR) and _on_its_side(one, other)) or (converted and is_near(_NEAR / 2))


def _is_near(one: Quantity, other: Quantity, slack: float) -> bool:
    return math.isclose(one.low, other.low, rel_tol=slack) and math.isclose(one.high, other.high, rel_tol=slack)


def _turns_bound(one: Quantity, other: Quantity) -> bool:
    """Whether one is a bound and the other none, or another: "40" for "up to 40", "more than 40" for "40"."""
    if other.qualifier in _UPPER:
        return one.qualifier is Qualifier.EXACT or one.qualifier in _LOWER
    if other.qualifier is Qualifier.EXACT and one.qualifier in _BEYOND and one.low == other.low:
        return True
    return other.qualifier in _LOWER and one.qualifier in _UPPER


def _on_its_side(one: Quantity, other: Quantity) -> bool:
    """Whether a rounded number lies where its word says: "nearly" above the number, "more than" below it."""
    if one.qualifier is Qualifier.NEARLY:
        return one.low >= other.low
    return one.qualifier is Qualifier.ABOUT or one.low <= other.low


def _digits(value: float) -> int:
    """The digits of a number that count."""
    return len(f"{value:.6g}".split("e")[0].replace(".", "").strip("0"))


def _unit_word(text: str, quantity: Quantity) -> str:
    found = _UNIT_WORD.search(text[quantity.start : quantity.end])
    return found[0].casefold().rstrip("s") if found else ""


def _coins(text: str, quantity: Quantity) -> set[str]:
    return {word.casefold().rstrip("s") for word in _COINS.findall(text[quantity.start : quantity.end + 12])}


def _is_of_another(sentence: str, one: Quantity, quote: str, other: Quantity) -> bool:
    """Whether a count is of another outcome there than here: 7 injured are not 7 dead."""
    if one.unit or other.unit:
        return False
    here, there = _outcome(sentence, one), _outcome(quote, other)
    return bool(here and there) and here != there


def _outcome(text: str, quantity: Quantity) -> str:
    counts = [(each.start, each.end) for each in quantities(text) if not each.unit and each.start != quantity.start]
    return outcome(text, quantity.start, quantity.end, counts).kind


def _is_one(number: str) -> bool:
    return number.replace(",", "").count(".") <= 1
