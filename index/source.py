"""Where an article's bytes come from: a file, a compressed file, or an entry of an archive."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.errors import ArticleEmpty, ArticleTooLarge, ArticleUnreadable

MAX_BYTES = 50_000_000
"""Of one article's file. The longest newspaper stories have some 100,000 bytes; PDFs carry pictures."""

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes of an article, or of many: those of the file `path`, or of its entry `part`, which `opener` opens.

    `name` is what the format is told by: the file's own name, without ".gz", or that of the entry.
    """

    path: Path
    name: str
    opener: Opener
    part: str | None = None

    @property
    def suffix(self) -> str:
        """The ending of the name, in lower case."""
        return Path(self.name).suffix.lower()

    def open(self) -> BinaryIO:
        """Open it to read it piece by piece; raises ArticleUnreadable."""
        try:
            return self.opener()
        except OSError as error:
            mend = "Check that it is a file that you may read."
            raise ArticleUnreadable(self.path, f"{error.strerror}.", mend, self.part) from error

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """All of it; raises ArticleEmpty, ArticleTooLarge beyond `limit` bytes, and ArticleUnreadable."""
        with self.open() as stream:
            try:
                data = stream.read(limit + 1)
            except (OSError, EOFError) as error:
                fault = f"it cannot be read to its end ({error})."
                raise ArticleUnreadable(self.path, fault, "Get the file again.", self.part) from error
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
