"""How alike two short texts are, as the embedding model has it."""

from typing import Any

from index.embed import Encoder


class Alike:
    """The cosines of short texts, each of which is encoded once: for the texts of one question."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Any] = {}

    def __call__(self, one: str, other: str) -> float:
        """The cosine of two texts."""
        return float(self._vector(one) @ self._vector(other))

    def _vector(self, text: str) -> Any:
        if text not in self._vectors:
            self._vectors[text] = self._encoder.encode([text])[0]
        return self._vectors[text]
