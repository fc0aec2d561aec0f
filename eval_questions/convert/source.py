"""Reading the files of a data set: JSON by a schema, with the file and the line of what does not fit it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from index.errors import CopydeskError

Row = TypeVar("Row")


class SourceUnusable(CopydeskError):
    """A file of a data set is missing, or is not in the format that was named."""


def read_rows(file: Path, row: type[Row]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a `.jsonl` file (also `.gz`) or of a `.json` list, each with its place, "FILE, line 3".

    What a row has beside the fields of `row` is ignored. Raises SourceUnusable.
    """
    adapter = TypeAdapter(row)
    data = read_bytes(file)
    if not data.strip():
        raise SourceUnusable(f"{file} is empty.", "Name the files of the data set.")
    if file.suffix == ".json":
        entries = _json(file, data)
        if not isinstance(entries, list) or not entries:
            fault = f"{file} is no JSON list of objects."
            raise SourceUnusable(fault, "Name one, or a file ending in .jsonl with an object a line.")
        for number, entry in enumerate(entries, start=1):
            place = f"{file}, entry {number}"
            yield place, _validated(place, adapter, json.dumps(entry).encode())
    else:
        for number, line in enumerate(data.split(b"\n"), start=1):
            if line.strip():
                place = f"{file}, line {number}"
                yield place, _validated(place, adapter, line)


def read_whole(file: Path, shape: type[Row]) -> Row:
    """Read a file that is one JSON object; raises SourceUnusable, naming the key at fault."""
    return _validated(str(file), TypeAdapter(shape), read_bytes(file))


def read_bytes(file: Path) -> bytes:
    """The content of a file, unpacked where its name ends in `.gz`; raises SourceUnusable."""
    try:
        data = file.read_bytes()
        return gzip.decompress(data) if file.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        fault = getattr(error, "strerror", None) or str(error)
        raise SourceUnusable(f"{file} cannot be read ({fault}).", "Name the files of the data set.") from error


def _json(file: Path, data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError as error:
        raise SourceUnusable(f"{file} is no JSON: {error}.", "Name the files of the data set.") from error


def _validated(place: str, adapter: TypeAdapter[Row], data: bytes) -> Row:
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        fault = f"{place}: {f'`{key}`: ' if key else ''}{first['msg']}."
        raise SourceUnusable(fault, "Check that the format is the one that was named.") from error
