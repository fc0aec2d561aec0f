"""How far cited text carries a sentence: a probability, from how its words, names and numbers are met there.

The words are met by meaning, each by its vector in MiniLM, the whole by the cross-encoder. The weights are in
`rag/weights/support.json`, fitted by `eval_questions/faithful/fit.py`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index import onnx
from index.minilm import MiniLM
from index.models import MINILM
from rag.answer import Evidence
from rag.faithful.cited import Cited, bare, words
from rag.faithful.numbers import plain
from rag.judge import Logistic
from rag.models import Models
from rag.rerank import CrossEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).parents[1] / "weights" / "support.json"

_COMMON = 1995
"""In BERT's vocabulary, the last number before the words, which are in the order of how often they are used."""


@dataclass(frozen=True, slots=True)
class Support:
    """Tells how far evidence carries a sentence; `holds_from` is the score from which it does.

    Its models are loaded when they are first used, and can be used from several threads.
    """

    reranker: CrossEncoder
    minilm: MiniLM
    chance: Logistic
    holds_from: float

    @classmethod
    def of(cls, models: Models, chance: Logistic, holds_from: float) -> Self:
        """A support by an engine's models; raises ModelUnusable where its encoder is another and none is bundled."""
        return cls(models.reranker, models.encoder.bundled or MiniLM(MINILM.locate()), chance, holds_from)

    @classmethod
    def load(cls, models: Models) -> Self:
        """The support as it was fitted, by an engine's models."""
        stored = json.loads(WEIGHTS.read_text("utf-8"))
        return cls.of(models, Logistic(stored["weights"], stored["bias"]), stored["holds_from"])

    def score(self, sentence: str, evidence: Sequence[Evidence]) -> float:
        """The probability, 0 to 1, that the evidence together carries the sentence; 0 where there is none."""
        if not evidence or not sentence.strip():
            return 0.0
        return self.chance(self.features(sentence, evidence))

    def features(self, sentence: str, evidence: Sequence[Evidence]) -> Mapping[str, float]:
        """What is known of a sentence and its evidence.

        "words" is how near its words are met on average, rare ones counting most, "worst" how near the one that is met
        worst; "relevance" the cross-encoder's logit; "names" and "numbers" how many of them are missing, as log(1 + n);
        names that stand around the cited text are not missed.
        """
        cited = Cited.of(evidence)
        met = self.meetings(sentence, cited.quotes)
        known = {bare(word[0]) for word in words(f"{cited.text}\n{cited.around}")}
        named = {bare(word[0]) for word in words(sentence)[1:] if word[0][0].isupper()}
        return {
            "words": met.mean,
            "worst": met.worst,
            "relevance": self.reranker.score(sentence, " ".join(cited.quotes)),
            "names": log1p(len(named - known)),
            "numbers": log1p(len(plain(sentence) - plain(cited.text))),
        }

    def meetings(self, sentence: str, quotes: Sequence[str]) -> "Meetings":
        """How near each of a sentence's words is met by its nearest among those of the quotes."""
        import numpy as np

        ids, own = self.minilm.token_vectors(sentence)
        others = [vectors for _, vectors in onnx.side_by_side(self.minilm.token_vectors, quotes)]
        each = np.array([(own @ other.T).max(axis=1, initial=0.0) for other in others])
        return Meetings(np.log1p(np.maximum(ids - _COMMON, 0)), each)


@dataclass(frozen=True, slots=True)
class Meetings:
    """The weight of each token of a sentence, and how near each quote meets it: shape (quotes, tokens)."""

    weights: "NDArray[np.float64]"
    each: "NDArray[np.float32]"

    @property
    def mean(self) -> float:
        """How near the tokens are met on average, by their weights."""
        return self.mean_of(range(len(self.each)))

    @property
    def worst(self) -> float:
        """How near the token is met that is met worst."""
        nearest = self.each.max(axis=0, initial=0.0)
        return float(nearest.min(initial=1.0))

    def mean_of(self, chosen: Sequence[int]) -> float:
        """How near the chosen quotes alone meet the tokens on average."""
        nearest = self.each[list(chosen)].max(axis=0, initial=0.0)
        whole = float(self.weights.sum())
        return float(nearest @ self.weights) / whole if whole else float(nearest.mean()) if len(nearest) else 0.0
