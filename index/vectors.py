"""The second half of indexing: vectors for the chunks whose texts are in already; it can be stopped at any time."""

from collections.abc import Iterator

from index.article import Article, Chunk
from index.chunk import header
from index.database import batches
from index.spread.hands import Hands, Progress
from index.store import Store
from index.take import searched

Pair = tuple[Article, tuple[Chunk, ...]]

_ARTICLES = 64
_SHOWN = 4_000
"""Chunks after which readers are told to load the new vectors, which takes them a while."""


def embed_waiting(store: Store, hands: Hands, progress: Progress) -> int:
    """Embed the articles that are not, each as a whole, and give how many there were."""
    waiting = store.waiting()
    done = shown = 0
    for pairs, vectors in hands.encode(_batches(store, waiting, hands.batch)) if waiting else ():
        store.embed(pairs, vectors)
        done, shown = done + len(pairs), shown + len(vectors)
        if shown >= _SHOWN:
            store.mark_vectors()
            shown = 0
        progress("embedding articles", done, len(waiting))
    if shown:
        store.mark_vectors()
    return len(waiting)


def _batches(store: Store, ids: list[str], most: int) -> Iterator[tuple[list[Pair], list[str]]]:
    """The articles with what is searched of them, in lists that have about so many chunks, and the chunks' texts."""
    for pairs in _gathered(store, ids, most):
        yield pairs, [header(article) + chunk.text for article, chunks in pairs for chunk in chunks]


def _gathered(store: Store, ids: list[str], most: int) -> Iterator[list[Pair]]:
    gathered: list[Pair] = []
    for batch in batches(ids, _ARTICLES):
        found = store.with_chunks(batch)
        for article, chunks in (found[id_] for id_ in batch):
            gathered.append((article, searched(chunks)))
            if sum(len(chunks) for _, chunks in gathered) >= most:
                yield gathered
                gathered = []
    if gathered:
        yield gathered
