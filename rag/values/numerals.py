"""Numbers as news write them: digits, words (read by text2num), fractions, and scales such as lakh and dozen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rag.values.fractions import SCALES, Numeral, fractions, halves
from rag.values.units import MONEY_BEFORE, money_before, unit_after

_LETTERS = {"k": 1e3, "m": 1e6, "b": 1e9}
_SCALE = re.compile(rf"(?:[*_]{{0,3}}\s|-)?({'|'.join(sorted(SCALES, key=len, reverse=True))})\b", re.I)
_LETTER = re.compile(r"([kmb])\b", re.I)
_AND_A_HALF = re.compile(r"\sand\sa\s(half|quarter)\b", re.I)
_DIGITS = re.compile(
    rf"(?:(?<![\w$])(?:{MONEY_BEFORE})\s{{0,2}}|"
    rf"(?<![\w.,/:$\u00a2-\u00a5\u20a0-\u20cf+−<>≤≥])(?<![^\W\d]-)(?<![^\w%]-)(?<!^-)"
    r"(?<![0-9]\s))"
    r"(?P<number>[0-9]{1,3}(?:[,\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|"
    r"[0-9]+(?:\.[0-9]+)?)"
    r"(?![\d,./:\s]?\d)"
)
_LONGEST = 18
_WORD = re.compile(r"\w+|\s+|-|[^\w\s-]+")
_ARTICLE = re.compile(r"\ban?\s$", re.I)
_BETWEEN = re.compile(r"\bbetween\s(?:[A-Za-z]+[\s-]){1,4}?(and)\s", re.I)


def numerals(text: str) -> list[Numeral]:
    """The numbers of a text in their order, of which none overlaps another.

    Left alone are "hundreds of", "several dozen", "a score", numbers that stand side by side ("nineteen ninety",
    "555 1234") and digits that are part of a word, a code or a longer string.
    """
    found = sorted([*fractions(text), *halves(text), *_digits(text), *_words(text)], key=lambda n: (n.start, -n.end))
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
    """Tell whether a number ends at a place, where no letter follows but that of a unit, and no code goes on."""
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
        if found.is_ordinal or text[end - 1] in "sS":
            continue
        if first in SCALES:
            yield from _by_article(text, start, end, float(found.value))
            continue
        numeral = _spoken(text, start, end, float(found.value))
        if text[start - 1 : start] != "-" and _is_whole(text, numeral.end):
            yield numeral


def _spoken(text: str, start: int, end: int, value: float) -> Numeral:
    """A number in words with its scale, which is text2num's own in "two hundred" and lakh and the like behind."""
    numeral = _scaled(text, start, end, value)
    last = text[start:end].split()[-1].casefold()
    return numeral._replace(plain=value / SCALES[last]) if last in SCALES else numeral


def _by_article(text: str, start: int, end: int, value: float) -> Iterator[Numeral]:
    """A number as in "a hundred"; "several hundred" is none."""
    if article := _ARTICLE.search(text, max(0, start - 3), start):
        yield Numeral(article.start(), end, value, value)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text as text2num asks for it."""

    shown: str
    start: int
    end: int

    def text(self) -> str:
        return self.shown

    def nt_separated(self, _previous: "_Piece") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _tokens(text: str) -> list[_Piece]:
    """The text as text2num reads it: what is no word, space or hyphen, and the "and" of a range, ends a number."""
    cuts = {found.start(1) for found in _BETWEEN.finditer(text)}
    return [_Piece(_shown(m[0]) if m.start() not in cuts else ",", m.start(), m.end()) for m in _WORD.finditer(text)]


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
            value, end = value * SCALES[scale[1].casefold()], scale.end()
    letter = _LETTER.match(text, end)
    if letter and value == plain and money_before(text, start):
        value, end = value * _LETTERS[letter[1].casefold()], letter.end()
    return Numeral(start, end, value, plain)
