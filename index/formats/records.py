"""Files of many articles, one a record: JSON lines, JSON, and tables with a header, all read piece by piece."""

from collections.abc import Iterator
from hashlib import blake2b

from index.article import Article
from index.columns import Columns
from index.errors import ArticleEmpty, ArticleError, ArticleRecord, ArticleTooLarge
from index.formats.fields import Record, Unread, by_name, fields_of, words_of
from index.formats.jsonlines import json_lines
from index.formats.jsonstream import json_rows
from index.formats.lines import Row, no_text_column
from index.formats.make import clean, make
from index.formats.markup import is_html, text_of
from index.formats.table import table
from index.source import Source

MAX_TEXT = 10_000_000
"""Characters of one article; a novel has a million."""

_PATIENCE = 1000
"""Records without a column for the text, after which none is looked for any more."""

Piece = Article | ArticleError


def articles(source: Source, columns: Columns) -> Iterator[Piece]:
    """The articles of a file, one a record, and for each record that is none the error that says why.

    Memory does not grow with the file, but for 16 bytes or so for each id. Raises an ArticleError for what is wrong
    with the file itself.
    """
    seen = Seen(source)
    none = True
    for row in _with_text(source, _rows(source, columns), columns):
        none = False
        if isinstance(row, ArticleError):
            yield row
        else:
            yield from _article(source, *row, columns, seen)
    if none:
        raise ArticleEmpty(source.path, "there is no record in it.", "Remove it, or save it again.", source.part)


class Seen:
    """Which ids were met in a source, and a digest of the text of each."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._digests: dict[bytes, bytes] = {}

    def is_new(self, id_: str | None, text: str) -> bool:
        """Whether the article was not met before; raises ArticleRecord where its id was, with another text."""
        if id_ is None:
            return True
        digest = _digest(text)
        held = self._digests.setdefault(_digest(id_), digest)
        if held is digest:
            return True
        if held == digest:
            return False
        fault = "the same id was met before, with another text."
        mend = "Give each article an id of its own, or remove the old version."
        raise ArticleRecord(self._source.path, fault, mend, self._source.within(id_))


def unread_date(source: Source, part: str, unread: Unread) -> ArticleRecord:
    """The error for a date that cannot be read, of an article that is there without it."""
    fault = f"`{unread.field}: {unread.words[:100]}` cannot be read as a date, so the article has none."
    mend = "Write it as 2026-02-04 or 2026-02-04T15:58:00+05:30, or leave it out."
    return ArticleRecord(source.path, fault, mend, source.within(part))


def checked(source: Source, part: str, text: str) -> str:
    """A text as articles hold it; raises ArticleTooLarge for one that is too long."""
    if len(text) > MAX_TEXT:
        fault = f"the text has more than {MAX_TEXT:,} characters."
        raise ArticleTooLarge(source.path, fault, "Cut it into articles, or remove it.", source.within(part))
    return clean(text)


def _rows(source: Source, columns: Columns) -> Iterator[Row]:
    if source.suffix in (".csv", ".tsv"):
        return table(source, columns)
    if source.suffix == ".json":
        return json_rows(source, columns)
    return json_lines(source)


def _with_text(source: Source, rows: Iterator[Row], columns: Columns) -> Iterator[Row]:
    """The rows; those at the beginning without a column for the text are one error where no row has one."""
    wanted = set(columns.of("text"))
    without: list[tuple[str, Record]] = []
    for row in rows:
        if isinstance(row, ArticleError):
            yield row
        elif wanted.isdisjoint(by_name(row[1])):
            without.append((row[0], dict.fromkeys(row[1])))
            if len(without) >= _PATIENCE:
                break
        else:
            yield from without
            yield row
            yield from rows
            return
    if without:
        names = dict.fromkeys(name for _, record in without[:10] for name in record)
        yield no_text_column(source, list(names))


def _article(source: Source, part: str, record: Record, columns: Columns, seen: Seen) -> Iterator[Piece]:
    values = by_name(record)
    id_ = words_of(values, "id", columns)
    part = id_ or part
    try:
        text = _text(source, part, values, columns)
        if not seen.is_new(id_, text):
            return
        fields, unread = fields_of(values, columns)
        yield make(source, text, "record", fields, part=part)
    except ArticleError as error:
        yield error
        return
    for date in unread:
        yield unread_date(source, part, date)


def _text(source: Source, part: str, values: Record, columns: Columns) -> str:
    found = [values[name] for name in columns.of("text") if name in values]
    text = next((value for value in found if isinstance(value, str) and not value.isspace() and value), None)
    if text is not None:
        text = checked(source, part, text)
        return text_of(text) if is_html(text) else text
    where = source.within(part)
    if not found:
        raise ArticleRecord(source.path, "it has no column for the text.", "Add it, or remove the record.", where)
    if all(value is None or isinstance(value, str) for value in found):
        raise ArticleEmpty(source.path, "its text is empty.", "Remove the record, or save it again.", where)
    raise ArticleRecord(source.path, "its text is no string.", 'Write it as one: "text": "...".', where)


def _digest(words: str) -> bytes:
    return blake2b(words.encode(errors="replace"), digest_size=8).digest()
