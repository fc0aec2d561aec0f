"""JSON lines: one object a line."""

import json
from collections.abc import Iterator

from index.errors import ArticleRecord
from index.formats.encoding import check_head
from index.formats.lines import Lines, RecordTooLong, Row, no_object, not_utf8, too_long
from index.source import Source


def json_lines(source: Source) -> Iterator[Row]:
    """The records of JSON lines; what is no object on one line is an error, and the rest goes on."""
    with source.open() as stream:
        check_head(source, stream)
        lines = Lines(stream, "\n")
        while True:
            lines.begin()
            try:
                line = next(lines)
            except StopIteration:
                return
            except RecordTooLong:
                yield too_long(source, f"line {lines.number}")
                continue
            if line.strip():
                yield _json_line(source, line, f"line {lines.number}")


def _json_line(source: Source, line: str, part: str) -> Row:
    if error := not_utf8(source, line, part):
        return error
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = f" ({error.msg}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        mend = "Write one object in braces on each line."
        return ArticleRecord(source.path, f"it is not JSON{why}.", mend, source.within(part))
    if not isinstance(value, dict):
        return no_object(source, part)
    return part, value
