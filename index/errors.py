"""What can go wrong below the questions, each error naming what is at fault and the mend.

CopydeskError
├── ModelUnusable          a model's files are missing or are not what they should be
├── ArticleError           one file cannot be read; the others are not stopped by it
│   ├── ArticleEmpty
│   ├── ArticleBinary
│   ├── ArticleEncoding
│   ├── ArticleFrontMatter
│   ├── ArticleLocked
│   ├── ArticleRecord
│   ├── ArticleScanned
│   ├── ArticleTooLarge
│   └── ArticleUnreadable
├── AddressUnusable        the address of a server, or what is to be sent to it, is none that can be used
├── ChoiceUnusable         a time asked for is none
├── ClusterUnusable        a Ray cluster, or a worker of it, cannot be used
├── ColumnsUnusable        the columns named for the fields of records are not such
├── NoArticles             the paths given hold nothing that can be indexed
├── PathMissing            a path given does not exist
├── WatchUnusable          the paths given cannot be watched
└── IndexUnusable          the index directory cannot be used as asked
    ├── NotAnIndex
    │   └── IndexReplaced  who has it open reads one that is no more
    ├── IndexUnfinished
    ├── IndexMismatch
    ├── IndexTooNew
    ├── IndexTooOld
    ├── IndexLocked
    ├── IndexUnreachable   the server does not answer
    └── IndexRefused       the server, or the proxy before it, does not do what is asked
"""

from pathlib import Path
from typing import Any

from index.article import located


class CopydeskError(Exception):
    """The root of all errors raised on purpose: `fault` says what is wrong, `mend` what to do about it."""

    def __init__(self, fault: str, mend: str) -> None:
        super().__init__(f"{fault} {mend}")
        self.fault = fault
        self.mend = mend

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as what it is: a subclass is made of more than the message that it shows."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[CopydeskError], args: tuple[Any, ...], said: dict[str, Any]) -> CopydeskError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(said)
    return error


class ModelUnusable(CopydeskError):
    """A model's files are missing, or differ from the ones that were measured."""


class ArticleError(CopydeskError):
    """One article cannot be read: `path` names its file, `part` which article of it, None where it is all of it."""

    def __init__(self, path: Path, fault: str, mend: str, part: str | None = None) -> None:
        super().__init__(f"{located(path, part)}: {fault}", mend)
        self.path = path
        self.part = part

    @property
    def location(self) -> str:
        """The file and, behind two colons, the part of it."""
        return located(self.path, self.part)


class ArticleEmpty(ArticleError):
    """The file holds no words."""


class ArticleBinary(ArticleError):
    """The file is no text."""


class ArticleEncoding(ArticleError):
    """The file is not UTF-8 throughout."""


class ArticleFrontMatter(ArticleError):
    """The block between the `---` lines is not what it should be."""


class ArticleLocked(ArticleError):
    """The file is protected by a password."""


class ArticleRecord(ArticleError):
    """A record of a table, of JSON lines or of a feed is not what it should be."""


class ArticleScanned(ArticleError):
    """The pages are pictures: there is no text to be read in them."""


class ArticleTooLarge(ArticleError):
    """There is more in it than one article, or one archive, may hold."""


class ArticleUnreadable(ArticleError):
    """The operating system refuses the file, or its ending is none that is known."""


class ChoiceUnusable(CopydeskError):
    """A time that articles are chosen by is none."""


class ClusterUnusable(CopydeskError):
    """A Ray cluster cannot be reached or used, or a worker of it is unfit."""


class ColumnsUnusable(CopydeskError):
    """The columns named for the fields of records are not such."""


class NoArticles(CopydeskError):
    """The paths given hold nothing that can be indexed."""


class PathMissing(CopydeskError):
    """A path that was given does not exist."""


class WatchUnusable(CopydeskError):
    """The paths given cannot be watched for changes."""


class AddressUnusable(CopydeskError):
    """The address of a server, or what is to be sent to it with each request, cannot be used."""


class IndexUnusable(CopydeskError):
    """The index cannot be used as asked; `index_dir` names its directory, or its address on a server."""

    def __init__(self, index_dir: Path | str, fault: str, mend: str) -> None:
        super().__init__(f"{index_dir}: {fault}", mend)
        self.index_dir = index_dir


class NotAnIndex(IndexUnusable):
    """The directory holds no Copydesk index."""


class IndexReplaced(NotAnIndex):
    """What was opened has been deleted since, and another index made in its place."""


class IndexUnfinished(IndexUnusable):
    """An indexing run was interrupted, or is under way."""

    def __init__(
        self,
        index_dir: Path | str,
        fault: str,
        mend: str = "Run the same `copydesk index` again: it goes on where it stopped.",
    ) -> None:
        super().__init__(index_dir, fault, mend)


class IndexMismatch(IndexUnusable):
    """The index was made by another model or with another chunk size."""


class IndexTooNew(IndexUnusable):
    """The index was written by a newer version of Copydesk."""


class IndexTooOld(IndexUnusable):
    """The index was written by an older version of Copydesk, in a format that is not read any more."""


class IndexLocked(IndexUnusable):
    """Another process is writing to the index."""


class IndexUnreachable(IndexUnusable):
    """The server that keeps the index does not answer, or not in time."""


class IndexRefused(IndexUnusable):
    """The server that keeps the index, or the proxy before it, does not do what is asked."""
