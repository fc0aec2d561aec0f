"""The first half of indexing: what is on disk is compared with what is held, and new texts are written."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article, Chunk
from index.chunk import is_furniture_id
from index.copies import Record
from index.errors import ArticleError
from index.held import Held
from index.lexical_writer import LexicalWriter
from index.spread.hands import Hands
from index.store import Store

_BATCH = 100
"""Articles that are written together."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did, by location: a file and, behind two colons, the part of it.

    `duplicates` say the very same as another article, and count as that one. `failed` are files, parts and folders
    that could not be read, and what is strange about those that could.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    failed: tuple[ArticleError, ...] = ()


@dataclass(slots=True)
class Pile:
    """What was found on disk: where each article comes from, and how many of them were not held."""

    seen: dict[str, Held] = field(default_factory=dict)
    new: int = 0
    duplicates: list[str] = field(default_factory=list)
    failed: list[ArticleError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """How what is held differs from what was found: articles that lie elsewhere now, and ids that are to go."""

    moved: dict[str, Held]
    stale: frozenset[str]
    report: SyncReport


class Taker:
    """Takes in what was found, article by article, and writes what is not held yet."""

    def __init__(self, store: Store, held: dict[str, Held], hands: Hands, lexical: LexicalWriter) -> None:
        self.pile = Pile()
        self._store = store
        self._held = held
        self._hands = hands
        self._lexical = lexical
        self._batch: list[tuple[Article, tuple[Chunk, ...], Record]] = []

    def take(self, found: Iterable[Article | ArticleError]) -> Pile:
        """Take all in; gives the pile."""
        for article, (chunks, record) in self._hands.cut(self._new(found), self._store.recipe.chunk_tokens):
            self._batch.append((article, chunks, record))
            if len(self._batch) == _BATCH:
                self._write()
        self._write()
        return self.pile

    def _new(self, found: Iterable[Article | ArticleError]) -> Iterator[Article]:
        """The articles that are not held, each once; of all that was found the pile is told."""
        for piece in found:
            if isinstance(piece, ArticleError):
                self.pile.failed.append(piece)
            elif piece.id in self.pile.seen:
                self.pile.duplicates.append(piece.location)
            else:
                self.pile.seen[piece.id] = Held(piece.path, piece.part)
                if piece.id not in self._held:
                    yield piece

    def _write(self) -> None:
        if self._batch:
            self._store.put(self._batch)
            for article, chunks, _ in self._batch:
                self._lexical.add(article, searched(chunks))
            self.pile.new += len(self._batch)
            self._batch = []


def searched(chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
    """The chunks that are searched: all but furniture, which is found by its article."""
    return tuple(chunk for chunk in chunks if not is_furniture_id(chunk.id))


def compare(pile: Pile, held: dict[str, Held], is_ours: Callable[[Path], bool]) -> Changes:
    """Compare the pile with the articles held; those gone are to be removed where their file `is_ours`.

    Of a file that could not be read, or of a part that could not, the last version stays.
    """
    held_at = {where.location: id_ for id_, where in held.items()}
    readable = {where.location for where in pile.seen.values()} | set(pile.duplicates)
    unreadable = {error.location for error in pile.failed} - readable
    old = {id_: w for id_, w in held.items() if id_ not in pile.seen and not _around(w) & unreadable}
    gone = {id_: w.location for id_, w in old.items() if w.location not in readable and is_ours(Path(w.path))}
    new = [where.location for id_, where in pile.seen.items() if id_ not in held]
    return Changes(
        moved={id_: where for id_, where in pile.seen.items() if held.get(id_, where) != where},
        stale=frozenset(gone.keys() | {id_ for id_, where in old.items() if where.location in readable}),
        report=SyncReport(
            added=tuple(location for location in new if location not in held_at),
            changed=tuple(location for location in new if location in held_at),
            removed=tuple(sorted(gone.values())),
            unchanged=tuple(where.location for id_, where in pile.seen.items() if id_ in held),
            duplicates=tuple(pile.duplicates),
            failed=tuple(pile.failed),
        ),
    )


def _around(where: Held) -> set[str]:
    """An article's location, its file, and the folders that this is in."""
    return {where.location, where.path, *map(str, Path(where.path).parents)}
