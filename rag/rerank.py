"""Evidence to ranked evidence: a cross-encoder scores each sentence, after its article's title, with the question.

The model is ms-marco-MiniLM-L-12-v2 in int8, run by onnxruntime. Its activations are quantised per batch, so that a
text's score depends on its neighbours in the batch; one text a run gives each its own score, at nine
tenths of the speed.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from math import exp, log1p
from typing import TYPE_CHECKING

from index.models import RERANKER
from rag import onnx
from rag.answer import Evidence, Passage

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_WINDOW = 384
"""Tokens of question and sentence together; the longer of them is cut for scoring, a sentence never for quoting."""


class CrossEncoder:
    """Scores how well a text answers a question; the files are proven when it is made, loaded when first used."""

    def __init__(self) -> None:
        self._path = RERANKER.locate()

    def load(self) -> None:
        """Load the model now rather than with the first question."""
        self._session, self._tokenizer  # noqa: B018  # cached properties: reading them loads

    def score(self, question: str, text: str) -> float:
        """A logit: about 8 for a perfect answer, about -11 for an unrelated text."""
        import numpy as np

        pair = self._tokenizer.encode(question, text)
        inputs = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
        logits = self._session.run(None, {name: np.array([ids], dtype=np.int64) for name, ids in inputs.items()})
        return float(np.asarray(logits[0])[0, 0])

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return onnx.tokenizer(self._path, _WINDOW)

    @cached_property
    def _session(self) -> "InferenceSession":
        return onnx.session(self._path / RERANKER.weights)


def rerank(question: str, evidence: Sequence[Evidence], encoder: CrossEncoder, limit: int) -> list[Evidence]:
    """Score the `limit` sentences that the reader holds for the likeliest, and give those, best first.

    Equally likely ones keep their order, and so do those that were not read.
    """
    likeliest = sorted(evidence, key=_likelihood, reverse=True)[:limit]
    scores = onnx.side_by_side(lambda e: encoder.score(question, _titled(e)), likeliest)
    scored = [replace(e, score=score) for e, score in zip(likeliest, scores, strict=True)]
    return sorted(scored, key=lambda e: (-e.score, e.article.id, e.sentence.start))


def _likelihood(evidence: Evidence) -> float:
    """The logarithm of the probability that the sentence carries an answer and its passage answers."""
    logits = [logit for logit in (evidence.support, evidence.answered) if logit is not None]
    return -sum(log1p(exp(-logit)) for logit in logits)


def best_first(passages: Sequence[Passage], evidence: Sequence[Evidence]) -> list[Passage]:
    """The passages in the order of their best sentences in the evidence, best first; those without any come last."""
    rank = {(e.article.id, e.sentence.start): number for number, e in reversed(list(enumerate(evidence)))}

    def best(passage: Passage) -> int:
        return min((rank.get((passage.article.id, s.start), len(rank)) for s in passage.sentences), default=len(rank))

    return sorted(passages, key=best)


def _titled(evidence: Evidence) -> str:
    """The sentence after the title, which often says whom or what the sentence is about (EXPERIMENTS.md)."""
    return f"{evidence.article.title}. {evidence.quote}" if evidence.article.title else evidence.quote
