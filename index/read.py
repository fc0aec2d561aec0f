"""Files to articles: which files there are, which format each has, and what cannot be read."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from index.article import Article
from index.errors import ArticleError, ArticleUnreadable, PathMissing
from index.source import Source, of_file

FORMATS: Mapping[str, str] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""The module in `index.formats` that reads files with an ending."""


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the article files among `paths` and below them, absolute, sorted, each once; hidden ones are left out.

    A file that is named is yielded whatever its ending, so that the reader can say what is wrong with it.
    Raises PathMissing for a path that does not exist.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise PathMissing(f"{path} does not exist.", "Check the spelling, or mount the drive it is on.")
        if path.is_dir():
            found.update(
                Path(folder, name).absolute()
                for folder, folders, names in os.walk(path)
                for name in names
                if Path(name).suffix.lower() in FORMATS
                and not any(p.startswith(".") for p in _below(path, folder, name))
            )
        else:
            found.add(path.absolute())
    yield from sorted({Path(os.path.normpath(file)) for file in found})


def read_all(path: Path) -> Iterator[Article | ArticleError]:
    """The articles of one file, and for each that cannot be read the error that says why."""
    try:
        source = _source(path)
        yield from _reader(source)(source)
    except ArticleError as error:
        yield error


def read(path: Path) -> Article:
    """The article that a file is; raises an ArticleError that says why it is none."""
    first = next(read_all(path))
    if isinstance(first, ArticleError):
        raise first
    return first


def _source(path: Path) -> Source:
    if any("\udc80" <= c <= "\udcff" for c in str(path)):
        name = os.fsencode(path).decode(errors="replace")
        raise ArticleUnreadable(Path(name), "its name is not UTF-8.", "Rename it.")
    if path.exists() and not path.is_file():
        raise ArticleUnreadable(path, "it is no regular file.", "Check that it is a file that you may read.")
    return of_file(path)


def _reader(source: Source) -> Callable[[Source], Iterator[Article | ArticleError]]:
    module = FORMATS.get(source.suffix)
    if module is None:
        known = ", ".join(FORMATS)
        fault = f"files ending in {source.suffix!r} are not read."
        raise ArticleUnreadable(source.path, fault, f"Give files of a kind that is: {known}.", source.part)
    reader: Callable[[Source], Iterator[Article | ArticleError]] = import_module(f"index.formats.{module}").articles
    return reader


def _below(root: Path, folder: str, name: str) -> tuple[str, ...]:
    return Path(folder, name).relative_to(root).parts
