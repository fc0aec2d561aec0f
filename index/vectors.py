"""The second half of indexing: vectors for the chunks whose texts are in already; it can be stopped at any time."""

from collections.abc import Callable, Iterator

from index.article import Article, Chunk
from index.chunk import header
from index.database import batches
from index.embed import Encoder
from index.store import Store
from index.take import searched

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("reading files", "embedding articles"), how many are done, how many there are."""

_BATCH = 256
"""Chunks that are encoded together, so that texts of one length go together."""

_ARTICLES = 64
_SHOWN = 4_000
"""Chunks after which readers are told to load the new vectors, which takes them a while."""


def embed_waiting(store: Store, encoder: Encoder, progress: Progress) -> int:
    """Embed the articles that are not, each as a whole, and give how many there were."""
    waiting = store.waiting()
    done = shown = 0
    for articles in _gathered(store, waiting):
        pairs = [(article, searched(chunks)) for article, chunks in articles]
        texts = [header(article) + chunk.text for article, chunks in pairs for chunk in chunks]
        store.embed(pairs, encoder.encode(texts))
        done, shown = done + len(articles), shown + len(texts)
        if shown >= _SHOWN:
            store.mark_vectors()
            shown = 0
        progress("embedding articles", done, len(waiting))
    if shown:
        store.mark_vectors()
    return len(waiting)


def _gathered(store: Store, ids: list[str]) -> Iterator[list[tuple[Article, tuple[Chunk, ...]]]]:
    """The articles in lists that have about `_BATCH` chunks."""
    gathered: list[tuple[Article, tuple[Chunk, ...]]] = []
    for batch in batches(ids, _ARTICLES):
        found = store.with_chunks(batch)
        for id_ in batch:
            gathered.append(found[id_])
            if sum(len(chunks) for _, chunks in gathered) >= _BATCH:
                yield gathered
                gathered = []
    if gathered:
        yield gathered
