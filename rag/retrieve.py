"""A question to passages: the union of the dense and the lexical candidates, ordered by reciprocal rank fusion."""

from collections import defaultdict
from collections.abc import Sequence

from index.chunk import is_furniture_id
from index.embed import Encoder
from index.lexical import Lexical, analyze
from index.store import Hit, Store
from rag.answer import Passage
from rag.question import asks_about_publication, subject

RRF_K = 60
"""Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009."""

_SPARE = 2
"""Times as many are searched for as are wanted: most articles have no more furniture than prose, which is left out."""

_NEAREST = 3
"""Articles whose furniture is read for a question about publication."""


class HybridRetriever:
    """Searches both halves of one index."""

    def __init__(self, store: Store, lexical: Lexical, encoder: Encoder, candidates: int) -> None:
        self._store = store
        self._lexical = lexical
        self._encoder = encoder
        self._candidates = candidates

    def retrieve(self, question: str, limit: int) -> list[Passage]:
        """The `limit` best passages, best first; `candidates` are taken from each half, or `limit` if that is more.

        Of furniture there is none, but for a question about publication: then that of the articles nearest to its
        subject comes before them.
        """
        if not asks_about_publication(question):
            return self._nearest(question, limit)
        passages = self._nearest(subject(question) or question, limit)
        return [*self._furniture(subject(question), passages), *passages][:limit]

    def _furniture(self, about: str, passages: Sequence[Passage]) -> list[Passage]:
        """The furniture of the nearest articles among those that mention the most, and at least half, of the subject.

        Stamps and bylines name no subject, so that those of another article would be taken for an answer.
        """
        words = set(analyze(about))
        articles = {p.article.id: p.article for p in passages}
        mentioned = {id_: len(words & set(analyze(f"{a.title} {a.text}"))) for id_, a in articles.items()}
        most = max(mentioned.values(), default=0)
        nearest = [id_ for id_ in articles if mentioned[id_] == most and 2 * most >= len(words)][:_NEAREST]
        chunks = [chunk for chunk in self._store.chunks_of(nearest) if is_furniture_id(chunk.id)]
        chunks.sort(key=lambda chunk: (nearest.index(chunk.article_id), chunk.id))
        return self._passages([Hit(chunk.id, 2 / RRF_K) for chunk in chunks])

    def _nearest(self, question: str, limit: int) -> list[Passage]:
        depth = max(limit, self._candidates)
        dense = self._store.nearest(self._encoder.encode([question])[0], _SPARE * depth)
        found = [dense, self._lexical.search(question, _SPARE * depth)]
        prose = [[hit for hit in hits if not is_furniture_id(hit.chunk_id)][:depth] for hits in found]
        return self._passages(fuse(prose)[:limit])

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
