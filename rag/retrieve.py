"""A question to passages: the union of the dense and the lexical candidates, ordered by reciprocal rank fusion."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.article import Article, owner
from index.choice import ALL, Choice
from index.chunk import is_furniture_id
from index.embed import Encoder
from index.hit import Hit
from index.lexical import Lexical, analyze
from index.live import Live
from index.shingles import shingles
from index.store import Store
from rag.answer import Passage
from rag.question import asks_about_publication, subject

RRF_K = 60
"""Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion outperforms Condorcet", SIGIR 2009."""

_NEAREST = 3
"""Articles whose furniture is read for a question about publication."""

_SAME = 0.8
"""The share of a passage's runs of words in a better one of its report, from which on it says nothing of its own."""


class HybridRetriever:
    """Searches both halves of one index."""

    def __init__(self, live: Live, encoder: Encoder, candidates: int) -> None:
        self._live = live
        self._encoder = encoder
        self._candidates = candidates

    @property
    def encoder(self) -> Encoder:
        """The model that the index was made with."""
        return self._encoder

    def retrieve(self, question: str, limit: int, choice: Choice = ALL) -> list[Passage]:
        """The `limit` best passages of the articles chosen, best first; `candidates` are taken from each half at least.

        Of copies of one report the best comes, with the others named in `also`. Of furniture there is none, but for a
        question about publication: then that of the articles nearest to its subject comes first.
        """
        published = asks_about_publication(question)
        asked = subject(question) or question if published else question
        vector = self._encoder.encode([asked])[0]

        def look(store: Store, lexical: Lexical | None) -> list[Passage]:
            depth = max(limit, self._candidates)
            if lexical is None:
                hits = store.fused_hits(vector, asked, depth, choice, RRF_K)
            else:
                hits = fuse([store.nearest(vector, depth, choice), lexical.search(asked, depth, choice)])
            passages = _once(_passages(store, hits), limit)
            if published:
                passages = [*_furniture(store, subject(question), passages), *passages][:limit]
            return _with_carriers(store, passages)

        return self._live.read(look)


def fuse(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Reciprocal rank fusion: each chunk scores the sum of 1 / (RRF_K + rank) over the rankings that hold it.

    Ranks count from 1. Equals are ordered by id, so that the same rankings always give the same order.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.chunk_id] += 1 / (RRF_K + rank)
    return sorted((Hit(id_, score) for id_, score in scores.items()), key=lambda hit: (-hit.score, hit.chunk_id))


def _passages(store: Store, hits: Sequence[Hit]) -> list[Passage]:
    """The hits as passages; what has been removed since the search is left out."""
    found = store.with_chunks(sorted({owner(hit.chunk_id) for hit in hits}))
    chunks = {chunk.id: (article, chunk) for article, chunks in found.values() for chunk in chunks}
    return [
        Passage(article, chunk.start, chunk.end, chunk.text, hit.score, chunk.id, chunk.sentences)
        for hit in hits
        for article, chunk in ([chunks[hit.chunk_id]] if hit.chunk_id in chunks else [])
    ]


def _once(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The first `limit` passages, without those that an earlier one of another carrier of the same report says."""
    kept: list[Passage] = []
    said: defaultdict[str | None, list[_Said]] = defaultdict(list)
    for passage in passages:
        report = passage.article.report
        own = _Said(passage.article.id, shingles(passage.text), frozenset(_TELLING.findall(passage.text)))
        if not (report and any(own.is_said_by(earlier) for earlier in said[report])):
            kept.append(passage)
            said[report].append(own)
        if len(kept) == limit:
            break
    return kept


_TELLING = re.compile(r"\d[\d.,]*|[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a passage says: its runs of words, and its numbers and names, in which an update differs."""

    article_id: str
    runs: frozenset[str]
    telling: frozenset[str]

    def is_said_by(self, earlier: "_Said") -> bool:
        """Whether a passage of another article has nearly all of it, and all its numbers and names."""
        if self.article_id == earlier.article_id or not self.telling <= earlier.telling:
            return False
        return len(self.runs & earlier.runs) >= _SAME * len(self.runs)


def _with_carriers(store: Store, passages: Sequence[Passage]) -> list[Passage]:
    """The passages with the other articles of their reports."""
    carriers: defaultdict[str | None, list[Article]] = defaultdict(list)
    own = {p.article.id: p.article for p in passages if p.article.report}
    others = store.report(sorted({str(article.report) for article in own.values()}), own)
    for article in (*own.values(), *others):
        carriers[article.report].append(article)
    return [replace(p, also=also) if (also := _others(carriers[p.article.report], p.article)) else p for p in passages]


def _others(carriers: Sequence[Article], article: Article) -> tuple[Article, ...]:
    return tuple(sorted((a for a in carriers if a.id != article.id), key=lambda a: a.location))


def _furniture(store: Store, about: str, passages: Sequence[Passage]) -> list[Passage]:
    """The furniture of the nearest articles among those that mention the most, and at least half, of the subject.

    Stamps and bylines name no subject, so that those of another article would be taken for an answer.
    """
    words = set(analyze(about))
    articles = {p.article.id: p.article for p in passages}
    mentioned = {id_: len(words & set(analyze(f"{a.title} {a.text}"))) for id_, a in articles.items()}
    most = max(mentioned.values(), default=0)
    nearest = [id_ for id_ in articles if mentioned[id_] == most and 2 * most >= len(words)][:_NEAREST]
    chunks = [chunk for _, found in store.with_chunks(nearest).values() for chunk in found if is_furniture_id(chunk.id)]
    chunks.sort(key=lambda chunk: (nearest.index(chunk.article_id), chunk.id))
    return _passages(store, [Hit(chunk.id, 2 / RRF_K) for chunk in chunks])
