"""What readers thought of answers: a thumb and a comment, kept with all that the answer was made of, in one file."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.article import Article
from index.choice import ALL, Choice
from index.database import is_begun
from index.errors import CopydeskError
from index.place import Where, to_place
from rag.answer import Answer, Citation, Passage
from rag.making import Making
from ui.kept_article import from_json, to_json

MAX_COMMENT = 4000
"""Characters of a comment."""

_PATIENCE = 30.0
"""Seconds to wait for another thread or process that is writing."""

_APPLICATION = 0x436F7079
"""Marks the file as ours; other programs' databases are left alone. Any number will do: sqlite.org/pragma.html."""

_FORMAT = 1

_TABLES = """
CREATE TABLE article (id TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, good INTEGER NOT NULL, comment TEXT NOT NULL, question TEXT NOT NULL,
    filters TEXT NOT NULL, answer TEXT NOT NULL, making TEXT NOT NULL
);
"""


class FeedbackUnusable(CopydeskError):
    """The file of feedback cannot be read or written, or what is to be kept in it is too long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reader thought of an answer; `answer` and `filters` are JSON values, `answer` as of `Answer.to_dict`."""

    id: int
    at: datetime
    good: bool
    comment: str
    question: str
    filters: dict[str, Any]
    answer: dict[str, Any]
    making: Making

    @property
    def alone(self) -> str:
        """The question as it was searched: one of a conversation may lean on those before."""
        return str(self.answer.get("searched") or self.question)

    def to_dict(self) -> dict[str, Any]:
        """It as plain JSON values."""
        return asdict(self) | {"at": self.at.isoformat()}


def beside(index_dir: Where) -> Path:
    """Where feedback on an index is kept unless told otherwise: beside it, since the index is made anew at times.

    Of one on a server, in the working directory; raises AddressUnusable.
    """
    place = to_place(index_dir)
    index_dir = place.folder or Path(place.chunks).absolute()
    return index_dir.with_name(f"{index_dir.name}.feedback.sqlite3")


class Feedback:
    """A file of feedback, which is made with the first entry; it can be used from several threads and processes.

    Everything raises FeedbackUnusable.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).absolute()

    def add(self, answer: Answer, making: Making, *, good: bool, comment: str = "", choice: Choice = ALL) -> int:
        """Keep what a reader thought of an answer, with the articles that it cites or names; gives the entry's id."""
        if is_begun(self.path.parent):
            raise self._fault("it lies in an index", "Name a file outside of the index.")
        places: list[Citation | Passage] = [*answer.citations, *answer.nearest]
        used = {place.article.id: place.article for place in places}
        when = {name: at.isoformat() if (at := getattr(choice, name)) else None for name in ("since", "until")}
        told = (_json({"outlets": choice.outlets} | when), _json(answer.to_dict()), _json(asdict(making)))
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._writing() as database:
            articles = [(id_, to_json(article)) for id_, article in used.items()]
            database.executemany("INSERT OR IGNORE INTO article VALUES (?, ?)", articles)
            row = (at, good, self._checked(comment), _writable(answer.question), *told)
            return database.execute("INSERT INTO feedback VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid or 0

    def amend(self, id_: int, *, good: bool, comment: str = "") -> None:
        """Change an entry's thumb and comment: a reader thinks again, or adds words."""
        with self._writing() as database:
            row = (good, self._checked(comment), id_)
            if not database.execute("UPDATE feedback SET good = ?, comment = ? WHERE id = ?", row).rowcount:
                raise self._fault(f"it has no entry {id_}", "Say it anew.")

    def all(self) -> list[Entry]:
        """All entries in the order in which they came; none where there is no file yet."""
        return [_entry(row) for row in self._read("SELECT * FROM feedback ORDER BY id")]

    def articles(self) -> dict[str, Article]:
        """The articles that are kept with the entries, by their ids."""
        return {id_: from_json(content) for id_, content in self._read("SELECT id, content FROM article")}

    def _read(self, query: str) -> list[Any]:
        if not self.path.exists():
            return []
        with self._opened() as database:
            return database.execute(query).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            with database:
                yield database

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each use, so that no thread meets another's."""
        try:
            self._make()
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as database:
                self._prepare(database)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise self._fault(f"it cannot be used ({error})", "Name another file with `--feedback`.") from error

    def _make(self) -> None:
        """What readers say is for nobody else on the machine."""
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))

    def _prepare(self, database: sqlite3.Connection) -> None:
        tables = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if _pragma(database, "application_id") != _APPLICATION:
            if tables:
                raise self._fault("it is a database of something else", "Name another file with `--feedback`.")
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("BEGIN IMMEDIATE")
            with database:
                _create(database)
        if _pragma(database, "user_version") > _FORMAT:
            raise self._fault("it was written by a newer version of Copydesk", "Update Copydesk.")

    def _checked(self, comment: str) -> str:
        if len(comment) > MAX_COMMENT:
            raise FeedbackUnusable(f"The comment has more than {MAX_COMMENT:,} characters.", "Shorten it.")
        return _writable(comment.strip())

    def _fault(self, what: str, mend: str) -> FeedbackUnusable:
        return FeedbackUnusable(f"{self.path}: {what}.", mend)


def _create(database: sqlite3.Connection) -> None:
    """Make the tables, unless another thread has made them meanwhile."""
    if _pragma(database, "application_id") == _APPLICATION:
        return
    for statement in filter(str.strip, _TABLES.split(";")):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {_FORMAT}")
    database.execute(f"PRAGMA application_id = {_APPLICATION}")


def _entry(row: Any) -> Entry:
    id_, at, good, comment, question, filters, answer, making = row
    return Entry(id_, datetime.fromisoformat(at), bool(good), comment, question, json.loads(filters),
                 json.loads(answer), Making(**json.loads(making)))  # fmt: skip


def _pragma(database: sqlite3.Connection, name: str) -> int:
    return int(database.execute(f"PRAGMA {name}").fetchone()[0])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def _writable(text: str) -> str:
    """Halves of characters, which a browser can send, cannot be written."""
    return text.encode(errors="replace").decode()
