"""JSON files read piece by piece: a list of objects, an object that holds one such list, or one object."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from index.columns import Columns, plain
from index.errors import ArticleEmpty, ArticleError, ArticleRecord
from index.formats.encoding import check_head, wrong_encoding
from index.formats.jsonlines import json_lines
from index.formats.lines import MAX_RECORD, RecordTooLong, Row, no_object, no_text_column, too_long
from index.source import Source

_NAMES = 30
_DIGITS = 1000
"""A number of 4,300 digits, the least that Python refuses, fills a block of so many wherever it begins."""

_BEGINS = ("start_", "string", "number", "boolean", "null")

Event = tuple[str, object]


class _Level(Enum):
    """How deep the records of a file lie."""

    TOP = 0
    LIST = 1
    KEY = 2


@dataclass(slots=True)
class _Shape:
    """What stands at the top: `keys` hold lists of objects, `names` are the first of all, `text` its text's event."""

    level: _Level = _Level.TOP
    lines: bool = False
    text: str = ""
    keys: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def json_rows(source: Source, columns: Columns) -> Iterator[Row]:
    """The records of a JSON file; where it ceases to be JSON is an error, and ends it.

    A file that is JSON lines in truth is read as such. Raises ArticleRecord for an object that is no article and holds
    no list of objects, or several.
    """
    shape = _shape(source, set(columns.of("text")))
    if shape.lines:
        yield from json_lines(source)
        return
    key = _key(source, shape) if shape.level is _Level.KEY else None
    with source.open() as stream:
        check_head(source, stream)
        yield from _records(source, _Metered(stream), shape.level, key)


def _key(source: Source, shape: _Shape) -> str:
    if len(shape.keys) > 1:
        fault = f"it holds several lists of objects: {', '.join(key[:40] for key in shape.keys[:30])}."
        mend = "Save the one with the articles to a file of its own."
        raise ArticleRecord(source.path, fault, mend, source.part)
    if not shape.keys:
        raise no_text_column(source, shape.names)
    return shape.keys[0]


def _shape(source: Source, text_names: set[str]) -> _Shape:
    """Read a file whose top is an object through once, to know what it holds; where it is a list, its first sign."""
    import ijson

    shape, depth, key, in_list = _Shape(), 0, "", False
    with source.open() as stream:
        metered = _Metered(stream)
        try:
            for event, value in ijson.basic_parse(metered, multiple_values=True):
                metered.begin()
                if depth == 0 and _at_top(shape, event):
                    return shape
                if depth == 1:
                    key, in_list = _below_top(shape, event, value, key, text_names)
                elif depth == 2 and event == "start_map" and in_list:
                    _add(shape.keys, key)
                depth += event.startswith("start_") - event.startswith("end_")
        except (ijson.JSONError, ValueError, RecordTooLong):
            pass  # the second reading comes to the same place, and tells
    is_article = shape.text == "string" or (shape.text and not shape.keys)
    if shape.names and not is_article:
        shape.level = _Level.KEY
    return shape


def _at_top(shape: _Shape, event: str) -> bool:
    """Note what begins at the top; whether all is known by it."""
    if shape.names:
        shape.lines = True
    elif event == "start_array":
        shape.level = _Level.LIST
    return event != "start_map" or shape.lines


def _below_top(shape: _Shape, event: str, value: object, key: str, text_names: set[str]) -> tuple[str, bool]:
    """Note a piece of the object at the top; the key it is at, and whether a list begins there."""
    if event == "map_key":
        key = str(value)
        _add(shape.names, key)
    elif plain(key) in text_names and shape.text != "string":
        shape.text = event
    return key, event == "start_array"


def _add(names: list[str], name: str) -> None:
    """Add a new name, up to so many as are of use."""
    if len(names) < _NAMES and name not in names:
        names.append(name)


def _records(source: Source, stream: "_Metered", level: _Level, key: str | None) -> Iterator[Row]:
    import ijson

    number = 0
    try:
        for value in _values(ijson.basic_parse(stream), level.value, key):
            number += 1
            part = f"record {number}"
            yield (part, value) if isinstance(value, dict) else no_object(source, part)
            stream.begin()
    except RecordTooLong:
        yield too_long(source, f"record {number + 1}")
    except (ijson.JSONError, ValueError) as error:
        yield _broken(source, stream, number, str(error))


def _values(events: Iterator[Event], level: int, key: str | None) -> Iterator[object]:
    """The values `level` deep, under `key` where one is given."""
    from ijson import ObjectBuilder

    depth, at, builder = 0, None, None
    for event, value in events:
        depth -= event.startswith("end_")
        if depth == 1 and event == "map_key":
            at = value
        if builder is not None:
            builder.event(event, value)
        elif depth == level and at == key and event.startswith(_BEGINS):
            builder = ObjectBuilder()
            builder.event(event, value)
        depth += event.startswith("start_")
        if builder is not None and depth == level:
            yield builder.value
            builder = None


def _broken(source: Source, stream: "_Metered", number: int, why: str) -> ArticleError:
    if stream.empty:
        return ArticleEmpty(source.path, "the file is empty.", "Remove it, or save it again.", source.part)
    part = f"record {number + 1}"
    if stream.wrong:
        data, error = stream.wrong
        return wrong_encoding(source, data, error, part)
    said = " ".join(why.split("\n")[0].split())[:100]
    fault = f"it is not JSON from there on ({said}), and what follows is not read."
    return ArticleRecord(source.path, fault, "Get the file again, or mend it there.", source.within(part))


class _Metered:
    """A stream for ijson without a byte-order mark; of one record it gives no more than MAX_RECORD bytes.

    `wrong` is the first piece that is no UTF-8, with the error that says where.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._given = 0
        self._last = b""
        self.empty = True
        self.wrong: tuple[bytes, UnicodeDecodeError] | None = None

    def begin(self) -> None:
        """Begin to count anew: a record is at its end."""
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """The next piece; raises RecordTooLong, and ValueError for a number beyond what Python makes of digits."""
        if self._given > MAX_RECORD:
            raise RecordTooLong
        data = self._stream.read1(size)
        self._given += len(data)
        if self.empty and data:
            data = data.removeprefix(codecs.BOM_UTF8) or b" "
            self.empty = False
        self._last += data
        if any(self._last[at : at + _DIGITS].isdigit() for at in range(0, len(self._last) - _DIGITS + 1, _DIGITS)):
            raise ValueError("a number without end")  # ijson's own parser would leave its error to whatever comes next
        self._last = self._last[-2 * _DIGITS :]
        if self.wrong is None:
            try:
                self._decoder.decode(data)
            except UnicodeDecodeError as error:
                self.wrong = (bytes(error.object), error)
        return data
