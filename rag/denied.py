"""Whether a text denies a number that it gives: "not 22 but 17", "denied that 22 had died"."""

import re

_NOT = re.compile(
    r"(?:\bnot(?!\s(?:only|just|merely|even))|\brather\sthan|\binstead\sof|\bneither|\bnor|\bnever|"
    r"\b(?:did|does|do|had|has|have|was|were|is|are|could|would)n['’]t|"
    r"\b(?:did|does|do|had|has|have)\s(?:not|never)\s[a-z]+(?:\sthat)?)\s[*_\"'“‘]{0,3}$",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)\b(?=[^;]{0,90}?\b(?:that|\w+ing|claims?|reports?|allegations?|assertions?|figures?|"
    r"accounts?|suggestions?|of)\b)|(?:reject|rebut|refut|disput|dismiss|debunk|contradict)\w*\b(?=[^;]{0,90}?\b(?:that|claims?|"
    r"reports?|allegations?|assertions?|figures?|accounts?|suggestions?)\b)|no\s(?:evidence|proof|truth)\s(?:that|in|of)\b|"
    r"(?:not|un)\s?true\sthat\b|\bfalse\sthat\b)",
    re.I,
)
_TURNS = re.compile(
    r";|\bbut\b|\bwhile\b|\bwhereas\b|\balthough\b|\binstead\b|\bhowever\b|[—]|,\s(?:and\s)?(?:say|insist|claim|add|put|which|who)\w*|"
    r"\band\s(?:said|says|claimed|put|insisted|gave|added)\b|[.!?]\s",
    re.I,
)
_CLAIM = re.compile(
    r"\b(?:claim|claims|report|reports|allegation|figure|story|rumour|rumor|assertion)\b[^;.]{0,80}$", re.I
)
_IS_FALSE = re.compile(
    r"[^;.,]{0,80}?\b(?:is|was|are|were|been|as)\s(?:\w+\s)?(?:false|untrue|wrong|incorrect|baseless|fabricated|denied|rejected|"
    r"dismissed|refuted|debunked)\b",
    re.I,
)
_LOOK = 140


def is_denied(text: str, start: int, end: int) -> bool:
    """Tell whether the clause of the number at `text[start:end]` says that it is not so."""
    before = text[max(0, start - _LOOK) : start]
    if _NOT.search(before):
        return True
    denials = list(_DENIES.finditer(before))
    if denials and not _TURNS.search(before, denials[-1].end()):
        return True
    return _CLAIM.search(before) is not None and _IS_FALSE.match(text, end) is not None
