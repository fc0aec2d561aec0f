"""Both halves in Chroma, on a server that has the Search API: what is written and asked there.

The words of a chunk are a sparse vector beside its dense one, and the server fuses the two rankings by reciprocal
rank, as `rag.retrieve` does where the lexical half is this machine's. How much a word counts in a chunk is reckoned
here; that it weighs more the rarer it is, is left to the server (`bm25`). Tried with Chroma's own client against a
server of the tests' that speaks its part; a distributed Chroma could not be run here.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from index.article import Article, Chunk
from index.choice import Choice
from index.errors import IndexRefused
from index.hit import Hit
from index.lexical import TITLE_WEIGHT, analyze

if TYPE_CHECKING:
    import numpy as np
    from chromadb import Search
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Schema
    from chromadb.base_types import SparseVector
    from numpy.typing import NDArray

FUSED = "fused"
"""In the metadata of a collection whose chunks have their words beside them."""

KEY = "words"
_K, _B = 1.2, 0.75  # as tantivy has them
_LENGTH = 80.0
"""Words, without function words, of a chunk of middling length: BM25 wants it, and it must not change."""

_LAST = 1e9
"""The rank of what one half has not found: it adds nothing, but does not leave a chunk out that the other has found."""


def is_spoken(collection: "Collection") -> bool:
    """Tell whether the server of a collection does a search for nothing in it."""
    from chromadb import Search

    try:
        collection.search(Search().limit(1))
    except IndexRefused:
        return False
    return True


def schema() -> "Schema":
    """What the collection of chunks is made with."""
    from chromadb.api.types import Schema, SparseVectorIndexConfig, VectorIndexConfig

    dense = VectorIndexConfig(space="cosine", embedding_function=None)
    return Schema().create_index(dense).create_index(SparseVectorIndexConfig(bm25=True), key=KEY)


def written(article: Article, chunk: Chunk) -> dict[str, Any]:
    """The words of a chunk, as its metadata have them; nothing where there are none."""
    weights = defaultdict(float, _weighed(analyze(chunk.text)))
    for word, weight in _weighed(analyze(article.title)).items():
        weights[word] += TITLE_WEIGHT * weight
    return {KEY: _sparse(weights)} if weights else {}


def search(vector: "NDArray[np.float32]", question: str, limit: int, choice: Choice, rrf_k: int) -> "Search":
    """Ask for the `limit` best of each half, fused: 1 / (`rrf_k` + rank), where ranks count from 1."""
    from chromadb import K, Knn, Rrf, Search

    halves: list[Any] = [Knn(query=vector, limit=limit, return_rank=True, default=_LAST)]
    if words := dict.fromkeys(analyze(question), 1.0):
        halves.append(Knn(query=_sparse(words), key=KEY, limit=limit, return_rank=True, default=_LAST))
    fused = Rrf(halves, k=rrf_k + 1)  # Chroma counts ranks from 0
    return Search(where=choice.where(), rank=fused, limit=limit * len(halves)).select(K.SCORE)


def hits(collection: "Collection", asked: "Search") -> list[Hit]:
    """What a server finds, best first; the order of equals is that of their ids."""
    found = collection.search(asked)
    scores = (found["scores"] or [None])[0] or []  # lower ones are better
    of_ids = [Hit(id_, -(score or 0.0)) for id_, score in zip(found["ids"][0], scores, strict=True)]
    return sorted(of_ids, key=lambda hit: (-hit.score, hit.chunk_id))


def _weighed(words: Sequence[str]) -> dict[str, float]:
    """How much each word counts in a text, by BM25."""
    longer = _K * (1 - _B + _B * len(words) / _LENGTH)
    return {word: count * (_K + 1) / (count + longer) for word, count in Counter(words).items()}


def _sparse(weights: Mapping[str, float]) -> "SparseVector":
    from chromadb.base_types import SparseVector

    by_number = defaultdict[int, float](float)
    for word, weight in weights.items():
        by_number[int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")] += weight
    numbers = sorted(by_number)
    return SparseVector(numbers, [by_number[number] for number in numbers])
