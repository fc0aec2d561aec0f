"""Who wrote a news text, by its own byline: lines such as "By Ada Holm, Staff Writer"."""

import re
from collections.abc import Sequence

_WORD = r"[^\W\d_a-z][\w’'.-]*"
_NAME = rf"{_WORD}(?: (?:(?:de|da|du|van|von|der|den|bin|al|el|ul|la|le|ten|ter) )*{_WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:, {_NAME})*,? (?:and|&) {_NAME})?"
_PLACE = r"(?: (?:in|at|from|for) [^,;|]{2,60})"
_MARK = r"(?:(?:written|reported|story|report|words|text) by|by)"
_BYLINE = re.compile(rf"(?i:{_MARK})\s*:?\s*(?P<names>{_NAMES}){_PLACE}?(?P<rest>\s*[,|•·/–-].{{0,80}})?$")
_REPORTING = re.compile(
    rf"(?i:(?:additional )?reporting by) (?P<names>{_NAMES}{_PLACE}?(?:(?:, and |, | and | & ){_NAMES}{_PLACE}?)*)"
    r"(?P<rest>\s*[;,|].*)?$"
)
_OTHERS = re.compile(r"(?i:(?:writing|editing|edited|additional reporting|compiled|translated) by)\s*:?\s+\S.{1,120}$")

_SEAM = re.compile(r", and |, | and | & ")
_ROLE = re.compile(
    r"\b(?:writers?|reporters?|correspondents?|editors?|journalists?|bureau|staff|columnists?|contributors?|chief)\b",
    re.I,
)
_AGENCY = re.compile(r"[A-Z]{2,5}|Reuters|Bloomberg|Agencies|Staff|Xinhua")
_NO_NAME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|"
    r"october|november|december|early|late|next|last|year|noon|midnight|morning|evening|night|dawn|dusk|now|then|all|"
    r"land|sea|air|road|rail|numbers|law|order)\b",
    re.IGNORECASE,
)
_TOP, _FOOT = 6, 5
"""Lines with words from the beginning and from the end among which a byline is looked for."""


def read_author(lines: Sequence[str]) -> str | None:
    """The author that one of the first or last lines with words names, as "Ada Holm and Karl Oz"; None where none does.

    A desk or an agency counts as an author, an editor or a role does not.
    """
    near = lines if len(lines) <= _TOP + _FOOT else [*lines[:_TOP], *lines[-_FOOT:]]
    return next(filter(None, map(_author, near)), None)


def is_byline(line: str) -> bool:
    """Tell whether a whole line is a byline, or names those who edited or reported."""
    return _author(line) is not None or bool(_OTHERS.match(bare(line)))


def bare(line: str) -> str:
    """A line without the brackets, marks of emphasis, dashes and full stop that may surround a note."""
    return line.strip().lstrip("*_([—–- ").rstrip("*_)] ").removesuffix(".").rstrip("*_)] ")


def _author(line: str) -> str | None:
    words = bare(line)
    match = _REPORTING.match(words)
    if match is None:
        match = _BYLINE.match(words) if not line.strip().endswith((".", "?", "!")) else None
    if match is None or len(words) > 240:
        return None
    found = [re.sub(rf"{_PLACE}$", "", name).strip() for name in _SEAM.split(match["names"])]
    names = [name for name in found if not _ROLE.search(name)] or found
    if not all(_is_name(name) for name in names):
        return None
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _is_name(name: str) -> bool:
    if _NO_NAME.search(name):
        return False
    return len(name.split()) > 1 or bool(_AGENCY.fullmatch(name))
