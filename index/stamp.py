"""Publishing stamps: lines that say when a text was published or updated, and by whom."""

import re
from collections.abc import Iterator

_DAY = r"(?=\d|(?:[A-Z][a-z]{2,8},? )?(?:\d|[A-Z][a-z]{2,8}\.? \d))"
_STAMP = re.compile(
    r"(?:first |last )?(?:published|updated|posted|modified|edited)\b(?:\s+(?:by|on|at)\b)?\s*"
    rf"(?::|[-–—]\s*{_DAY}|{_DAY})",
    re.IGNORECASE,
)
_SEAM = re.compile(
    r"\s*[|•·;]\s*|(?<!first)(?<!last),?\s+(?:and\s+)?\(?(?=(?:(?:last|first) )?(?:updated|modified|published)\b)", re.I
)
_TOLD = re.compile(
    r"(?:(?:first|last) )?(?P<what>published|posted|updated|modified)(?: (?:on|at))?\s*[:\-–—]?\s*(?P<when>\S.{5,50})",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?:[A-Z][a-z]{2,8},? )?(?:\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{4}-\d\d-\d\d)"
    r"[,T |]*(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{1,4}\)?)?(?: ?[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


def is_stamp(line: str) -> bool:
    """Tell whether a whole line is a publishing stamp or byline ("Updated 3 May 2024 at 10:00 GMT"), not news."""
    line = line.strip().strip("*_()[]").strip()
    short = len(line) <= 140 and "\n" not in line and not line.endswith((".", "?", "!"))
    return short and bool(_STAMP.match(line) or _MOMENT.fullmatch(line))


def read_stamps(line: str) -> Iterator[tuple[str, str]]:
    """What a line that begins as a stamp or byline tells: ("published" or "updated", the words that say when)."""
    first, *others = _SEAM.split(line.strip().strip("*_()[]"))
    told = _TOLD.fullmatch(first.strip())
    if told is None and not re.match(r"(?:\w+ )?by\b", first, re.IGNORECASE):
        return
    for match in (told, *(_TOLD.fullmatch(other.strip(" ()")) for other in others)):
        if match:
            what = "published" if match["what"].casefold() in ("published", "posted") else "updated"
            yield what, match["when"]
