"""Bring an index in step with the articles on disk: what `copydesk index` does, on one screen."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from index.article import Article, Chunk
from index.chunk import chunk, header
from index.embed import Encoder
from index.errors import ArticleError, IndexLocked, NoArticles, NotAnIndex
from index.lexical import Lexical
from index.models import MINILM
from index.read import find_files, read
from index.split import split
from index.store import Recipe, Store, is_begun

CHUNK_TOKENS = 192
"""The default size of a chunk with its header; all-MiniLM-L6-v2 reads 256 and was trained on 128."""

Progress = Callable[[str, int, int], None]
"""Called with what was done last, how many are done, and how many there are."""

_BATCH_CHUNKS = 256
_LOCK = "copydesk.lock"


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a run did, by path. `duplicates` have the very text of another file, and count as that article."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    failed: tuple[ArticleError, ...] = ()


@dataclass(slots=True)
class _Pile:
    """What is on disk, found by reading every file once: article ids by path, in the order of the paths."""

    ids: dict[str, str] = field(default_factory=dict)
    duplicates: list[str] = field(default_factory=list)
    failed: list[ArticleError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Changes:
    """What is to be done: paths to write, paths whose article is held under another path, ids to remove."""

    fresh: tuple[str, ...]
    moved: tuple[str, ...]
    stale: frozenset[str]
    report: SyncReport


def sync(
    paths: Sequence[Path | str],
    index_dir: Path | str,
    prune: bool = False,
    *,
    embedding_model: str = MINILM.name,
    chunk_tokens: int = CHUNK_TOKENS,
    progress: Progress = lambda _path, _done, _total: None,
) -> SyncReport:
    """Add what is new among `paths`, replace what changed, drop what is gone from a folder given.

    Articles outside `paths` stay, unless `prune`; a file that exists but cannot be read keeps its last version.
    `progress(path, done, total)` is called after each article written. The same files give the same index, however
    often and with whatever interruption they are indexed. Raises PathMissing, NoArticles, ModelUnusable and
    IndexUnusable; a bad file is no exception but stands in the report.
    """
    roots = [Path(os.path.normpath(Path(path).absolute())) for path in paths]
    index_dir = Path(index_dir).absolute()
    found = list(find_files(roots))
    if not found:
        raise NoArticles(f"No .txt or .md file in {', '.join(map(str, roots))}.", "Name a folder that holds articles.")
    encoder = Encoder(embedding_model)
    pile = _read_all(found)
    if not pile.ids and not is_begun(index_dir):
        return SyncReport(failed=tuple(pile.failed))
    with _locked(index_dir):
        store = _open(index_dir, encoder, chunk_tokens)
        in_step = Lexical.is_in_step(index_dir, store.state)
        if not in_step:
            store.remove_orphans()
        changes = _compare(pile, store.paths(), lambda path: prune or _is_below(path, roots))
        if changes.fresh or changes.moved or changes.stale or not in_step:
            _apply(changes, store, encoder, progress, in_step=in_step)
        return changes.report


def _read_all(found: Sequence[Path | ArticleError]) -> _Pile:
    pile, seen = _Pile(), set[str]()
    for file in found:
        if isinstance(file, ArticleError):
            pile.failed.append(file)
            continue
        try:
            article_id = read(file).id
        except ArticleError as error:
            pile.failed.append(error)
            continue
        if article_id in seen:
            pile.duplicates.append(str(file))
        else:
            seen.add(article_id)
            pile.ids[str(file)] = article_id
    return pile


def _compare(pile: _Pile, held: dict[str, str], is_ours: Callable[[str], bool]) -> _Changes:
    """Compare the pile with the articles held (paths by id); those gone are removed where their path `is_ours`."""
    held_at = {path: id_ for id_, path in held.items()}
    wanted = set(pile.ids.values())
    readable = pile.ids.keys() | set(pile.duplicates)
    unreadable = {str(error.path) for error in pile.failed}
    old = {id_: path for id_, path in held.items() if id_ not in wanted and not _is_among(path, unreadable)}
    gone = {id_: path for id_, path in old.items() if path not in readable and is_ours(path)}
    fresh = tuple(path for path, id_ in pile.ids.items() if id_ not in held)
    return _Changes(
        fresh=fresh,
        moved=tuple(path for path, id_ in pile.ids.items() if held.get(id_, path) != path),
        stale=frozenset(gone.keys() | {id_ for id_, path in old.items() if path in readable}),
        report=SyncReport(
            added=tuple(path for path in fresh if path not in held_at),
            changed=tuple(path for path in fresh if path in held_at),
            removed=tuple(sorted(gone.values())),
            unchanged=tuple(path for path, id_ in pile.ids.items() if id_ in held),
            duplicates=tuple(pile.duplicates),
            failed=tuple(pile.failed),
        ),
    )


def _apply(changes: _Changes, store: Store, encoder: Encoder, progress: Progress, *, in_step: bool) -> None:
    """Write the changes to Chroma and to the lexical half.

    That is made anew where it was not in step, and where articles go: tantivy counts the words of what was deleted
    until it merges segments, so scores would depend on the history of the index.
    """
    store.begin()
    for path in changes.moved:
        store.put_article(read(Path(path)))
    written = _write(changes.fresh, store, encoder, progress)
    if in_step and not changes.stale:
        lexical = Lexical(store.index_dir)
        lexical.update(written)
    else:
        deque(written, maxlen=0)
        store.remove(changes.stale)
        lexical = Lexical(store.index_dir, create=True)
        lexical.update(store.all_chunks())
    store.commit()
    lexical.stamp(store.state)


def _write(paths: Sequence[str], store: Store, encoder: Encoder, progress: Progress) -> Iterator[tuple[Chunk, str]]:
    """Read, split, embed and store; embedded in batches of many articles, so that texts of one length go together."""
    waiting: list[tuple[Article, tuple[Chunk, ...]]] = []
    for done, path in enumerate(paths, start=1):
        article = read(Path(path))
        budget = min(store.recipe.chunk_tokens, encoder.window)
        waiting.append((article, chunk(article, split(article), encoder.count_tokens, budget)))
        if done == len(paths) or sum(len(chunks) for _, chunks in waiting) >= _BATCH_CHUNKS:
            texts = [header(article) + piece.text for article, chunks in waiting for piece in chunks]
            vectors = encoder.encode(texts)
            at = 0
            for written, chunks in waiting:
                store.put(written, chunks, vectors[at : at + len(chunks)])
                at += len(chunks)
                yield from ((piece, written.title) for piece in chunks)
            waiting.clear()
        progress(path, done, len(paths))


def _open(index_dir: Path, encoder: Encoder, chunk_tokens: int) -> Store:
    recipe = Recipe(encoder.name, encoder.fingerprint, chunk_tokens)
    store = Store.open_or_create(index_dir, recipe)
    store.require(recipe)
    return store


def _is_among(path: str, unreadable: set[str]) -> bool:
    """Whether a file, or a folder above it, cannot be read."""
    return not unreadable.isdisjoint((path, *map(str, Path(path).parents)))


def _is_below(path: str, roots: Sequence[Path]) -> bool:
    return any(Path(path).is_relative_to(root) for root in roots)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / _LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        mend = "Wait until that run has ended, then index again."
        raise IndexLocked(index_dir, "another process is writing to it.", mend) from error
    except OSError as error:
        mend = "Name a directory that you may write to."
        raise NotAnIndex(index_dir, f"no index can be kept there ({error.strerror}).", mend) from error
    try:
        yield
    finally:
        lock.release()
