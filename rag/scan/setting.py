"""Where and when what is counted took place, as far as its sentence limits it: two such counts may both be right."""

import re
from collections.abc import Iterable

_CAPITALS = r"[A-Z][\w'’-]*(?:[ ]+(?:of[ ]+|the[ ]+|de[ ]+|al[ ]+)*[A-Z][\w'’-]*)*"
_THE = r"(?:the[ ]+(?:[a-z]+[ ]+){0,2}?(?:of[ ]+)?)?"
"""As in "on the island of Great Orme" and "in the northern Orsk"."""

_IN = re.compile(
    rf"\b(?:in|at|on|near|outside|inside|off|across|around|throughout|within|north of|south of|east of|west of)[ ]+"
    rf"{_THE}({_CAPITALS})",
)
_AT_FIRST = re.compile(rf"^(?:In|At|On|Near|Outside|Across|Around|Throughout)[ ]+{_THE}({_CAPITALS})")
_TOWARDS = re.compile(rf"\b(?:in|at|near|to|from|of|into|outside|around)[ ]+(?:the[ ]+)?({_CAPITALS})")
_THERE = re.compile(
    r"\b(?:there(?! (?:is|are|was|were|has|have|had|would|will|may|might|can|could|must))|here)\b", re.I
)
_EVENT = re.compile(r"^(?:Operation|Battle|War|Storm|Tropical|Cyclone|Hurricane|Typhoon|Exercise)\b")
_DATE = re.compile(r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?$", re.I)
_SINCE = (
    "(?:19|20)\\d\\d|war|conflict|invasion|year|january|february|march|april|may|june|july|august|september|october|"
    "november|december"
)
_TIME = re.compile(
    r"\b(?:last|previous|next) (?:year|month|decade|century|season|quarter)\b|"
    r"\b(?:a|one|the) (?:year|month) (?:earlier|before|ago)\b|\b\w+ (?:years|months|decades) (?:earlier|before|ago)\b|"
    rf"\bso far this (?:year|month|season)\b|\bsince (?:the )?(?:[\w’'-]+ )?(?:{_SINCE})\b|"
    r"\b(?:per|every|each) (?!cent)\w+\b|\ba (?:day|month|week|year)\b|\bannual(?:ly)?\b|"
    r"\b(?:could|might|would|will|(?:plan|expect)(?:s|ed)? to|expected|forecast|if)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SAID_ON = re.compile(r"\b(?:said|says|told|announced|reported|confirmed|statement|stated|added)\b[^,;]{0,40}$", re.I)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_SEGMENT = re.compile(r"[,;:()—–]")

ELSEWHERE = "there"
"""A place that a sentence only points at, and that is not named before it."""


def places(text: str, start: int, end: int, before: str = "") -> frozenset[str]:
    """The words of the places to which a sentence limits what it counts in `text[start:end]`, casefolded.

    They are those of its part of the sentence and of an opening phrase ("In Orsk, ..."); a "there" is a place of the
    sentence before.
    """
    own = _segment(text, start, end)
    found = [*_AT_FIRST.findall(text), *_IN.findall(own)]
    if _THERE.search(text[:start]) or _THERE.search(own):
        found += _TOWARDS.findall(before) or [ELSEWHERE]
    return _words(name for name in found if not _EVENT.match(name))


def frame(text: str) -> frozenset[str]:
    """The words of the place that a sentence opens with ("In Orsk, ..."), which holds for its paragraph."""
    return _words(name for name in _AT_FIRST.findall(text) if not _EVENT.match(name))


def names(text: str) -> frozenset[str]:
    """The capitalised words of a text, casefolded."""
    return _words(re.findall(_CAPITALS, text))


def times(text: str, year: int | None) -> frozenset[str]:
    """What limits a sentence to another time than its report's: earlier years, "last month", "a day", "could"."""
    years = {found for found in _YEAR.findall(text) if year is None or int(found) != year}
    return frozenset(years | {match[0].casefold() for match in _TIME.finditer(text)})


def days(text: str) -> frozenset[str]:
    """The weekdays on which it happened, as far as they are not those of the telling."""
    return frozenset(m[0].casefold() for m in _WEEKDAY.finditer(text) if not _SAID_ON.search(text[: m.start()]))


def _segment(text: str, start: int, end: int) -> str:
    cuts = [match.start() for match in _SEGMENT.finditer(text)]
    first = max((cut + 1 for cut in cuts if cut < start), default=0)
    return text[first : min((cut for cut in cuts if cut >= end), default=len(text))]


def _words(found: Iterable[str]) -> frozenset[str]:
    words = (word.removesuffix("'s").removesuffix("’s") for name in found for word in name.split())
    return frozenset(
        word.casefold() for word in words if word[0].isupper() or word == ELSEWHERE if not _DATE.match(word)
    )
