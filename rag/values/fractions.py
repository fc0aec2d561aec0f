"""Fractions as shares, and halves of scales and measures: "two thirds of", "half a million", "half an hour"."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Numeral(NamedTuple):
    """A number at `text[start:end]`: `value` is `plain`, the number itself, by its scale; a share is of a hundred."""

    start: int
    end: int
    value: float
    plain: float
    is_share: bool = False

    @property
    def is_scaled(self) -> bool:
        """Tell whether a word such as million stands behind the number."""
        return self.value != self.plain


SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "million": 1e6,
    "mn": 1e6,
    "crore": 1e7,
    "crores": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
"""What a word behind a number multiplies it by."""

_HALF_OF_SCALE = re.compile(r"\bhalf[\s-](?:an?[\s-])?(dozen|thousand|lakh|million|crore|billion|trillion)\b", re.I)
_PART_OF_SCALE = re.compile(
    r"\b(?P<count>a|one|two|three)[\s-](?P<part>third|quarter)s?\sof\sa\s(?P<scale>thousand|million|billion|"
    r"trillion)\b",
    re.I,
)
_HALF_AN = re.compile(
    r"\bhalf\san(?=\s(?:hour|acre|inch)\b)|\bhalf\sa(?=\s(?:day|mile|kilomet|tonne|century|decade)\w*)", re.I
)
_UNDER = {
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_OF = r"\sof\b(?!\san?\b)"
_FRACTION = re.compile(
    rf"\b(?P<some>(?<!\w[.,/:-])(?P<count>{'|'.join(_COUNTS)})[\s-]"
    rf"(?P<part>{'|'.join(_UNDER)})(?P<many>s?)(?P<of>{_OF})?)(?!\w|\sof\san?\b)"
    rf"|(?<![\w.,/:])(?P<over>[1-9])/(?P<under>[1-9][0-9]?){_OF}"
    rf"|(?<!first\s)(?<!second\s)(?<!other\s)(?<!latter\s)\bhalf(?P<half>{_OF}|(?=\s(?:the|its|their|his|her|all)\b))",
    re.I,
)


def halves(text: str) -> Iterator[Numeral]:
    """The numbers of a text that are half of a scale or a measure, and "a dozen"."""
    for found in _HALF_OF_SCALE.finditer(text):
        value = SCALES[found[1].casefold()] / 2
        yield Numeral(found.start(), found.end(), value, value)
    for found in _PART_OF_SCALE.finditer(text):
        count, under = _COUNTS[found["count"].casefold()], _UNDER[found["part"].casefold()]
        value = SCALES[found["scale"].casefold()] * count / under
        yield Numeral(found.start(), found.end(), value, value)
    for found in _HALF_AN.finditer(text):
        yield Numeral(found.start(), found.end(), 0.5, 0.5)
    for found in re.finditer(r"\ba\sdozen\b", text, re.I):
        yield Numeral(found.start(), found.end(), 12.0, 12.0)


def fractions(text: str) -> Iterator[Numeral]:
    """The fractions of a text that are shares of something: "two thirds", "half of the", "1/3 of"."""
    for found in _FRACTION.finditer(text):
        if share := _share(found):
            yield Numeral(found.start(), found.end(), share, share, is_share=True)


def _share(found: re.Match[str]) -> float:
    """The hundredths of a fraction; 0 where it is an ordinal or a period instead ("a third man", "one quarter")."""
    if found["half"] is not None:
        return 50.0
    if found["over"]:
        over, under = int(found["over"]), int(found["under"])
        return 100.0 * over / under if over < under else 0.0
    over = _COUNTS[found["count"].casefold()]
    under = _UNDER[found["part"].casefold()]
    is_sure = found["of"] is not None or "-" in found[0]
    agrees = (over > 1) == bool(found["many"])
    return 100.0 * over / under if over < under and agrees and (is_sure or over > 1) else 0.0
