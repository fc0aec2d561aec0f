"""Which outlet published a news text, where the text says so in a known form: a copyright line, or "Source: ..."."""

import re
from collections.abc import Sequence

from index.byline import bare

_NAME = r"(?P<name>(?:The )?[^\W\d_a-z][\w’'.&-]*(?: (?:of |the |and |& )*[^\W\d_a-z][\w’'.&-]*){0,6})"
_YEARS = r"(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?"
_COPYRIGHT = re.compile(
    rf"(?i:copyright|©|\(c\)|c\))(?i:\s*(?:copyright|©|\(c\)))?\s*(?:{_YEARS},?\s*)?(?:by )?{_NAME},?(?:\s*{_YEARS})?"
    r"(?:[.,|]?\s*(?i:all rights reserved))?"
)
_SOURCE = re.compile(rf"(?i:source)\s*:\s*{_NAME}")
_FOOT = 6
"""Lines with words from the end among which the outlet is looked for."""


def read_outlet(lines: Sequence[str]) -> str | None:
    """The outlet that one of the last lines with words names; None where none does."""
    for line in reversed(lines[-_FOOT:]):
        words = bare(line)
        match = _COPYRIGHT.fullmatch(words) or _SOURCE.fullmatch(words)
        if match:
            return re.sub(r"\.?\s*\ball rights reserved$", "", match["name"], flags=re.IGNORECASE).rstrip(". ")
    return None
