"""Plain text and Markdown: decoding, and the front matter of Markdown.

Offsets are positions in the decoded file, so `open(path, encoding="utf-8").read()[start:end]` is the quote: line ends
are translated as `open` does, and a byte-order mark stays the first character.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import yaml

from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleFrontMatter
from index.formats.encoding import binary, wrong_encoding
from index.formats.make import Fields, make
from index.provenance import parse_published
from index.source import Source

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def articles(source: Source, _columns: Columns = NO_COLUMNS) -> Iterator[Article]:
    """The article that a text file is; raises an ArticleError that says why it cannot be one."""
    text = decode(source)
    markdown = source.suffix == ".md"
    front, body = _front_matter(source, text) if markdown else ({}, 0)
    fields = Fields(
        title=_field(front, "title"),
        outlet=_field(front, "outlet"),
        author=_field(front, "author"),
        published=_date(source, front, "published"),
        updated=_date(source, front, "updated"),
        url=_field(front, "url"),
    )
    yield make(source, text, "md" if markdown else "txt", fields, body=body or int(text.startswith("\ufeff")))


def decode(source: Source) -> str:
    """The text of a source in UTF-8, line ends as `open` translates them; raises ArticleBinary and ArticleEncoding."""
    data = source.read()
    try:
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()
    except UnicodeDecodeError as error:
        if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise binary(source, "the file is binary, not text.") from error
        raise wrong_encoding(source, data, error) from error
    if _BINARY.search(text):
        raise binary(source, "control characters in it show a binary file.")
    return text


def _front_matter(source: Source, text: str) -> tuple[dict[str, Any], int]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, 0
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # 2026-02-31 is a ValueError
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 2})" if where else ""
        mend = "Put quotes around values that hold a colon or begin with a quotation mark."
        raise ArticleFrontMatter(source.path, f"its front matter is not YAML{line}.", mend, source.part) from error
    if fields is not None and not isinstance(fields, dict):
        fault = "its front matter is no list of fields."
        raise ArticleFrontMatter(source.path, fault, "Write lines like `title: ...`.", source.part)
    return fields or {}, match.end()


def _field(front: dict[str, Any], name: str) -> str | None:
    value = front.get(name)
    return None if value is None else str(value).strip() or None


def _date(source: Source, front: dict[str, Any], name: str) -> date | datetime | None:
    value = front.get(name)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.date()
    if value is None or isinstance(value, date):
        return value
    read = parse_published(str(value))
    if read is None:
        mend = "Write it as 2026-02-04 or 2026-02-04T15:58:00+05:30, or leave it out."
        raise ArticleFrontMatter(source.path, f"`{name}: {value}` cannot be read as a date.", mend, source.part)
    return read
