"""Tables with a header, .csv and .tsv, row by row."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from index.columns import Columns, plain
from index.errors import ArticleError, ArticleRecord
from index.formats.encoding import check_head
from index.formats.lines import MAX_RECORD, Lines, RecordTooLong, Row, no_text_column, not_utf8, too_long
from index.source import Source

_HEADER = 1_000_000
_DELIMITERS = ",;\t|"


def table(source: Source, columns: Columns) -> Iterator[Row]:
    """The records of a table with a header; the delimiter is the one by which the header has a column for the text.

    Raises ArticleRecord where it has none. A row that does not fit the header is an error, and the rest goes on.
    """
    with source.open() as stream:
        check_head(source, stream)
        lines = Lines(stream, "")
        delimiter = _delimiter(source, lines, columns)
        if delimiter is not None:
            yield from _rows(source, _cells(lines, delimiter))


def _rows(source: Source, read: Iterator[list[str] | Exception]) -> Iterator[Row]:
    header: Sequence[str] = ()
    number = 0
    for cells in read:
        if not header and not isinstance(cells, Exception):
            header = cells
            continue
        number += 1
        part = f"row {number}"
        if not isinstance(cells, Exception):
            yield _row(source, header, cells, part)
            continue
        yield _bad_row(source, part, cells)
        if len(header) < 2:  # nothing would tell the rest of a broken row from the next one
            return


def _cells(lines: Lines, delimiter: str) -> Iterator[list[str] | Exception]:
    """The rows that are not empty, or what is wrong with each."""
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        try:
            with _field_limit():
                cells = next(rows)
        except StopIteration:
            return
        except (RecordTooLong, csv.Error) as error:
            yield error
        else:
            if cells:
                yield cells


def _delimiter(source: Source, lines: Lines, columns: Columns) -> str | None:
    """The delimiter of a table by its header, which is the next line then; None where there are but empty lines."""
    try:
        lines.begin(_HEADER)
        head = next(line for line in lines if line.strip())
    except StopIteration:
        return None
    except RecordTooLong:
        raise too_long(source, "header") from None
    lines.keep(head)
    if error := not_utf8(source, head, "header"):
        raise error
    choices = "\t,;|" if source.suffix == ".tsv" else _DELIMITERS
    headers = {choice: next(csv.reader([head], delimiter=choice)) for choice in choices}
    wanted = set(columns.of("text"))
    for choice, header in headers.items():
        if wanted & set(map(plain, header)):
            return choice
    raise no_text_column(source, max(headers.values(), key=len))


def _row(source: Source, header: Sequence[str], cells: list[str], part: str) -> Row:
    if error := not_utf8(source, "\n".join(cells), part):
        return error
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        fault = f"it has {len(cells)} columns, and the header has {len(header)}."
        mend = "Put quotation marks around values that hold the delimiter or a line end."
        return ArticleRecord(source.path, fault, mend, source.within(part))
    return part, dict(zip(header, cells, strict=True))


@contextmanager
def _field_limit() -> Iterator[None]:
    """Let a cell be as long as a record; the limit is one for all of the process, so it is put back after each row."""
    before = csv.field_size_limit(MAX_RECORD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _bad_row(source: Source, part: str, error: Exception) -> ArticleError:
    if isinstance(error, RecordTooLong):
        return too_long(source, part)
    mend = "Double the quotation marks within a value, and close each that is opened."
    return ArticleRecord(source.path, f"it is no row of a table ({error}).", mend, source.within(part))
