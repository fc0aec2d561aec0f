"""A stream of text line by line, in records of bounded length, and what all kinds of records can have wrong."""

import io
from collections.abc import Sequence

from index.errors import ArticleError, ArticleRecord, ArticleTooLarge
from index.formats.encoding import wrong_encoding
from index.formats.fields import Record
from index.source import Source

MAX_RECORD = 30_000_000
"""Characters of one record: a text of ten million, and what JSON's escapes add to it."""

Row = tuple[str, Record] | ArticleError
"""The name of a record and its values, or why they cannot be had."""


class RecordTooLong(Exception):
    """A record goes on beyond MAX_RECORD characters."""


class Lines:
    """The lines of a stream with their ends; bytes that are no UTF-8 become lone surrogates.

    `begin` starts a record, whose lines together may have `most` characters; beyond them the line is passed over to
    its end and `RecordTooLong` raised, after which the next line can be had.
    """

    def __init__(self, stream: io.BufferedReader, newline: str) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline=newline)
        self._kept: list[str] = []
        self._left = MAX_RECORD
        self.number = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._kept.pop() if self._kept else self._text.readline(self._left + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._left:
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(1 << 16)
            raise RecordTooLong
        self._left -= len(line)
        return line

    def begin(self, most: int = MAX_RECORD) -> None:
        """Begin a record of at most so many characters."""
        self._left = most

    def keep(self, line: str) -> None:
        """Give a line back: it is the next one."""
        self._kept.append(line)
        self.number -= 1


def not_utf8(source: Source, text: str, part: str) -> ArticleError | None:
    """The error for a record with bytes that are no UTF-8, None where all are."""
    if text.isascii():
        return None
    data = text.encode("utf-8", "surrogateescape")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return wrong_encoding(source, data, error, part)
    return None


def too_long(source: Source, part: str) -> ArticleTooLarge:
    """The error for a record beyond what is read."""
    fault = f"the record has more than {MAX_RECORD:,} characters."
    return ArticleTooLarge(source.path, fault, "Cut it into articles, or remove it.", source.within(part))


def no_object(source: Source, part: str) -> ArticleRecord:
    """The error for a value that has no fields."""
    mend = 'Write records as {"title": "...", "text": "..."}.'
    return ArticleRecord(source.path, "it is no object with fields.", mend, source.within(part))


def no_text_column(source: Source, names: Sequence[str]) -> ArticleRecord:
    """The error for records none of which has a text, naming the columns that they have."""
    shown = [" ".join(name.encode(errors="replace").decode().split())[:40] for name in names if name.strip()][:30]
    fault = f"no column is known to hold the text; there are: {', '.join(shown) or 'none'}."
    return ArticleRecord(source.path, fault, "Say which one does: --map text=COLUMN.", source.part)
