"""Evidence to ranked evidence: a cross-encoder scores each sentence, after its article's title, with the question.

The model is ms-marco-MiniLM-L-12-v2 in int8, run by onnxruntime. Its activations are quantised per batch, so that a
text's score depends on its neighbours in the batch; one text a run gives each its own score, at nine
tenths of the speed.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from math import exp, inf, log1p
from typing import TYPE_CHECKING

from index import onnx
from index.models import RERANKER
from rag.answer import Evidence, Passage
from rag.events import Heed, carry_on

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_WINDOW = 384
"""Tokens of question and sentence together; the longer of them is cut for scoring, a sentence never for quoting."""


_K = 3
"""Added to ranks before they are fused. Cormack, Clarke and Büttcher (SIGIR 2009) take 60 for lists of a thousand; for
these thirty, of 3, 10 and 60, 3 was best on the development halves (EXPERIMENTS.md)."""


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


def rerank(
    question: str, evidence: Sequence[Evidence], encoder: CrossEncoder, limit: int, heed: Heed = carry_on
) -> list[Evidence]:
    """Score the `limit` sentences that the reader holds for the likeliest, and give those, best first.

    Equally likely ones keep their order, and so do those that were not read. `heed` is asked before each sentence.
    """

    def one(candidate: Evidence) -> float:
        heed()
        return encoder.score(question, _titled(candidate))

    likeliest = sorted(evidence, key=_likelihood, reverse=True)[:limit]
    scores = onnx.side_by_side(one, likeliest)
    scored = [replace(e, score=score) for e, score in zip(likeliest, scores, strict=True)]
    return sorted(scored, key=lambda e: (-e.score, e.article.id, e.sentence.start))


def _likelihood(evidence: Evidence) -> float:
    """The logarithm of the probability that the sentence carries an answer and its passage answers."""
    logits = [logit for logit in (evidence.support, evidence.answered) if logit is not None]
    return -sum(log1p(exp(-logit)) for logit in logits)


def best_first(passages: Sequence[Passage], evidence: Sequence[Evidence]) -> list[Passage]:
    """The passages by reciprocal rank fusion of three orders; those of which the evidence has nothing come late in two.

    The orders are the retriever's, in which they come, that of their best sentence's score, and that of the reader's
    holding them for answering. Of a sentence that is there twice, for two parts of a question, the better score counts.
    Alone the second is best for a single fact, the first for the facts of several reports.
    """
    known = {(e.article.id, e.sentence.start): e for e in sorted(evidence, key=lambda e: e.score)}
    found = [[e for s in p.sentences if (e := known.get((p.article.id, s.start)))] for p in passages]
    scores = [max((e.score for e in of_one), default=-inf) for of_one in found]
    answered = [max((e.answered for e in of_one if e.answered is not None), default=-inf) for of_one in found]
    retrieved = [-float(number) for number in range(len(passages))]
    ranks = [_ranks(values) for values in (retrieved, scores, answered)]
    fused = [sum(1 / (_K + rank) for rank in of_one) for of_one in zip(*ranks, strict=True)]
    return [passages[number] for number in sorted(range(len(passages)), key=lambda n: -fused[n])]


def _ranks(values: Sequence[float]) -> list[int]:
    """The place of each value in the order from the greatest, from 0; equal ones keep their order."""
    order = sorted(range(len(values)), key=lambda number: -values[number])
    return [rank for _, rank in sorted(zip(order, range(len(order)), strict=True))]


def _titled(evidence: Evidence) -> str:
    """The sentence after the title, which often says whom or what the sentence is about (EXPERIMENTS.md)."""
    return f"{evidence.article.title}. {evidence.quote}" if evidence.article.title else evidence.quote
