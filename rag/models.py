"""The models that answer, of which several engines can share one set: they are loaded once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.embed import Encoder
from index.errors import IndexMismatch
from index.recipe import Recipe
from rag.judge import Judge
from rag.read import Reader
from rag.rerank import CrossEncoder


@dataclass(frozen=True, slots=True)
class Models:
    """The embedding model, the reader, the cross-encoder and the judge; they can be used from several threads."""

    encoder: Encoder
    reader: Reader
    reranker: CrossEncoder
    judge: Judge

    @classmethod
    def locate(cls, embedding_model: str, device: str | None = None) -> Self:
        """The models on this machine, to be loaded when they are first used; raises ModelUnusable."""
        return cls(Encoder(embedding_model, device), Reader(), CrossEncoder(), Judge.load())

    def load(self) -> None:
        """Load them now rather than with the first question."""
        self.reranker.load()
        self.reader.load()
        self.encoder.encode(["warm up"])

    def require(self, index_dir: Path | str, recipe: Recipe) -> None:
        """Raise IndexMismatch where the index was made by another embedding model, or another version of it."""
        if (self.encoder.name, self.encoder.fingerprint) != (recipe.model, recipe.fingerprint):
            mend = f"Open it with {recipe.model}, or index the articles into a new directory."
            fault = f"it was made with the model {recipe.model}, which is not this {self.encoder.name}."
            raise IndexMismatch(index_dir, fault, mend)
