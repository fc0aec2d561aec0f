"""Whether a text denies a number that it gives: "not 22 but 17", "denied that 22 had died"."""

import re
from bisect import bisect_right
from collections.abc import Callable

_NOT = re.compile(
    r"(?:\bnone\sof\s(?:the|its|his|her|their|those)|\bnot(?!\s(?:only|just|merely|even))|\brather\sthan|\binstead\sof|\bneither|\bnor|\bnever|"
    r"\b(?:did|does|do|had|has|have|was|were|is|are|could|would)n['’]t|"
    r"\b(?:did|does|do|had|has|have)\s(?:not|never)\s(?!den|dispute)[a-z]+(?:\sthat)?)\s[*_\"'“‘]{0,3}$",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)\b(?=[^;]{0,90}?\b(?:that|\w+ing|claims?|reports?|allegations?|assertions?|"
    r"figures?|"
    r"accounts?|suggestions?|of)\b)|(?:reject|rebut|refut|disput|dismiss|debunk|"
    r"contradict)\w*\b(?=[^;]{0,90}?\b(?:that|claims?|"
    r"reports?|allegations?|assertions?|figures?|accounts?|suggestions?)\b)|no\s(?:evidence|proof|truth)\s(?:that|in|"
    r"of)\b|"
    r"(?:not|un)\s?true\sthat\b|\bfalse\sthat\b)",
    re.I,
)
_UNDENIED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bno\sone|\bnobody|\b(?:refus|declin)\w+\sto|\bwithout|\bcannot)\s$", re.I
)
_TURNS = re.compile(
    r";|\bbut\b|\bwhile\b|\bwhereas\b|\balthough\b|\binstead\b|\bhowever\b|[—]|,\s(?:and\s)?(?:say|insist|claim|add|"
    r"put|which|who)\w*|"
    r"\band\s(?:said|says|claimed|put|insisted|gave|added)\b|[.!?]\s",
    re.I,
)
_CLAIM = re.compile(r"\b(?:claim|claims|report|reports|allegation|figure|story|rumour|rumor|assertion)\b", re.I)
_IS_FALSE = re.compile(
    r"[^;.,]{0,80}?\b(?:is|was|are|were|been|as)\s(?:(?!not\b)\w+\s)?(?:false|untrue|wrong|incorrect|baseless|"
    r"fabricated|denied|rejected|"
    r"dismissed|refuted|debunked)\b",
    re.I,
)
_STOPS = re.compile(r"[;.]")
_NEAR = 40
_LOOK = 120


def denied(text: str) -> Callable[[int, int], bool]:
    """A test whether the clause of the number at `text[start:end]` says that it is not so."""
    denials = [found.end() for found in _DENIES.finditer(text) if not _UNDENIED.search(text, *_before(found.start()))]
    told = [found.end() for found in _CLAIM.finditer(text)]

    def is_denied(start: int, end: int) -> bool:
        if _NOT.search(text, *_before(start)):
            return True
        denial, claim = _last(denials, start), _last(told, start)
        if start - denial < _LOOK and not _TURNS.search(text, denial, start):
            return True
        return start - claim < _LOOK and not _STOPS.search(text, claim, start) and bool(_IS_FALSE.match(text, end))

    return is_denied


def _before(place: int) -> tuple[int, int]:
    return max(0, place - _NEAR), place


def _last(places: list[int], before: int) -> int:
    at = bisect_right(places, before)
    return places[at - 1] if at else -_LOOK
