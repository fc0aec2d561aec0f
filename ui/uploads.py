"""Articles of a reader's own: uploaded files in a private index that is gone when the session ends."""

import os
import shutil
import stat
import tempfile
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.article import Article
from index.errors import ArticleError, CopydeskError
from index.formats import FORMATS
from index.read import read_all
from index.sync import sync
from ui.upload_names import safe_name, shown_name

if TYPE_CHECKING:
    from rag.engine import Engine

_PART = 1 << 20
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What a session may upload, all of its uploads together but for `file_bytes`."""

    files: int = 50
    file_bytes: int = 10_000_000
    all_bytes: int = 50_000_000
    articles: int = 500
    characters: int = 2_000_000
    """Of text: some 2,500 chunks, whose vectors take half a minute on two cores."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was received at `path`, and the name that the browser gave it, which can be anything."""

    path: Path
    name: str


class UploadRefused(CopydeskError):
    """A file was not taken in; `name` is what the reader called it, fit to be shown."""

    def __init__(self, name: str, fault: str, mend: str) -> None:
        super().__init__(f"{name}: {fault}", mend)
        self.name = name


@dataclass(frozen=True, slots=True)
class Taken:
    """The names of the files that can be asked now, and what is wrong with others, or with parts of them."""

    names: tuple[str, ...]
    refused: tuple[UploadRefused, ...]


class SessionIndex:
    """A reader's own articles, in a folder that nobody else on the machine can read; usable from several threads.

    The folder is removed by `close`, when nothing refers to the session any more, and when the program ends.
    """

    def __init__(self, engine: "Engine", limits: UploadLimits | None = None) -> None:
        self._models = engine
        self._limits = limits or UploadLimits()
        self._lock = Lock()
        self._numbers = count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="copydesk-session-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._engine: Engine | None = None
        self._sizes: dict[Path, tuple[int, int]] = {}

    @property
    def engine(self) -> "Engine | None":
        """An engine over these articles alone; None as long as there are none."""
        return self._engine

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self._engine.overview().articles if self._engine else 0

    def add(
        self,
        files: Sequence[Upload],
        progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
    ) -> Taken:
        """Take files in, as far as they are fit and within the limits; one that is not does not stop the others.

        `progress` is told as by `index.sync`. Raises a CopydeskError where there can be no index at all.
        """
        with self._lock:
            refused: list[UploadRefused] = []
            names: dict[Path, str] = {}
            for file in files:
                try:
                    names[self._receive(file)] = shown_name(file.name)
                except UploadRefused as error:
                    refused.append(error)
            if names:
                refused += self._index(names, progress)
            return Taken(tuple(names.values()), tuple(refused))

    def close(self) -> None:
        """Remove the articles and their index; nothing can be asked after. It may be called again."""
        with self._lock:
            if self._engine:
                self._engine.close()
                self._engine = None
            self._remove()

    def _receive(self, file: Upload) -> Path:
        """Copy a file into the session's folder, under a name of ours; raises UploadRefused."""
        name = shown_name(file.name)
        if not self._remove.alive:
            raise UploadRefused(name, "the session has ended.", "Load the page again.")
        if len(self._sizes) >= self._limits.files:
            fault = f"{self._limits.files:,} files were uploaded already."
            raise UploadRefused(name, fault, "Begin a new session, or make an index of them: copydesk index PATHS.")
        if Path(name).suffix.lower() not in FORMATS:
            known = ", ".join(FORMATS)
            raise UploadRefused(name, "files of this kind are not read.", f"Give files that end in one of {known}.")
        folder = self._folder / "files" / f"{next(self._numbers):04d}"
        folder.mkdir(parents=True)
        target = folder / safe_name(file.name)
        try:
            self._copy(file.path, target, name)
            self._sizes[target] = self._measured(target, name)
        except UploadRefused:
            shutil.rmtree(folder)
            raise
        return target

    def _copy(self, source: Path, target: Path, name: str) -> None:
        """Copy a regular file, never through a link, and not beyond the limit."""
        used = sum(file.stat().st_size for file in self._sizes)
        most = min(self._limits.file_bytes, self._limits.all_bytes - used)
        left = most
        try:
            handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as given, target.open("wb") as copy:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise UploadRefused(name, "it is no regular file.", "Upload the file itself.")
                while part := given.read(_PART):
                    left -= len(part)
                    if left < 0:
                        fault = f"it has more than the {most / 1_000_000:,.1f} MB that are left."
                        raise UploadRefused(
                            name, fault, "Upload smaller files, or make an index: copydesk index PATHS."
                        )
                    copy.write(part)
        except OSError as error:
            raise UploadRefused(name, f"it was not received ({error.strerror}).", "Upload it again.") from error

    def _measured(self, file: Path, name: str) -> tuple[int, int]:
        """How many articles and characters a file has; raises UploadRefused where that is none, or too many."""
        articles = sum(one for one, _ in self._sizes.values())
        characters = sum(size for _, size in self._sizes.values())
        before = articles, characters
        first: ArticleError | None = None
        for piece in read_all(file):
            if isinstance(piece, Article):
                articles, characters = articles + 1, characters + len(piece.text)
            else:
                first = first or piece
            if articles > self._limits.articles or characters > self._limits.characters:
                fault = f"with it there are more than {self._limits.articles:,} articles, or too much text."
                raise UploadRefused(name, fault, "Make an index of them: copydesk index PATHS.")
        if (articles, characters) == before and first:
            raise _refusal(first, {file: name})
        return articles - before[0], characters - before[1]

    def _index(self, names: dict[Path, str], progress: Callable[[str, int, int], None]) -> list[UploadRefused]:
        index_dir = self._folder / "index"
        report = sync([self._folder / "files"], index_dir, embedding_model=self._models.encoder, progress=progress)
        if self._engine is None:
            self._engine = self._models.beside(index_dir)
        return [_refusal(error, names) for error in report.failed if error.path in names]


def _refusal(error: ArticleError, names: dict[Path, str]) -> UploadRefused:
    """An error as the reader knows the file: without the folder that it lies in."""
    known = names[error.path]
    part = shown_name(error.part) if error.part is not None else None
    fault = error.fault.removeprefix(f"{error.location}: ").replace(str(error.path), known)
    return UploadRefused(
        known if part is None else f"{known}, {part}", fault, error.mend.replace(str(error.path), known)
    )
