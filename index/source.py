"""Where an article's bytes come from: a file, a compressed file, or an entry of an archive."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.errors import ArticleEmpty, ArticleTooLarge, ArticleUnreadable

MAX_BYTES = 50_000_000
"""Of one article's file. The longest newspaper stories have some 100,000 bytes; PDFs carry pictures."""

STREAM_FAULTS = (
    *(OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError),
    UnicodeDecodeError,  # an entry's name
)
"""What the standard library raises where a file, or what is packed in it, cannot be read."""

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes of an article, or of many: those of the file `path`, or of its entry `part`, which `opener` opens.

    `name` is what the format is told by: the file's own name, without ".gz", or that of the entry. No more than
    `most` bytes may come out, where it is given: what is packed small may be without end.
    """

    path: Path
    name: str
    opener: Opener
    part: str | None = None
    most: int | None = None

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case."""
        return Path(self.name).suffix.lower()

    def within(self, record: str | None) -> str | None:
        """The part that a record of it is: the entry that it may be itself, and the record."""
        return "/".join(filter(None, (self.part, record))) or None

    def open(self) -> io.BufferedReader:
        """Open it to read it piece by piece; opening and reading raise ArticleUnreadable and ArticleTooLarge."""
        try:
            stream = self.opener()
        except STREAM_FAULTS as error:
            mend = "Check that it is a file that you may read."
            raise ArticleUnreadable(self.path, f"{_said(error)}.", mend, self.part) from error
        return io.BufferedReader(_Guarded(self, stream), 1 << 16)

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """All of it; raises ArticleEmpty, ArticleTooLarge beyond `limit` bytes, and ArticleUnreadable."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            fault = f"it has more than {limit // 1_000_000:,} MB, too much for one article."
            mend = "Cut it into articles, or remove it from what is indexed."
            raise ArticleTooLarge(self.path, fault, mend, self.part)
        if not data.strip():
            raise ArticleEmpty(self.path, "the file is empty.", "Remove it, or save the article again.", self.part)
        return data


def of_file(path: Path) -> Source:
    """The source that a file itself is."""
    return Source(path, path.name, lambda: path.open("rb"))


class _Guarded(io.RawIOBase):
    """A stream whose faults are errors that name the source, and which ends with one beyond the most it may hold."""

    def __init__(self, source: Source, stream: BinaryIO) -> None:
        self._source = source
        self._stream = stream
        self._read = getattr(stream, "read1", stream.read)  # gives what there is before it meets a fault
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        source = self._source
        try:
            data: bytes = self._read(len(buffer))
        except STREAM_FAULTS as error:
            fault = f"it cannot be read to its end ({_said(error)})."
            raise ArticleUnreadable(source.path, fault, "Get the file again.", source.part) from error
        self._given += len(data)
        if source.most is not None and self._given > source.most:
            fault = f"more than {source.most // 1_000_000:,} MB are packed in it."
            mend = "Unpack it, look at what it holds, and index that."
            raise ArticleTooLarge(source.path, fault, mend, source.part)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _said(error: BaseException) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
