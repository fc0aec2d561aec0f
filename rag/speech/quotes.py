"""Where a text quotes: the runs between quotation marks."""

import re

_MARK = re.compile(r"[“”„«»\"]|(?<!\w)‘(?=\w)|(?<=[.,!?])’(?=\W|$)")
_OPENING = "“„«‘"
_LONG = 4
"""Words in a quotation that is speech and not a word held at arm's length."""


def quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The quotations in `text[start:end]`, marks left out; one that is not closed goes on to the end."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    closing = ""
    for mark in _MARK.finditer(text, start, end):
        if opened is None and mark[0] in _OPENING + '"':
            opened, closing = mark.end(), {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"'}[mark[0]]
        elif opened is not None and mark[0] in closing:
            found.append((opened, mark.start()))
            opened = None
    if opened is not None:
        found.append((opened, end))
    return found


def is_speech(text: str, quotation: tuple[int, int]) -> bool:
    """Tell whether a quotation is long enough to be what somebody says."""
    return len(text[slice(*quotation)].split()) >= _LONG
