"""Files to articles: which files there are, which format each has, and what cannot be read."""

import os
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from index.archive import is_known, sources
from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleEmpty, ArticleError, ArticleUnreadable, PathMissing
from index.formats import FORMATS
from index.source import STREAM_FAULTS, Source

_READABLE = "Check that it is a file that you may read."

Piece = Article | ArticleError
Found = TypeVar("Found")
Reader = Callable[[Source, Columns], Iterator[Piece]]


def find_files(paths: Sequence[Path]) -> Iterator[Path | ArticleError]:
    """Yield the article files among `paths` and below them, absolute, sorted, each once; hidden ones are left out.

    A file that is named is yielded whatever its ending, so that the reader can say what is wrong with it. A folder is
    looked through once, by its own path rather than by a link to it; for each that cannot be an error comes last.
    Raises PathMissing for a path that does not exist.
    """
    files: set[Path] = set()
    folders: list[str] = []
    errors: list[ArticleError] = []
    for path in paths:
        try:
            is_folder = _exists(path) and path.is_dir()
        except OSError as error:
            errors.append(_unreadable(path, error))
            continue
        spelled = os.path.normpath(path.absolute())
        if is_folder:
            folders.append(spelled)
        else:
            files.add(Path(spelled))
    for found in _walk(folders):
        if isinstance(found, ArticleError):
            errors.append(found)
        else:
            files.add(found)
    yield from sorted(files)
    yield from sorted(errors, key=lambda error: error.path)


def read_all(path: Path, columns: Columns = NO_COLUMNS) -> Iterator[Piece]:
    """The articles of one file, or of all entries of an archive, and for each that cannot be read the error.

    `columns` says where the fields of records are. Nothing that a file holds raises; at least one thing is yielded.
    """
    yield from each_source(path, lambda source: of_source(source, columns))


def each_source(path: Path, take: Callable[[Source], Iterator[Found]]) -> Iterator[Found | ArticleError]:
    """What `take` finds in each source of a file, an entry before the next is opened, and the errors as `read_all`."""
    none = True
    for found in _found(path, take):
        none = False
        yield found
    if none:
        yield ArticleEmpty(path, "there is no article in it.", "Remove it, or save it again.")


def read(path: Path) -> Article:
    """The article that a file is; raises an ArticleError that says why it is none."""
    first = next(read_all(path))
    if isinstance(first, ArticleError):
        raise first
    return first


def of_source(source: Source, columns: Columns) -> Iterator[Piece]:
    """The articles of one source; what it holds raises nothing."""
    return _guarded(source, lambda source: _reader(source)(source, columns))


def _found(path: Path, take: Callable[[Source], Iterator[Found]]) -> Iterator[Found | ArticleError]:
    try:
        _check(path)
        for source in sources(path):
            if isinstance(source, ArticleError):
                yield source
            else:
                yield from _guarded(source, take)
    except ArticleError as error:
        yield error
    except STREAM_FAULTS as error:
        yield _unreadable(path, error)


def _guarded(source: Source, take: Callable[[Source], Iterator[Found]]) -> Iterator[Found | ArticleError]:
    try:
        yield from take(source)
    except ArticleError as error:
        yield error
    except STREAM_FAULTS as error:
        yield _unreadable(source.path, error, source.part)


def _check(path: Path) -> None:
    if any("\udc80" <= c <= "\udcff" for c in str(path)):
        name = os.fsencode(path).decode(errors="replace")
        raise ArticleUnreadable(Path(name), "its name is not UTF-8.", "Rename it.")
    if path.exists() and not path.is_file():
        raise ArticleUnreadable(path, "it is no regular file.", _READABLE)


def _reader(source: Source) -> Reader:
    module = FORMATS.get(source.suffix)
    if module is None:
        known = ", ".join(FORMATS)
        fault = f"files ending in {source.suffix!r} are not read."
        raise ArticleUnreadable(source.path, fault, f"Give files of a kind that is: {known}.", source.part)
    reader: Reader = import_module(f"index.formats.{module}").articles
    return reader


def _exists(path: Path) -> bool:
    """Whether a path exists, be it a link to nowhere; raises PathMissing where not, and OSError."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # a path with a zero character is a ValueError
        raise PathMissing(f"{path} does not exist.", "Check the spelling, or mount the drive it is on.") from error
    return True


def _walk(roots: Sequence[str]) -> Iterator[Path | ArticleError]:
    """The article files below folders; links are followed when all folders that are none were looked through."""
    seen: set[tuple[int, int]] = set()
    folders = sorted(set(roots), key=lambda root: (os.path.realpath(root) != root, root), reverse=True)
    links: list[str] = []
    while folders or links:
        folder = folders.pop() if folders else links.pop()
        errors: list[OSError] = []
        below: list[str] = []
        if _is_new(folder, seen, errors):
            _, below, names = next(os.walk(folder, onerror=errors.append), (folder, [], []))
            yield from (Path(folder, name) for name in names if is_known(name) and not name.startswith("."))
        yield from (_unreadable(Path(folder), error) for error in errors)
        for name in sorted(below, reverse=True):
            if not name.startswith("."):
                path = os.path.join(folder, name)  # noqa: PTH118
                (links if os.path.islink(path) else folders).append(path)  # noqa: PTH114
        links.sort(reverse=True)


def _is_new(folder: str, seen: set[tuple[int, int]], errors: list[OSError]) -> bool:
    try:
        status = os.stat(folder)  # noqa: PTH116
    except OSError as error:
        errors.append(error)
        return False
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new


def _unreadable(path: Path, error: BaseException, part: str | None = None) -> ArticleUnreadable:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    name = os.fsencode(path).decode(errors="replace")
    return ArticleUnreadable(Path(name), f"{said.rstrip('.')}.", _READABLE, part)
