"""What each part of retrieval gives, by leaving the others out: ranks of the gold passage's answer, in one run.

Usage: python tests/benchmarks/parts.py INDEXES BENCH [LIMIT]   (INDEXES as `eval_questions.bench nq -i` made them)
"""

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from eval_questions.bench import nq
from eval_questions.bench.common import Options, build, chosen, is_from
from eval_questions.match import has_answer
from index.embed import Encoder
from index.hit import Hit
from index.lexical import Lexical
from index.store import Store
from rag.answer import Passage
from rag.read import Reader, read
from rag.rerank import CrossEncoder, best_first, rerank
from rag.retrieve import HybridRetriever, fuse

CANDIDATES, SENTENCES = 30, 48


class Parts:
    """The parts of retrieval over one index, each by itself."""

    def __init__(self, index_dir: Path) -> None:
        self._store = Store.open(index_dir)
        self._encoder = Encoder(self._store.recipe.model, None)
        self._lexical = Lexical(index_dir, self._store.state)
        self._hybrid = HybridRetriever(self._store, self._lexical, self._encoder, CANDIDATES)
        self._cross = CrossEncoder()
        self._reader = Reader()

    def rankings(self, question: str) -> dict[str, Sequence[Passage]]:
        """The passages in the order of each way to rank them."""
        dense = self._store.nearest(self._encoder.encode([question])[0], CANDIDATES)
        lexical = self._lexical.search(question, CANDIDATES)
        fused = self._passages(fuse([dense, lexical])[:CANDIDATES])
        evidence = read(question, fused, self._reader)
        alone = [max(self._cross.score(question, s) for s in _sentences(p)) for p in fused]
        titled = [max(self._cross.score(question, f"{p.article.title}. {s}") for s in _sentences(p)) for p in fused]
        whole = [self._cross.score(question, f"{p.article.title}. {p.text}") for p in fused]
        answered = [max(a for _, a, _ in self._reader.read(question, p).values()) for p in fused]
        return {
            "dense": self._passages(dense),
            "lexical": self._passages(lexical),
            "fused by rank": fused,
            "fused, cross-encoder over sentences": _by(alone, fused),
            "fused, cross-encoder over sentences with their titles": _by(titled, fused),
            "fused, cross-encoder over wholes with their titles": _by(whole, fused),
            "fused, the reader's answering": _by(answered, fused),
            f"retriever, cross-encoder over {SENTENCES} titled sentences and reader, fused again": best_first(
                fused, rerank(question, evidence, self._cross, SENTENCES)
            ),
        }

    def _passages(self, hits: Sequence[Hit]) -> list[Passage]:
        return self._hybrid._passages(hits)


def _sentences(passage: Passage) -> list[str]:
    return [passage.article.text[s.start : s.end] for s in passage.sentences]


def _by(scores: Sequence[float], passages: Sequence[Passage]) -> list[Passage]:
    return [p for _, p in sorted(zip(scores, passages, strict=True), key=lambda pair: -pair[0])]


def main() -> None:
    """Print the table for the development half."""
    indexes, bench = Path(sys.argv[1]), Path(sys.argv[2])
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    documents, cases = zip(*nq.load(bench), strict=True)
    written = build(documents, indexes / "nq")
    parts = Parts(indexes / "nq")
    ranks: defaultdict[str, list[float]] = defaultdict(list)
    start = perf_counter()
    for case in track(chosen(cases, Options(bench, indexes, "develop", limit)), console=Console(stderr=True)):
        for name, passages in parts.rankings(case.question.question).items():
            found = (
                rank
                for rank, p in enumerate(passages, start=1)
                if has_answer(p.text, case.question.short) and is_from(p, written[case.gold])
            )
            ranks[name].append(next(found, float("inf")))
    table = Table("ranking", "hit@1", "hit@5", "hit@10", "MRR")
    for name, found_at in ranks.items():
        at = np.array(found_at)
        table.add_row(name, *(f"{(at <= k).mean():.3f}" for k in (1, 5, 10)), f"{(1 / at).mean():.3f}")
    Console().print(table, f"{limit} questions, {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
