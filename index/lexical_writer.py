"""Making the lexical half of a state: from nothing, or from that of an older state."""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.article import Article, Chunk, owner
from index.choice import outlet_key, published_at
from index.database import PAGE, batches
from index.errors import IndexUnusable
from index.lexical import FOLDER, MAKING, half, open_half

if TYPE_CHECKING:
    import tantivy

Fetch = Callable[[Sequence[str]], Mapping[str, tuple[Article, tuple[Chunk, ...]]]]
"""Gives articles with their chunks by their ids, as `Store.with_chunks` does."""

_MEMORY = 50_000_000
"""Bytes that tantivy may take for one writer before it flushes; its minimum is 15 MB."""

_LOCKS = shutil.ignore_patterns(".tantivy-*.lock")


class LexicalWriter:
    """Makes the lexical half of a state to come: that of `base`, without what is dropped, and with what is added.

    It is found under the state given to `finish`, and not before: till then it is in the folder `making`, whose name
    begins with MAKING.
    """

    def __init__(self, index_dir: Path, base: str | None = None, making: str = MAKING) -> None:
        self._index_dir = index_dir
        self._folder = index_dir / FOLDER / making
        shutil.rmtree(self._folder, ignore_errors=True)
        with self._writing():
            if base:
                shutil.copytree(half(index_dir, base), self._folder, copy_function=_link, ignore=_LOCKS)
            else:
                self._folder.mkdir(parents=True)
            self._writer = self._open()

    def add(self, article: Article, chunks: Iterable[Chunk]) -> None:
        """Add an article's chunks."""
        import tantivy

        own: dict[str, Any] = {"title": article.title}
        if article.outlet:
            own["outlet"] = outlet_key(article.outlet)
        if article.published:
            own["published_at"] = published_at(article.published)
        with self._writing():
            for chunk in chunks:
                self._writer.add_document(tantivy.Document(chunk_id=chunk.id, text=chunk.text, **own))

    def drop(self, article_ids: frozenset[str], fetch: Fetch) -> bool:
        """Take articles out, and tell whether nothing of them is left; where not, this is of no use any more.

        tantivy counts the words of deleted chunks until it merges their segment, when it likes, and a score may not
        depend on an index's history. A segment all of which is deleted is gone, though: so those that hold chunks of
        these articles are deleted, and what else was in them is fetched and added again. It costs the more, the
        larger those segments are: little for what came lately.
        """
        left = {id_ for ids in _touched(self._folder, article_ids) for id_ in self._emptied(ids, article_ids)}
        for batch in batches(sorted({owner(id_) for id_ in left}), PAGE):
            for article, chunks in fetch(batch).values():
                self.add(article, [chunk for chunk in chunks if chunk.id in left])
        with self._writing():
            self._settle()
            self._writer = self._open()
        return not _has_deleted(self._folder)

    def finish(self, state: str) -> None:
        """Write it out for a state of the store."""
        target, old = half(self._index_dir, state), half(self._index_dir, "old")
        with self._writing():
            self._settle()
            shutil.rmtree(old, ignore_errors=True)
            if target.is_dir():
                target.rename(old)
            self._folder.rename(target)

    def discard(self) -> None:
        """Leave no trace."""
        self._writer.rollback()
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Tell in words what keeps it from being written, as a full disk does, and give the room back."""
        try:
            yield
        except (OSError, ValueError) as error:  # tantivy's are the second
            shutil.rmtree(self._folder, ignore_errors=True)
            fault = f"the lexical half cannot be written there ({error})."
            mend = "Make room, or see who may write there, then do the same again; of an index on a server it can lie"
            raise IndexUnusable(self._index_dir, fault, f"{mend} elsewhere: COPYDESK_CACHE=FOLDER.") from error

    def _open(self) -> "tantivy.IndexWriter":
        return open_half(self._folder).writer(_MEMORY, num_threads=1)

    def _settle(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()

    def _emptied(self, ids: Sequence[str], gone: frozenset[str]) -> Iterator[str]:
        """Delete these chunks, and give those of them whose articles stay."""
        with self._writing():
            for id_ in ids:
                self._writer.delete_documents_by_term("chunk_id", id_)
        return (id_ for id_ in ids if owner(id_) not in gone)


class NoWriter(LexicalWriter):
    """Writes nothing, for an index both of whose halves are in Chroma."""

    def __init__(self) -> None:
        """Nothing is begun."""

    def add(self, article: Article, chunks: Iterable[Chunk]) -> None:
        """Leave it to the vectors, which come with their words."""

    def drop(self, article_ids: frozenset[str], fetch: Fetch) -> bool:  # noqa: ARG002
        """Leave it to Chroma."""
        return True

    def finish(self, state: str) -> None:
        """Nothing is to be written out."""

    def discard(self) -> None:
        """Nothing was begun."""


def owners(index_dir: Path, state: str) -> set[str]:
    """The ids of the articles that the lexical half of a state has chunks of."""
    return {owner(id_) for ids in _segments(half(index_dir, state)) for id_ in ids}


def _touched(folder: Path, article_ids: frozenset[str]) -> list[list[str]]:
    """The chunks of each segment that has some of these articles."""
    return [ids for ids in _segments(folder) if not article_ids.isdisjoint(map(owner, ids))]


def _segments(folder: Path) -> Iterable[list[str]]:
    """The ids of the chunks of each segment."""
    import tantivy

    searcher = open_half(folder).searcher()
    segments: defaultdict[int, list[str]] = defaultdict(list)
    for _, address in searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1), count=False).hits:
        segments[address.segment_ord].append(searcher.doc(address)["chunk_id"][0])
    return segments.values()


def _has_deleted(folder: Path) -> bool:
    """Tell whether chunks that are deleted still count, as after a merge at the wrong moment."""
    return any(segment["deletes"] for segment in json.loads((folder / "meta.json").read_text("utf-8"))["segments"])


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)
