"""Bring an index in step with the articles on disk: what `copydesk index` does, on one screen."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from index.article import Article, Chunk
from index.chunk import chunk, header
from index.embed import Encoder
from index.errors import ArticleError, IndexLocked, NoArticles
from index.lexical import Lexical
from index.models import MINILM
from index.read import find_files, read
from index.split import split
from index.store import Recipe, Store

CHUNK_TOKENS = 192
"""The default size of a chunk with its header; all-MiniLM-L6-v2 reads 256 and was trained on 128."""

_BATCH_CHUNKS = 256
_NAME = "copydesk.lock"


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
class _Plan:
    """What is to be done, found by reading every file once; article ids by path, in the order of the paths."""

    ids: dict[str, str] = field(default_factory=dict)
    duplicates: list[str] = field(default_factory=list)
    failed: list[ArticleError] = field(default_factory=list)


def sync(
    paths: Sequence[Path | str],
    index_dir: Path | str,
    prune: bool = False,
    *,
    embedding_model: str = MINILM.name,
    chunk_tokens: int = CHUNK_TOKENS,
    progress: Callable[[str, int, int], None] = lambda _path, _done, _total: None,
) -> SyncReport:
    """Add what is new among `paths`, replace what changed, drop what is gone from a folder given.

    Articles outside `paths` stay, unless `prune`; a file that exists but cannot be read keeps its last version.
    `progress(path, done, total)` is called after each article written. The same files give the same index, however
    often and with whatever interruption they are indexed. Raises PathMissing, NoArticles, ModelUnusable and
    IndexUnusable; a bad file is no exception but stands in the report.
    """
    roots = [Path(path).absolute() for path in paths]
    index_dir = Path(index_dir).absolute()
    files = list(find_files(roots))
    if not files:
        raise NoArticles(f"No .txt or .md file in {', '.join(map(str, roots))}.", "Name a folder that holds articles.")
    encoder = Encoder(embedding_model)
    plan = _plan(files)
    if not plan.ids and not _exists(index_dir):
        return SyncReport(failed=tuple(plan.failed))
    with _locked(index_dir):
        store = _open(index_dir, encoder, chunk_tokens)
        return _apply(plan, files, roots, store, encoder, prune, progress)


def _plan(files: Sequence[Path]) -> _Plan:
    plan = _Plan()
    seen: set[str] = set()
    for file in files:
        try:
            article_id = read(file).id
        except ArticleError as error:
            plan.failed.append(error)
            continue
        if article_id in seen:
            plan.duplicates.append(str(file))
        else:
            seen.add(article_id)
            plan.ids[str(file)] = article_id
    return plan


def _apply(
    plan: _Plan,
    files: Sequence[Path],
    roots: Sequence[Path],
    store: Store,
    encoder: Encoder,
    prune: bool,
    progress: Callable[[str, int, int], None],
) -> SyncReport:
    if unfinished := store.state == "writing":
        store.remove_orphans()
    held = store.paths()
    known = {path: id_ for id_, path in held.items()}
    wanted = set(plan.ids.values())
    fresh = [path for path, id_ in plan.ids.items() if id_ not in held]
    moved = [path for path, id_ in plan.ids.items() if id_ in held and held[id_] != path]
    present = {str(file) for file in files}
    replaced = {known[path] for path in fresh if path in known}
    gone = {
        id_: path
        for id_, path in held.items()
        if id_ not in wanted and (path not in present and (prune or _is_below(path, roots)))
    }
    stale = (replaced - wanted) | set(gone)
    if fresh or moved or stale or unfinished:
        store.begin()
        for path in moved:
            store.put_article(read(Path(path)))
        written = _write(fresh, store, encoder, progress)
        if unfinished:
            deque(written, maxlen=0)
            lexical = Lexical(store.index_dir, create=True)
            store.remove(stale)
            lexical.update(store.all_chunks())
        else:
            lexical = Lexical(store.index_dir)
            lexical.update(written, stale)
            store.remove(stale)
        lexical.stamp(store.digest())
        store.commit()
    return SyncReport(
        added=tuple(path for path in fresh if path not in known),
        changed=tuple(path for path in fresh if path in known),
        removed=tuple(sorted(gone.values())),
        unchanged=tuple(path for path, id_ in plan.ids.items() if id_ in held),
        duplicates=tuple(plan.duplicates),
        failed=tuple(plan.failed),
    )


def _write(
    paths: Sequence[str], store: Store, encoder: Encoder, progress: Callable[[str, int, int], None]
) -> Iterator[tuple[Chunk, str]]:
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
    store = Store.open(index_dir, unfinished=True) if _exists(index_dir) else Store.create(index_dir, recipe)
    store.require(recipe)
    return store


def _exists(index_dir: Path) -> bool:
    return (index_dir / "chroma.sqlite3").is_file()


def _is_below(path: str, roots: Sequence[Path]) -> bool:
    return any(Path(path).is_relative_to(root) for root in roots)


@contextmanager
def _locked(index_dir: Path) -> Iterator[None]:
    index_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index_dir / _NAME, timeout=0):
            yield
    except Timeout as error:
        mend = "Wait until that run has ended, then index again."
        raise IndexLocked(index_dir, "another process is writing to it.", mend) from error
