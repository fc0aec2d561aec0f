"""A question to passages: the union of the dense and the lexical candidates, ordered by reciprocal rank fusion."""

from collections import defaultdict
from collections.abc import Sequence

from index.embed import Encoder
from index.lexical import Lexical
from index.store import Hit, Store
from rag.answer import Passage

RRF_K = 60
"""Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009."""


class HybridRetriever:
    """Searches both halves of one index."""

    def __init__(self, store: Store, lexical: Lexical, encoder: Encoder, candidates: int) -> None:
        self._store = store
        self._lexical = lexical
        self._encoder = encoder
        self._candidates = candidates

    def retrieve(self, question: str, limit: int) -> list[Passage]:
        """The `limit` best passages, best first; `candidates` are taken from each half, or `limit` if that is more."""
        depth = max(limit, self._candidates)
        dense = self._store.nearest(self._encoder.encode([question])[0], depth)
        return self._passages(fuse([dense, self._lexical.search(question, depth)])[:limit])

    def _passages(self, hits: Sequence[Hit]) -> list[Passage]:
        """The hits as passages; what another process has removed since the search is left out."""
        chunks = self._store.chunks([hit.chunk_id for hit in hits])
        articles = self._store.articles(sorted({chunk.article_id for chunk in chunks.values()}))
        return [
            Passage(
                articles[chunk.article_id], chunk.start, chunk.end, chunk.text, hit.score, chunk.id, chunk.sentences
            )
            for hit in hits
            if (chunk := chunks.get(hit.chunk_id)) and chunk.article_id in articles
        ]


def fuse(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Reciprocal rank fusion: each chunk scores the sum of 1 / (RRF_K + rank) over the rankings that hold it.

    Ranks count from 1. Equals are ordered by id, so that the same rankings always give the same order.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.chunk_id] += 1 / (RRF_K + rank)
    return sorted((Hit(id_, score) for id_, score in scores.items()), key=lambda hit: (-hit.score, hit.chunk_id))
