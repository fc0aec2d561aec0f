"""Units of the numbers in news: money by its code, shares, and measures in base units, which come from pint."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pint import UnitRegistry

_SYMBOLS = {
    "US$": "USD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "$": "DOLLAR",
    "€": "EUR",
    "£": "GBP",
    "₹": "RUPEE",  # India's by right, and used for Pakistan's
    "₨": "RUPEE",
    "Rs": "RUPEE",
    "Re": "RUPEE",
}
_CODES = (
    "USD",
    "EUR",
    "GBP",
    "INR",
    "PKR",
    "LKR",
    "NPR",
    "AUD",
    "CAD",
    "NZD",
    "HKD",
    "SGD",
    "JPY",
    "CNY",
    "AED",
    "SAR",
)
_OWNERS = {
    "pakistani rupee": "PKR",
    "indian rupee": "INR",
    "sri lankan rupee": "LKR",
    "nepalese rupee": "NPR",
    "nepali rupee": "NPR",
    "us dollar": "USD",
    "u.s. dollar": "USD",
    "american dollar": "USD",
    "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "new zealand dollar": "NZD",
    "hong kong dollar": "HKD",
    "singapore dollar": "SGD",
    "rupee": "RUPEE",
    "dollar": "DOLLAR",
    "euro": "EUR",
    "yen": "JPY",
    "yuan": "CNY",
}
_MAY_BE = {
    "RUPEE": frozenset({"PKR", "INR", "LKR", "NPR"}),
    "DOLLAR": frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD"}),
}
_MEASURES = {  # what begins like another comes before it
    "kilometer/hour": r"km/h kmph kph kilomet(?:re|er)s\s(?:per|an)\shour",
    "mile/hour": r"mph miles\s(?:per|an)\shour",
    "second": "seconds? secs?",
    "minute": "minutes? mins?",
    "hour": "hours? hrs? h",
    "day": "days?",
    "week": "weeks?",
    "fortnight": "fortnights?",
    "month": "months?",
    "year": "years?",
    "decade": "decades?",
    "century": "century centuries",
    "millimeter": "millimet(?:re|er)s? mm",
    "centimeter": "centimet(?:re|er)s? cm",
    "meter": "met(?:re|er)s?",
    "kilometer": "kilomet(?:re|er)s? kms?",
    "mile": "miles?",
    "foot": "feet foot ft",
    "inch": "inch(?:es)?",
    "meter**2": r"(?:square|sq)\.?\smet(?:re|er)s?",
    "kilometer**2": r"(?:square|sq)\.?\s(?:kilomet(?:re|er)s?|kms?)",
    "mile**2": r"(?:square|sq)\.?\smiles?",
    "acre": "acres?",
    "hectare": "hectares? ha",
    "gram": "grams?",
    "kilogram": "kilograms? kilos? kgs?",
    "tonne": r"tonnes? metric\stons?",
    "ton": "tons?",
    "liter": "lit(?:re|er)s?",
    "gallon": "gallons?",
    "oil_barrel": "barrels?",
    "degC": r"°\s?C degrees?\s(?:Celsius|centigrade)",
    "degF": r"°\s?F degrees?\sFahrenheit",
    "knot": "knots?",
    "kilowatt": "kilowatts? kW",
    "megawatt": "megawatts? MW",
    "gigawatt": "gigawatts? GW",
}

MONEY_BEFORE = rf"(?:(?:{'|'.join(_CODES)})|(?:US|AU|A|CA|C|NZ|HK|S)?\$|[€£₹₨]|(?:Rs|RS|Re)\.?)"
"""What may stand before a number and says that it is money."""
_BEFORE = re.compile(rf"(?<!\w){MONEY_BEFORE}\s{{0,2}}$")
_GAP = r"[*_]{0,3}\s{0,2}"
_PERCENT = re.compile(rf"{_GAP}(?:%|(?:per\s?cent|pct|pc)\b)", re.I)
_OWNED = re.compile(rf"{_GAP}(?P<owned>{'|'.join(re.escape(name) for name in _OWNERS)})s?\b", re.I)
_CODED = re.compile(rf"{_GAP}(?P<mark>\()?(?P<code>{'|'.join(_CODES)})\b(?(mark)\))(?!\s?\d)")
_LONGEST_MONEY = 6


class Unit(NamedTuple):
    """A unit behind a number: its name, where it ends, and what a number in the text is multiplied by and added to."""

    name: str
    end: int
    factor: float = 1.0
    offset: float = 0.0


def money_before(text: str, place: int) -> tuple[int, str] | None:
    """Where the sign of money begins that ends at a place, and its code; None where there is none."""
    lowest = max(0, place - _LONGEST_MONEY)
    found = _BEFORE.search(text, lowest, place)
    if not found:
        return None
    sign = found[0].strip().rstrip(".")
    return found.start(), _SYMBOLS.get(sign.title() if sign == "RS" else sign, sign)


def unit_after(text: str, place: int) -> Unit | None:
    """The unit that begins at a place, or behind a space or a hyphen there."""
    if percent := _PERCENT.match(text, place):
        return Unit("%", percent.end())
    return _money_after(text, place) or _measure_after(text, place)


def owner_of(found: str, after: Unit | None) -> str:
    """The currency of a sum by the sign before it and the unit behind: the one that says whose it is."""
    return after.name if after and after.name in _MAY_BE.get(found, ()) else found


def is_money(name: str) -> bool:
    """Tell whether a unit is a currency."""
    return name in _CODES or name in _MAY_BE


def is_vague(name: str) -> bool:
    """Tell whether a currency is of several countries."""
    return name in _MAY_BE


def are_same(one: str, other: str) -> bool:
    """Tell whether two units are one, or may be where one text does not say whose money it means."""
    return one == other or other in _MAY_BE.get(one, ()) or one in _MAY_BE.get(other, ())


def _money_after(text: str, place: int) -> Unit | None:
    if owned := _OWNED.match(text, place):
        return Unit(_OWNERS[owned["owned"].casefold()], owned.end())
    if coded := _CODED.match(text, place):
        return Unit(coded["code"], coded.end())
    return None


def _measure_after(text: str, place: int) -> Unit | None:
    found = _measures().match(text, place)
    if not found or not found.lastgroup:
        return None
    name, factor, offset = _base(tuple(_MEASURES)[int(found.lastgroup[1:])])
    return Unit(name, found.end(), factor, offset)


@lru_cache(maxsize=1)
def _measures() -> re.Pattern[str]:
    names = (f"(?P<u{number}>{forms.replace(' ', '|')})" for number, forms in enumerate(_MEASURES.values()))
    return re.compile(rf"(?:{_GAP}|-)(?:{'|'.join(names)})(?![\w²³]|/\w)", re.I)


@lru_cache(maxsize=len(_MEASURES))
def _base(measure: str) -> tuple[str, float, float]:
    """The base unit of a measure as pint has it, with the factor and the offset to it."""
    registry = _registry()
    zero, one = (registry.Quantity(value, measure).to_base_units() for value in (0.0, 1.0))
    return f"{zero.units:~C}", float(one.magnitude - zero.magnitude), float(zero.magnitude)


@lru_cache(maxsize=1)
def _registry() -> "UnitRegistry[float]":
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
