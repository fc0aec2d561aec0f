"""Passages to evidence: a cross-encoder scores each sentence together with the question.

The model is ms-marco-MiniLM-L-12-v2 in int8, run by onnxruntime. Its activations are quantised per batch, so that a
text's score depends on its neighbours in the batch; one text a run gives each its own score, at nine
tenths of the speed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from index.article import SentenceKind
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


def rerank(question: str, passages: Sequence[Passage], encoder: CrossEncoder, limit: int) -> list[Evidence]:
    """Score the first `limit` sentences of the passages, in their order, headings left out; the best come first."""
    sentences = {(e.article.id, e.sentence.start): e for passage in passages for e in _unscored(passage)}
    evidence = [replace(e, score=encoder.score(question, e.quote)) for e in islice(sentences.values(), limit)]
    return sorted(evidence, key=lambda e: (-e.score, e.article.id, e.sentence.start))


def best_first(passages: Sequence[Passage], evidence: Sequence[Evidence]) -> list[Passage]:
    """The passages in the order of their best sentences in the evidence, best first; those without any come last."""
    rank = {(e.article.id, e.sentence.start): number for number, e in reversed(list(enumerate(evidence)))}

    def best(passage: Passage) -> int:
        return min((rank.get((passage.article.id, s.start), len(rank)) for s in passage.sentences), default=len(rank))

    return sorted(passages, key=best)


def _unscored(passage: Passage) -> Iterator[Evidence]:
    previous = None
    for sentence in passage.sentences:
        heading = sentence.kind is SentenceKind.HEADING
        if not heading:
            gap = passage.article.text[previous.end : sentence.start] if previous else "\n\n"
            yield Evidence(passage.article, sentence, 0.0, before=None if "\n\n" in gap else previous)
        previous = None if heading else sentence
