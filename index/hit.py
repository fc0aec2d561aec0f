"""What a search in either half of an index gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found, with its score: cosine similarity in the dense half, BM25 in the lexical one."""

    chunk_id: str
    score: float
