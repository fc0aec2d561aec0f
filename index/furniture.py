"""Boilerplate: which lines of an article are its furniture (calls to subscribe, credits, links, stamps) and no news.

A rule holds for a whole line or block, never for words within one, so that news about subscribers, shares or followers
stays news.
"""

import re
from collections.abc import Sequence

from index.byline import bare, is_byline
from index.furniture_forms import AGENCY, ALSO, CALL, CREDIT, EDITED, FIXED, LABEL, PROMPT
from index.stamp import is_stamp

_LONGEST = 300
"""Code points of a line of furniture; longer ones are news, or a text of their own."""

_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EDGE = " \t\n*_[](){}>»›→▶►•|<:-–—…"
_WITHIN = re.compile(r"[.!?]\s+\S")
_CLOSED = re.compile(r"[.!]$")
_TOLD = re.compile(
    r"[“”\"]|\b(?:said|says|tells|told|asks?|asked|adds?|added|warn(?:s|ed)|urge[sd]|order(?:s|ed)|announced|wrote|"
    r"admitted|claimed|according to|advised|promised|showed|shows|found that|were|was|had|would)\b",
    re.IGNORECASE,
)
"""Quotations, reports of speech and the past, which calls to readers have none of."""


def is_furniture(block: str, sentences: Sequence[str] = ()) -> bool:
    """Tell whether a block of an article is no news: as a whole, or because each of its lines or sentences is none."""
    if len(block) > 2 * _LONGEST:
        return False
    lines = [line for line in block.splitlines() if any(c.isalnum() for c in line)]
    return any(bool(pieces) and all(map(_is_furniture, pieces)) for pieces in ([block], lines, sentences))


def _is_furniture(line: str) -> bool:
    line = " ".join(_LINK.sub(r"\1", line).split())
    words = line.strip(_EDGE)
    if len(line) > _LONGEST or not any(c.isalnum() for c in words):
        return False
    return is_stamp(line) or is_byline(line) or _is_fixed(words) or _is_note(line, words) or _is_call(words)


def _is_fixed(words: str) -> bool:
    return bool(FIXED.fullmatch(words.rstrip(".!?… ")) or (PROMPT.fullmatch(words) and not _TOLD.search(words)))


def _is_note(line: str, words: str) -> bool:
    """Links, tags, credits and notes on where a text is from."""
    if ALSO.match(words) or _is_from_agency(line) or (EDITED.match(words) and not _WITHIN.search(words)):
        return True
    if _TOLD.search(words) or (_CLOSED.search(words) and not line.startswith("(")):
        return False
    return bool(LABEL.match(words) or CREDIT.fullmatch(words.rstrip(".")))


def _is_from_agency(line: str) -> bool:
    marked = line.startswith(("(", "[", "—", "–", "-", "*", "_", "With ", "with ", "Agencies"))
    return marked and bool(AGENCY.fullmatch(bare(line)))


def _is_call(words: str) -> bool:
    """A single sentence that calls upon the reader, or a notice about cookies."""
    return not _WITHIN.search(words) and not _TOLD.search(words) and bool(CALL.match(words))
