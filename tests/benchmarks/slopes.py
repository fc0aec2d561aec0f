"""How the parts of an index grow with it: seconds of processor, memory, disk and latency at several sizes, and slopes.

Usage: python tests/benchmarks/slopes.py OUT.json [--articles 1700,5000,17000] [--keep DIR]

An index grows from size to size; articles are invented (pile.py), vectors generated (`eval_questions.scale`), and each
step runs in a process of its own, whose memory is its own. Seconds are the process's, since other work may run beside
it. `python tests/benchmarks/slopes.py --fit OUT.json` draws up the slopes of a file again.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any

import numpy as np
import typer
from pile import Writer, write
from rich.console import Console
from size import SEED, in_child

from eval_questions.scale.news import NEWS, blocks
from eval_questions.scale.slope import fitted
from index import sync
from index.choice import ALL, Choice
from index.copies import link
from index.embed import Encoder
from index.lexical import Lexical
from index.signature import HASHES, Signature
from index.store import Store
from index.vectors import embed_waiting

QUESTIONS, LIMIT = 60, 30
A_RUN = 100
"""Articles that come in one run of every day."""

FIRST = date(2029, 1, 1)
MONTH = Choice(since=FIRST + timedelta(days=500), until=FIRST + timedelta(days=530))
"""One of the 36 months that the invented articles are of."""

HALF = Choice(since=FIRST + timedelta(days=548))
OUTLET = Choice(outlets=("Harbour Wire",))
"""One of the five outlets."""


class Generated(Encoder):
    """The real model in name and tokens, with vectors that lie as those of news do; kept in a file as well."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._done = file.stat().st_size // (384 * 4) if file.exists() else 0

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> Any:  # noqa: ARG002
        vectors = blocks(NEWS, self._done, len(texts))
        self._done += len(texts)
        with self._file.open("ab") as stream:
            vectors.tofile(stream)
        return vectors


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds of the clock, seconds of the processor, and what came of it."""
    clock, processor = perf_counter(), process_time()
    result = work()
    return perf_counter() - clock, process_time() - processor, result


def index_texts(pile: Path, index_dir: Path) -> dict[str, float]:
    wall, cpu, _ = timed(lambda: sync([pile], index_dir, embed=False))
    return {"wall": wall, "cpu": cpu}


def index_vectors(index_dir: Path, file: Path) -> dict[str, float]:
    store, encoder = Store.open(index_dir), Generated(file)
    before = store.count_vectors()
    wall, cpu, _ = timed(lambda: embed_waiting(store, encoder, lambda _stage, _done, _total: None))
    return {"wall": wall, "cpu": cpu, "vectors": store.count_vectors() - before}


def milliseconds(work: Callable[[Any], Any], things: Sequence[Any]) -> dict[str, float]:
    """The median and the 95th percentile of the clock, and the mean of the processor."""
    work(things[0])
    times = [timed(lambda thing=thing: work(thing)) for thing in things]
    walls = np.array([wall for wall, _, _ in times])
    return {
        "p50": 1000 * float(np.median(walls)),
        "p95": 1000 * float(np.quantile(walls, 0.95)),
        "cpu": 1000 * float(np.mean([cpu for _, cpu, _ in times])),
    }


def recall(store: Store, questions: Any, file: Path) -> float:
    """The share of the true nearest that Chroma finds."""
    vectors = np.memmap(file, np.float32, "r").reshape(-1, 384)
    scores = np.concatenate([questions @ vectors[at : at + 50_000].T for at in range(0, len(vectors), 50_000)], axis=1)
    least = np.partition(scores, -LIMIT, axis=1)[:, -LIMIT]
    found = [[hit.score for hit in store.nearest(question, LIMIT)] for question in questions]
    return float(np.mean([np.mean(np.array(row) >= floor - 1e-5) for row, floor in zip(found, least, strict=True)]))


def ask(index_dir: Path, file: Path) -> dict[str, Any]:
    """What searching costs, and what each run does over all that is held."""
    store = Store.open(index_dir)
    lexical = Lexical(store.home, store.state)
    titles = [article.title for article in islice(store.described(), 400)][:: 400 // QUESTIONS][:QUESTIONS]
    questions = near(file, QUESTIONS)
    found: dict[str, Any] = {"articles": store.count_articles(), "chunks": store.count_vectors()}
    for name, choice in (("all", ALL), ("month", MONTH), ("half", HALF), ("outlet", OUTLET)):
        few = QUESTIONS if choice is ALL else 12
        found[f"nearest, {name}"] = milliseconds(lambda q, c=choice: store.nearest(q, LIMIT, c), questions[:few])
        found[f"words, {name}"] = milliseconds(lambda t, c=choice: lexical.search(t, LIMIT, c), titles)
    hits = [sorted({h.chunk_id.rpartition("-")[0] for h in store.nearest(q, LIMIT)}) for q in questions]
    found["texts of the hits"] = milliseconds(store.with_chunks, hits)
    found["carriers of the hits"] = milliseconds(lambda ids: list(store.report(ids)), hits)
    found["marks"] = milliseconds(lambda _: store.marks, titles)
    found["recall"] = recall(store, questions, file)
    found["held, cpu s"] = timed(store.held)[1]
    found["waiting, cpu s"] = timed(store.waiting)[1]
    _, found["records, cpu s"], records = timed(lambda: list(store.records()))
    rng = np.random.default_rng(SEED)
    new = [
        replace(records[0], id=f"new{n}", signature=Signature(f"{n:016x}", rng.bytes(4 * HASHES))) for n in range(A_RUN)
    ]
    found["copies of a run, cpu s"] = timed(lambda: link(records, new, lambda id_: store.articles([id_])[id_].text))[1]
    return found


def near(file: Path, count: int) -> Any:
    """Questions, each as near to one of the vectors as questions are to what answers them."""
    vectors = np.memmap(file, np.float32, "r").reshape(-1, 384)
    rng = np.random.default_rng(SEED)
    aims = np.array(vectors[rng.choice(len(vectors), count, replace=False)])
    strange = rng.standard_normal(aims.shape).astype(np.float32) * NEWS.spread
    strange -= aims * np.sum(strange * aims, axis=1, keepdims=True)
    strange /= np.linalg.norm(strange, axis=1, keepdims=True)
    return (0.65 * aims + np.sqrt(1 - 0.65**2) * strange).astype(np.float32)


def measure(reports: Any, size: int, done: int, index_dir: Path) -> dict[str, Any]:
    """Let the index grow to this size, and ask."""
    file = index_dir.with_suffix(".vectors")
    pile = index_dir.with_suffix(f".{size}.jsonl")
    write(islice(reports, size - done - A_RUN), pile)
    texts, text_peak = in_child(index_texts, pile, index_dir)
    daily = index_dir.with_suffix(f".{size}-daily.jsonl")
    write(islice(reports, A_RUN), daily)
    a_run, _ = in_child(index_texts, daily, index_dir)
    vectors, vector_peak = in_child(index_vectors, index_dir, file)
    row, peak = in_child(ask, index_dir, file)
    parts = {"sqlite": "chroma.sqlite3", "vectors": "*/*.bin", "words": "lexical/**/*"}
    row["disk"] = {
        part: sum(f.stat().st_size for f in index_dir.glob(glob) if f.is_file()) for part, glob in parts.items()
    }
    row |= {"new articles": size - done - A_RUN, "texts": texts, "a run of 100": a_run, "embedding": vectors}
    return row | {"peak MB": {"texts": text_peak, "embedding": vector_peak, "reader": peak}}


def slopes(rows: Sequence[dict[str, Any]]) -> None:
    """Print each figure by size with its slope."""
    console = Console(width=140)
    sizes = [row["chunks"] for row in rows]
    for name in [name for name in rows[0] if name not in ("articles", "chunks", "new articles")]:
        parts = rows[0][name].keys() if isinstance(rows[0][name], dict) else [None]
        for part in parts:
            values = [row[name][part] if part else row[name] for row in rows]
            told = ", ".join(f"{value:,.4g}" for value in values)
            console.print(f"{name}{f', {part}' if part else ''}: {told}; {fitted(sizes, values)}", highlight=False)


def main(
    out: Annotated[Path, typer.Argument(help="Figures, as JSON; written after each size.")],
    articles: Annotated[str, typer.Option(help="Sizes, with commas between.")] = "1700,5000,17000",
    keep: Annotated[Path | None, typer.Option(help="Leave the index here; a new folder.")] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Measure nothing; slopes of OUT.")] = False,
) -> None:
    """Measure, or fit what was measured."""
    if fit:
        slopes(json.loads(out.read_text("utf-8")))
        return
    rows: list[dict[str, Any]] = []
    reports: Any = iter(Writer(SEED).reports(10**9))
    done = 0
    with tempfile.TemporaryDirectory() as passing:
        for size in map(int, articles.split(",")):
            rows.append(measure(reports, size, done, (keep or Path(passing)) / "index"))
            done = size
            out.write_text(json.dumps(rows, indent=1), "utf-8")
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    slopes(rows)


if __name__ == "__main__":
    typer.run(main)
