"""Files to parcels: the bytes of those that are one article each are sent out to be read, the rest is read here.

So no worker needs to see the files. Tables, feeds and JSON are read where they lie, record by record, for they may be
larger than what fits into memory; their articles are then cut by the workers like all others.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article
from index.columns import Columns
from index.errors import ArticleError
from index.formats import FORMATS
from index.read import Piece, each_source, of_source
from index.source import MAX_BYTES, Source
from index.spread.hands import Listed

_SENT = frozenset(("text", "html", "pdf", "docx"))
"""The formats whose files are one article, and are read as a whole."""

_MOST_BYTES = 256_000
_MOST = 16
"""What goes into a parcel together: some tenths of a second of work."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The bytes of an article's file, or entry of an archive, with its names; one byte too many shows what is over."""

    path: Path
    name: str
    part: str | None
    data: bytes

    def source(self) -> Source:
        """The same as the source that the bytes came from."""
        return Source(self.path, self.name, lambda: io.BytesIO(self.data), self.part)


@dataclass(frozen=True, slots=True)
class FileDone:
    """So many files have been looked into."""

    count: int


Entry = Sent | Piece | FileDone
Parcel = list[Entry]


def parcels(listed: Sequence[Listed], columns: Columns) -> Iterator[Parcel]:
    """What was found in files, in their order, in parcels that are worth a way."""
    parcel: Parcel = []
    weight = 0
    for entry in _entries(listed, columns):
        parcel.append(entry)
        weight += _weight(entry)
        if weight >= _MOST_BYTES:
            yield parcel
            parcel, weight = [], 0
    if parcel:
        yield parcel


def sent_of(parcel: Parcel) -> list[Sent]:
    """What of a parcel is to be read elsewhere."""
    return [entry for entry in parcel if isinstance(entry, Sent)]


def bytes_of(parcel: Parcel) -> int:
    """How much of a parcel is sent."""
    return sum(len(sent.data) for sent in sent_of(parcel))


def unpacked(parcel: Parcel, read: Sequence[Sequence[Piece]]) -> Iterator[Piece | FileDone]:
    """The parcel with what was read elsewhere in the place of what was sent."""
    back = iter(read)
    for entry in parcel:
        if isinstance(entry, Sent):
            yield from next(back)
        else:
            yield entry


def _entries(listed: Sequence[Listed], columns: Columns) -> Iterator[Entry]:
    def found(source: Source) -> Iterator[Entry]:
        if FORMATS.get(source.suffix) not in _SENT:
            yield from of_source(source, columns)
            return
        with source.open() as stream:
            yield Sent(source.path, source.name, source.part, stream.read(MAX_BYTES + 1))

    for count, file in enumerate(listed, start=1):
        if isinstance(file, ArticleError):
            yield file
        else:
            yield from each_source(file, found)
        yield FileDone(count)


def _weight(entry: Entry) -> int:
    least = _MOST_BYTES // _MOST
    if isinstance(entry, Sent):
        return max(least, len(entry.data))
    return max(least, len(entry.text)) if isinstance(entry, Article) else least // _MOST
