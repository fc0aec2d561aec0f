"""One record to the fields of an article: which value is which, and dates however they are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from index.columns import Columns, plain
from index.formats.make import Fields, clean
from index.provenance import parse_published

Record = Mapping[str, object]

_NOTHING = frozenset(("", "nan", "nat", "null", "none", "n/a"))
"""What programs write into a cell that is empty."""

_INSIDE = ("name", "title", "rendered", "value", "$date", "$oid")
"""The keys under which a nested value has its words: NewsAPI's, WordPress's, MongoDB's."""

_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?")
_MILLISECONDS = re.compile(r"(\d{12,13})(?:\.\d+)?")
_STAMP = re.compile(r"(\d{8})\d{6}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 500
_LONGEST_DATE = 100


@dataclass(frozen=True, slots=True)
class Unread:
    """A date that cannot be read: the field, and what stands there."""

    field: str
    words: str


def by_name(record: Record) -> dict[str, object]:
    """The values of a record by names as they are compared; of two columns with one name the first counts."""
    values: dict[str, object] = {}
    for name, value in record.items():
        values.setdefault(plain(name), value)
    return values


def words_of(values: Record, field: str, columns: Columns) -> str | None:
    """What the first column of a field that says something says, on one line; None where none does."""
    for name in columns.of(field):
        words = " ".join(clean(_words(values.get(name))).split())
        if words.casefold() not in _NOTHING:
            return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + " …"
    return None


def fields_of(values: Record, columns: Columns) -> tuple[Fields, tuple[Unread, ...]]:
    """The fields of an article that a record tells, and the dates in it that cannot be read, which are left out."""
    said = {
        field: words_of(values, field, columns)
        for field in ("title", "outlet", "author", "published", "updated", "url")
    }
    dates = {field: read_date(said[field]) for field in ("published", "updated")}
    unread = tuple(Unread(field, words) for field in dates if dates[field] is None and (words := said[field]))
    fields = Fields(
        title=said["title"],
        outlet=said["outlet"],
        author=said["author"],
        published=dates["published"],
        updated=dates["updated"],
        url=said["url"],
    )
    return fields, unread


def read_date(words: str | None) -> date | datetime | None:
    """A date in ISO 8601, in words, or as the seconds or milliseconds since 1970; None where it cannot be read."""
    if words is None or len(words) > _LONGEST_DATE:
        return None
    if match := _SECONDS.fullmatch(words):
        return _EPOCH + timedelta(seconds=int(match[1]))
    if match := _MILLISECONDS.fullmatch(words):
        return _EPOCH + timedelta(milliseconds=int(match[1]))
    if match := _STAMP.fullmatch(words):
        return parse_published(match[1])
    if not re.search(r"[^\d.]", words) and len(words) != len("20240504"):
        return None
    return parse_published(words)


def _words(value: object) -> str:
    """A value as words: the name in a nested one, the items of a list with commas between them."""
    if isinstance(value, dict):
        return next((words for key in _INSIDE if (words := _scalar(value.get(key)))), "")
    if isinstance(value, list):
        inner = (_words(item) if not isinstance(item, list) else "" for item in value)
        return ", ".join(filter(None, (" ".join(words.split()) for words in inner)))
    return _scalar(value)


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value)
