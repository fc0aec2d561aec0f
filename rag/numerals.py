"""Numbers as news write them: digits, words (read by text2num), scales such as lakh, dozens, halves and other fractions."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.units import MONEY_BEFORE, money_before, unit_after

if TYPE_CHECKING:
    from text_to_num import Token


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


_SCALES = {
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
_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9}
_SCALE = re.compile(rf"(?:[*_]{{0,3}}\s|-)?({'|'.join(sorted(_SCALES, key=len, reverse=True))})\b", re.I)
_LETTER = re.compile(r"([kmb])\b", re.I)
_AND_A_HALF = re.compile(r"\sand\sa\s(half|quarter)\b", re.I)
_DIGITS = re.compile(
    rf"(?:(?<![\w$])(?:{MONEY_BEFORE})\s{{0,2}}|(?<![\w.,/:$\u00a2-\u00a5\u20a0-\u20cf+−])(?<![^\W\d]-)(?<!\W-)(?<!^-))"
    r"(?P<number>[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]+(?:\.[0-9]+)?)"
    r"(?![\d,./:]\d)(?!\d)"
)
_LONGEST = 18
_HALF_OF_SCALE = re.compile(r"\bhalf[\s-](?:an?[\s-])?(dozen|thousand|lakh|million|crore|billion|trillion)\b", re.I)
_HALF_AN = re.compile(
    r"\bhalf\san(?=\s(?:hour|acre|inch)\b)|\bhalf\sa(?=\s(?:day|mile|kilomet|tonne|century|decade)\w*)", re.I
)
_PARTS = {
    "hal": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fift": 5,
    "sixt": 6,
    "sevent": 7,
    "eight": 8,
    "nint": 9,
    "tent": 10,
}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_OF = r"\sof\b(?!\san?\b)"
_FRACTION = re.compile(
    rf"\b(?P<some>(?<!\w[.,/:-])(?P<count>{'|'.join(_COUNTS)})[\s-](?P<part>third|quarter|fourth|(?:fif|six|seven|eigh|nin|ten)th)"
    rf"(?P<many>s?)(?P<of>{_OF})?)(?!\w)"
    rf"|(?<![\w.,/:])(?P<over>[1-9])/(?P<under>[1-9][0-9]?){_OF}"
    rf"|(?<!first\s)(?<!second\s)(?<!other\s)(?<!latter\s)\bhalf(?P<half>{_OF}|(?=\s(?:the|its|their|his|her|all)\b))",
    re.I,
)
_WORD = re.compile(r"\w+|\s+|-|[^\w\s-]+")
_ARTICLE = re.compile(r"\ban?\s$", re.I)
_BETWEEN = re.compile(r"\bbetween\s(?:[A-Za-z]+[\s-]){1,4}?(and)\s", re.I)


def numerals(text: str) -> list[Numeral]:
    """The numbers of a text in their order, of which none overlaps another.

    Left alone are "hundreds of", "several dozen", "a score", numbers that stand side by side ("nineteen ninety",
    "555 1234") and digits that are part of a word, a code or a longer string.
    """
    found = sorted([*_fractions(text), *_halves(text), *_digits(text), *_words(text)], key=lambda n: (n.start, -n.end))
    apart: list[Numeral] = []
    for numeral in found:
        if not apart or numeral.start >= apart[-1].end:
            apart.append(numeral)
    beside = {n for pair in pairwise(apart) if text[pair[0].end : pair[1].start].isspace() for n in pair}
    return [numeral for numeral in apart if numeral not in beside]


def _digits(text: str) -> Iterator[Numeral]:
    for found in _DIGITS.finditer(text):
        digits = re.sub(r"[,\u00a0\u202f]", "", found["number"])
        leads = len(digits) > 1 and digits[0] == "0" and digits[1] != "."
        if leads or len(digits) > _LONGEST:
            continue
        numeral = _scaled(text, found.start("number"), found.end("number"), float(digits))
        if _is_whole(text, numeral.end):
            yield numeral


def _is_whole(text: str, end: int) -> bool:
    """Tell whether a number ends at a place: what follows is no letter but that of a unit, and no other part of a code."""
    follows = text[end : end + 2]
    if follows[:1].isalnum() or follows[:1] == "_" or (follows[:1] == "-" and follows[1:].isalpha()):
        return unit_after(text, end) is not None or text.startswith("-plus", end)
    return True


def _words(text: str) -> Iterator[Numeral]:
    from text_to_num import find_numbers

    tokens = _tokens(text)
    for found in find_numbers(tokens, "en", 0) if tokens else ():
        start, end = tokens[found.start].start, tokens[found.end - 1].end
        first = text[start:end].split("-")[0].split()[0].casefold()
        if found.is_ordinal or first.removesuffix("s") in _SCALES:
            yield from () if found.is_ordinal or first not in _SCALES else _by_article(text, start, end, found.value)
            continue
        numeral = _scaled(text, start, end, float(found.value))
        if text[start - 1 : start] != "-" and _is_whole(text, numeral.end):
            yield numeral


def _by_article(text: str, start: int, end: int, value: float) -> Iterator[Numeral]:
    """A number as in "a hundred"; "several hundred" is none."""
    if article := _ARTICLE.search(text, max(0, start - 3), start):
        yield Numeral(article.start(), end, float(value), float(value))


def _tokens(text: str) -> list[Any]:
    """The text as text2num reads it: what is no word, space or hyphen, and the "and" of a range, ends a number."""
    from text_to_num import Token

    class Piece(Token):
        __slots__ = ("end", "shown", "start")

        def __init__(self, shown: str, start: int, end: int) -> None:
            self.shown, self.start, self.end = shown, start, end

        def text(self) -> str:
            return self.shown

    cuts = {found.start(1) for found in _BETWEEN.finditer(text)}
    return [Piece(_shown(m[0]) if m.start() not in cuts else ",", m.start(), m.end()) for m in _WORD.finditer(text)]


def _shown(word: str) -> str:
    if word.isspace():
        return " "
    return word if word == "-" or (word.isascii() and word.isalpha()) else ","


def _scaled(text: str, start: int, end: int, plain: float) -> Numeral:
    """A number with the scale behind it ("4 billion", "2 lakh crore", "$20m", "two and a half million")."""
    if more := _AND_A_HALF.match(text, end):
        plain, end = plain + (0.5 if more[1].casefold() == "half" else 0.25), more.end()
    value = plain
    for _ in range(2):
        if scale := _SCALE.match(text, end):
            value, end = value * _SCALES[scale[1].casefold()], scale.end()
    letter = _LETTER.match(text, end)
    if letter and value == plain and money_before(text, start):
        value, end = value * _LETTERS[letter[1].casefold()], letter.end()
    return Numeral(start, end, value, plain)


def _halves(text: str) -> Iterator[Numeral]:
    for found in _HALF_OF_SCALE.finditer(text):
        value = _SCALES[found[1].casefold()] / 2
        yield Numeral(found.start(), found.end(), value, value)
    for found in _HALF_AN.finditer(text):
        yield Numeral(found.start(), found.end(), 0.5, 0.5)
    for found in re.finditer(r"\ba\sdozen\b", text, re.I):
        yield Numeral(found.start(), found.end(), 12.0, 12.0)


def _fractions(text: str) -> Iterable[Numeral]:
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
    part = found["part"].casefold()
    under = next(number for name, number in _PARTS.items() if part.startswith(name))
    is_sure = found["of"] is not None or "-" in found[0]
    agrees = (over > 1) == bool(found["many"])
    return 100.0 * over / under if over < under and agrees and (is_sure or over > 1) else 0.0
