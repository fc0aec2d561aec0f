"""Nothing as a number: "no civilians were killed", "none of the ships sank"."""

import re
from collections.abc import Iterator

_COUNTED = (
    r"people|persons?|m[ae]n|wom[ae]n|child(?:ren)?|civilians?|soldiers?|troops|police(?:m[ae]n)?|officers?|personnel|"
    r"guards?|"
    r"fighters?|militants?|insurgents?|rebels?|attackers?|workers?|passengers?|residents?|villagers?|students?|"
    r"prisoners?|"
    r"hostages?|survivors?|victims?|casualt(?:y|ies)|fatalit(?:y|ies)|deaths?|injur(?:y|ies)|arrests?|losses|bodies|"
    r"houses?|"
    r"homes?|buildings?|vehicles?|flights?|trains?|ships?|aircraft"
)
_KINDS = (
    r"civilian|military|security|police|army|armed|foreign|local|serious|major|human|rescue|other|further|new|female|"
    r"male|"
    r"(?-i:[A-Z][\w-]{1,30})"
)
_NO = re.compile(rf"\bno\s(?P<noun>(?:(?:{_KINDS})\s){{0,2}}(?:{_COUNTED}))\b(?!['’-])", re.I)
_NONE = re.compile(r"\bnone\sof(?=\s(?:the|its|their|his|her|our|these|those)\s)", re.I)
_NOT_A_SINGLE = re.compile(rf"\bnot\sa\ssingle\s(?P<noun>{_COUNTED})\b", re.I)


def zeros(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text says that there is nothing of a kind: the span of the word, and what there is none of, "" if behind.

    Only what news count is read so: "no doubt", "no reports of casualties" and "no one" are no numbers.
    """
    for pattern in (_NO, _NOT_A_SINGLE):
        for found in pattern.finditer(text):
            yield found.start(), found.start("noun") - 1, found["noun"]
    for found in _NONE.finditer(text):
        yield found.start(), found.end(), ""
