"""Whether two names are one in two spellings."""

from collections.abc import Iterable

_ALIKE = 80
"""Of 100, by rapidfuzz's ratio: Khwaja and Khawaja are 92, Ruyken and Ruiken 83, Iran and Iraq 75."""

_OF_A_PEOPLE = ("istan", "land", "ia")
"""Endings that make a country of its people: Afghan, Afghanistan."""

_STEM, _ENDING = 5, 3
"""Letters that two forms of a name share at least, and that the longer has more at most: Norland, Norlander."""


def alike(one: str, other: str) -> bool:
    """Whether two words are spellings or forms of one name; both casefolded."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= _ENDING:
        return True
    if len(short) >= _STEM and any(long == short + ending for ending in _OF_A_PEOPLE):
        return True
    from rapidfuzz import fuzz

    return bool(short) and short[0] == long[0] and fuzz.ratio(one, other) >= _ALIKE


def stands_in(name: str, words: Iterable[str]) -> bool:
    """Whether a name is, in some spelling, among casefolded words."""
    return any(alike(name, word) for word in words)
