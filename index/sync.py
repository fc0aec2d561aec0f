"""Bring an index in step with the articles on disk: what `copydesk index` does, on one screen."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path

from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.copies import link
from index.embed import Encoder
from index.errors import ArticleError, ArticleUnreadable, NoArticles
from index.formats import FORMATS
from index.held import Held, digest
from index.lexical import keep_only
from index.lexical_writer import LexicalWriter, NoWriter
from index.marks import WRITING
from index.mirror import bring_in_step, keep_note
from index.models import MINILM
from index.place import Guard, Place, Where, to_place
from index.read import find_files
from index.recipe import Recipe
from index.spread.hands import Hands, Here, Progress
from index.store import Store
from index.take import Changes, SyncReport, Taker, compare, searched
from index.vectors import embed_waiting

CHUNK_TOKENS = 192
"""The default size of a chunk with its header; all-MiniLM-L6-v2 reads 256 and was trained on 128."""


def sync(
    paths: Sequence[Path | str],
    index_dir: Where,
    prune: bool = False,
    *,
    embedding_model: str | Encoder = MINILM.name,
    chunk_tokens: int = CHUNK_TOKENS,
    columns: Columns = NO_COLUMNS,
    embed: bool = True,
    ray: str | None = None,
    progress: Progress = lambda _stage, _done, _total: None,
) -> SyncReport:
    """Add what is new among `paths`, replace what changed, drop what is gone from a folder given; embed what is not.

    Questions can be asked once the texts are in, and all along where there were some before. Articles outside `paths`
    stay, unless `prune`; so do those of a folder in which nothing is left, and the last version of what exists but
    cannot be read. `columns` says where the fields of records are, `embedding_model` names a model or is one that is
    loaded; without `embed` the vectors are left to a later run.
    The index's own files are passed over, unless a folder in it is named. `index_dir` may be the address of a
    collection on a Chroma server, too (`index.place`). `progress` is told what is being done, how much of it is done,
    and how much there is. `ray` is the address of a Ray cluster (`index.spread.cluster`) that reads, splits and embeds,
    with the model of that name; all else, and every write, is done here, so that the index is the same.

    The same files give the same index, however often and with whatever interruption they are indexed. Raises
    PathMissing, NoArticles, ModelUnusable, ClusterUnusable and IndexUnusable; a bad file is no exception but stands
    in the report.
    """
    roots = [Path(os.path.normpath(Path(path).absolute())) for path in paths]
    place = to_place(index_dir)
    own = frozenset() if any(place.folder in root.parents for root in roots) else frozenset((place.folder,))
    listed = [file for file in find_files(roots) if isinstance(file, ArticleError) or own.isdisjoint(file.parents)]
    if not listed:
        endings = ", ".join(FORMATS)
        fault = f"There are no articles in {', '.join(map(str, roots))}."
        raise NoArticles(fault, f"Name files, or folders of files, that end in one of {endings}.")
    encoder = Encoder(embedding_model) if isinstance(embedding_model, str) else embedding_model
    with _hands(ray, encoder) as hands:
        found = hands.read(listed, columns, progress)
        if not place.is_begun():
            failed, first = _first_article(found)
            if first is None:
                return SyncReport(failed=tuple(failed))
            found = chain(failed, [first], found)
        with place.locked() as guard, closing(_open(place, encoder, chunk_tokens, guard)) as store:
            report = _take_in(found, store, hands, _Ours(roots, listed, prune))
            if embed:
                embed_waiting(store, hands, progress)
            return report


def rebuild(index_dir: Where) -> int:
    """Make the lexical half anew from Chroma, and the links between copies; gives the number of articles.

    Of an index on a server that is the lexical half of this machine. Raises IndexUnusable.
    """
    place = to_place(index_dir)
    Store.open(place, unfinished=True).close()
    with place.locked() as guard, closing(Store.open(place, unfinished=True, guard=guard)) as store:
        held = store.held()
        _commit(store, held, Changes({}, frozenset(), SyncReport()), _rewritten(store, frozenset()), in_step=False)
        return len(held)


class _Ours:
    """Which articles are to go where their file is gone: those below what was given, but for folders found empty."""

    def __init__(self, roots: Sequence[Path], listed: Sequence[Path | ArticleError], prune: bool) -> None:
        self._prune = prune
        files = [file for file in listed if isinstance(file, Path)]
        self._empty = [root for root in roots if not any(file.is_relative_to(root) for file in files)]
        self._roots = [root for root in roots if root not in self._empty]

    def __call__(self, file: Path) -> bool:
        return self._prune or any(file.is_relative_to(root) for root in self._roots)

    def faults(self, held: dict[str, Held]) -> Iterator[ArticleError]:
        """The folders given in which nothing is left of what the index holds from them: a drive may be missing."""
        for root in [] if self._prune else self._empty:
            if lost := sum(Path(where.path).is_relative_to(root) for where in held.values()):
                fault = f"there is nothing in it any more, and the index holds {lost:,} articles from it."
                yield ArticleUnreadable(root, fault, "Mount the drive it is on; if they are to go, add --prune.")


def _hands(ray: str | None, encoder: Encoder) -> AbstractContextManager[Hands]:
    if ray is None:
        return nullcontext(Here(encoder))
    from index.spread.crew import crew

    return crew(ray, encoder)


def _first_article(found: Iterator[Article | ArticleError]) -> tuple[list[ArticleError], Article | None]:
    failed: list[ArticleError] = []
    for piece in found:
        if isinstance(piece, Article):
            return failed, piece
        failed.append(piece)
    return failed, None


def _open(place: Place, encoder: Encoder, chunk_tokens: int, guard: Guard) -> Store:
    recipe = Recipe(encoder.name, encoder.fingerprint, chunk_tokens)
    store = Store.open_or_create(place, recipe, guard)
    store.require(recipe)
    return store


def _take_in(found: Iterator[Article | ArticleError], store: Store, hands: Hands, is_ours: _Ours) -> SyncReport:
    """Write what is new beside what is held; readers see it, and what is gone, only in the end."""
    held, marks = store.held(), store.marks
    state = marks.state
    in_step = state == digest(held) and bring_in_step(store, marks)
    writer = _writer(store, state if in_step else None)
    pile = Taker(store, held, hands, writer).take(found)
    pile.failed.extend(is_ours.faults(held))
    changes = compare(pile, held, is_ours)
    if in_step and not (pile.new or changes.moved or changes.stale):
        writer.discard()
        return changes.report
    is_of_use = not held or (in_step and (not changes.stale or writer.drop(changes.stale, store.with_chunks)))
    if not is_of_use:
        writer.discard()
        writer = _rewritten(store, changes.stale)
    after = {id_: where for id_, where in held.items() if id_ not in changes.stale} | pile.seen
    _commit(store, after, changes, writer, in_step=in_step)
    return changes.report


def _writer(store: Store, base: str | None = None) -> LexicalWriter:
    return NoWriter() if store.fused else LexicalWriter(store.home, base)


def _rewritten(store: Store, stale: frozenset[str]) -> LexicalWriter:
    """A lexical half made anew of all that is held but for what is to go."""
    writer = _writer(store)
    for article, chunks in store.all_with_chunks():
        if article.id not in stale:
            writer.add(article, searched(chunks))
    return writer


def _commit(store: Store, after: dict[str, Held], changes: Changes, writer: LexicalWriter, *, in_step: bool) -> None:
    """Let readers see the changes; between the two marks they wait."""
    known = [record if in_step else replace(record, report=None) for record in store.records()]
    linked = link(
        [record for record in known if record.report],
        [record for record in known if not record.report and record.id not in changes.stale],
        lambda id_: _body(store.articles([id_])[id_]),
        changes.stale,
    )
    state = digest(after)
    writer.finish(state)
    store.mark(WRITING)
    store.move(changes.moved)
    store.remove(changes.stale)
    store.relink(linked.values())
    keep_note(store, store.mark_shown(after))
    keep_only(store.home, state)


def _body(article: Article) -> str:
    return article.text[article.body :]
