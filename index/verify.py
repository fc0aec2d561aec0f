"""Prove an index whole: every text and offset, and that both halves hold the same; what `copydesk check` does."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from index.article import Article, Chunk
from index.database import batches
from index.held import digest
from index.lexical import Lexical
from index.marks import WRITING
from index.mirror import bring_in_step
from index.place import Where
from index.records import text_digest
from index.store import Store
from index.take import searched

_TOGETHER = 100
"""Articles whose chunks are fetched together."""

_TOLD = 50
"""Faults that are told; who has more does not read them."""


@dataclass(frozen=True, slots=True)
class Report:
    """How much was looked at, and what is wrong with it, in words; `faults` is empty where the index is whole."""

    articles: int
    chunks: int
    vectors: int
    faults: tuple[str, ...]


def verify(index_dir: Where) -> Report:
    """Look at everything that an index holds; raises IndexUnusable where there is none that can be opened.

    Of an index on a server the lexical half is that of this machine, made where it is missing.
    """
    store = Store.open(index_dir, unfinished=True)
    faults = list(islice(_faults(store), _TOLD + 1))
    if len(faults) > _TOLD:
        faults[_TOLD] = "There are more faults like these."
    chunks = sum(len(searched(pieces)) for _, pieces in store.all_with_chunks())
    return Report(store.count_articles(), chunks, store.count_vectors(), tuple(faults))


def _faults(store: Store) -> Iterator[str]:
    marks = store.marks
    in_step = bring_in_step(store, marks)
    lexical = Lexical(store.home, marks.state) if in_step and not store.fused else None
    yield from _of_state(store, marks.state, in_step=in_step)
    waiting, known, vectors = set(store.waiting()), store.digests(), set(store.vector_ids())
    count = 0
    for batch in batches(store.all_with_chunks(), _TOGETHER):
        embedded = store.embedded_texts([chunk.id for _, chunks in batch for chunk in searched(chunks)])
        for article, chunks in batch:
            if known.get(article.id) != text_digest(article.text):
                yield f"{article.location}: its text is not the one that was written."
            for chunk in chunks:
                yield from _of_place(article, chunk)
            for chunk in searched(chunks):
                count += 1
                yield from _of_halves(chunk, embedded, lexical, waits=article.id in waiting)
        vectors -= embedded.keys()
    yield from (f"{id_} has a vector, but no article." for id_ in sorted(vectors))
    if lexical and lexical.count() != count:
        yield f"The lexical half holds {lexical.count():,} chunks, the articles have {count:,}."


def _of_state(store: Store, state: str, *, in_step: bool) -> Iterator[str]:
    again = "Run the same `copydesk index` again."
    if state == WRITING:
        yield f"An indexing run is under way or was interrupted. {again}"
    elif state != digest(store.held()):
        yield f"There are articles of an interrupted run. {again}"
    elif not in_step:
        yield "The lexical half is missing. Run `copydesk rebuild`."


def _of_place(article: Article, chunk: Chunk) -> Iterator[str]:
    places = [(chunk.start, chunk.start), *((s.start, s.end) for s in chunk.sentences), (chunk.end, chunk.end)]
    in_order = all(a <= b for a, b in places) and all(a[1] <= b[0] for a, b in pairwise(places))
    if not (in_order and 0 <= chunk.start < chunk.end <= len(article.text)):
        yield f"{chunk.id}: its sentences are not in it one after the other, or it is not in {article.location}."


def _of_halves(chunk: Chunk, embedded: dict[str, str], lexical: Lexical | None, *, waits: bool) -> Iterator[str]:
    if chunk.id not in embedded and not waits:
        yield f"{chunk.id} has no vector, though its article counts as embedded."
    if embedded.get(chunk.id, chunk.text) != chunk.text:
        yield f"{chunk.id}: the text beside its vector is not that of the article."
    if lexical and not lexical.has(chunk.id):
        yield f"{chunk.id} is not in the lexical half."
