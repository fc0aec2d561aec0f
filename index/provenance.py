"""What a raw news text says of itself: title, author, outlet, the place it was filed from, when it was published.

Only what stands there is taken; a date in the story is not the date of the story, and "Updated" is not "Published".
Words are turned into dates by `dateparser`, told to accept complete and unambiguous ones alone.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from index.byline import is_byline, read_author
from index.outlet import read_outlet
from index.split import is_heading
from index.stamp import is_stamp, read_stamps

_DATE_STAMP = re.compile(r"\s*date[:\s]\s*(\d{4}-\d{2}-\d{2})(?:[ \t]+|(?=\n))", re.IGNORECASE)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w’'.-]*(?:[ /][A-Z][\w’'.-]*){0,3})"
    r"(?:,? (?P<date>\w{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2} \w{3,9}(?: \d{4})?))?"
    r"(?: ?\([\w ./-]{2,30}\))?(?: ?(?:—|–|--)| -|:)\s+(?=[\"“‘A-Z])"
)
_NUMERIC = re.compile(r"^\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\b\d{1,2}\s*[ap]\.?m", re.IGNORECASE)
_SURE_ZONE = re.compile(r"\b(?:UTC|GMT)\b|[+-]\d{2}:?\d{2}\s*$")
_TITLE_LENGTH = 100
_DATELINE_WITHIN = 4
"""Paragraphs: a standfirst may precede the one with the dateline."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the text tells; `body` is the offset, in code points, at which the text after a date stamp begins."""

    title: str
    outlet: str | None
    author: str | None
    published: date | datetime | None
    updated: date | datetime | None
    dateline: str | None
    body: int


def read_provenance(text: str, body: int = 0) -> Provenance:
    """Read title (or the opening words) and what else `text[body:]`, which holds some words, says of itself."""
    stamp = _DATE_STAMP.match(text, body)
    start = stamp.end() if stamp else body
    all_lines = [line.strip() for line in text[start:].splitlines() if any(c.isalnum() for c in line)]
    lines = [line for line in all_lines if not is_stamp(line) and not is_byline(line)]
    lines = lines or all_lines or [text[body:].strip()]
    story = [line for line in lines if not is_heading(line)][:_DATELINE_WITHIN]
    dateline = next(filter(None, map(_DATELINE.match, story)), None)
    told = [pair for line in all_lines for pair in read_stamps(line)]
    dates = [stamp[1]] if stamp else [when for what, when in told if what == "published"]
    dates += [dateline["date"]] if dateline and dateline["date"] else []
    return Provenance(
        title=_shortened(re.sub(r"^#{1,6}\s+", "", lines[0])),
        outlet=read_outlet(all_lines),
        author=read_author(all_lines),
        published=_first_date(dates),
        updated=_first_date([when for what, when in told if what == "updated"]),
        dateline=dateline["place"] if dateline else None,
        body=start,
    )


def parse_published(words: str) -> date | datetime | None:
    """Read a complete date, with its time and zone where given; None where it is incomplete or ambiguous.

    05/04/2026 is either of two days, so it is None. A time is kept only with an offset, UTC or GMT: without a zone it
    is no instant, and abbreviations such as IST or CST each name several zones.
    """
    try:
        exact = datetime.fromisoformat(words.strip())
    except ValueError:
        pass
    else:
        return exact if exact.tzinfo and _CLOCK.search(words) else exact.date()
    numeric = _NUMERIC.match(words)
    if numeric and all(int(part) <= 12 for part in numeric.groups()) and numeric[1] != numeric[2]:
        return None
    import dateparser

    with warnings.catch_warnings():  # dateparser's own calls of strptime without a year warn since Python 3.13
        warnings.simplefilter("ignore", DeprecationWarning)
        parsed = dateparser.parse(
            words,
            languages=["en"],
            settings={"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]},
        )
    if parsed is None:
        return None
    return parsed if parsed.tzinfo and _CLOCK.search(words) and _SURE_ZONE.search(words) else parsed.date()


def _first_date(dates: Sequence[str]) -> date | datetime | None:
    return next(filter(None, map(parse_published, dates)), None)


def _shortened(title: str) -> str:
    if len(title) <= _TITLE_LENGTH * 2 and is_heading(title):
        return title
    if len(title) <= _TITLE_LENGTH:
        return title
    return title[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
