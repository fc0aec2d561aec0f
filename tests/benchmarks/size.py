"""What an index costs and how fast it answers, by size: seconds, memory, bytes on disk and latency, invented articles.

Usage: python tests/benchmarks/size.py [--sizes 1000,10000,30000] [--vectors real|random] [--limit SECONDS] [--keep DIR]

With random vectors nothing but a sample is embedded, so that a big pile takes minutes instead of hours: search in them
is as fast or slower (they have no neighbourhoods that a graph could use), but finds nothing of sense.
"""

import random
import resource
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Annotated, Any, Literal
from unittest.mock import patch

import numpy as np
import typer
from pile import Writer, write
from rich.console import Console
from rich.table import Table

import rag
from index.embed import Encoder
from index.store import Store

SEED = 1
QUESTIONS = 40
Vectors = Literal["real", "random"]


class RandomEncoder(Encoder):
    """The real model in name, tokens and fingerprint, with random unit vectors."""

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> Any:  # noqa: ARG002
        vectors = np.random.default_rng().standard_normal((len(texts), 384), dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def index_text(paths: Sequence[Path], index_dir: Path, vectors: Vectors) -> None:
    """Index the articles. Until vectors are a phase of their own, theirs are made and stored in this one."""
    sync = import_module("index.sync")
    with patch.object(sync, "Encoder", RandomEncoder if vectors == "random" else Encoder):
        sync.sync(paths, index_dir)


def embed_all(index_dir: Path, limit_seconds: float) -> float:
    """Embed chunks of the index for so many seconds at most; the vectors made a second."""
    chunks = Store.open(index_dir).all_chunks()
    encoder, made = Encoder(), 0
    encoder.encode(["The model is loaded."])
    start = perf_counter()
    while perf_counter() - start < limit_seconds:
        texts = [f"{title}\n{chunk.text}" for chunk, title in islice(chunks, 64)]
        if not texts:
            break
        made += len(encoder.encode(texts))
    return made / (perf_counter() - start)


def ask_latency(index_dir: Path) -> list[dict[str, float]]:
    """The seconds by stage of questions made of the articles' own words."""
    chosen = random.Random(SEED)  # noqa: S311
    titles = [article.title for article in islice(Store.open(index_dir).all_articles(), 500)]
    engine = rag.open(index_dir)
    engine.warm_up()
    return [dict(engine.ask(f"What is known of {title}?").timings) for title in chosen.sample(titles, QUESTIONS)]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured at one size."""

    articles: int
    chunks: int
    seconds: float
    rate: float
    megabytes: float
    bytes_an_article: float
    latencies: Sequence[dict[str, float]]

    def row(self) -> list[str]:
        """The cells of the table."""
        cells = [f"{self.articles:,}", f"{self.chunks:,}", f"{self.seconds:.0f}", f"{self.articles / self.seconds:.0f}",
                 f"{self.rate:.0f}", f"{self.megabytes:,.0f}", f"{self.bytes_an_article:,.0f}"]  # fmt: skip
        for stage in ("retrieve", "total"):
            cuts = quantiles([timings[stage] for timings in self.latencies], n=20, method="inclusive")
            cells.append(f"{1000 * cuts[9]:.0f} / {1000 * cuts[18]:.0f}")
        return cells


def in_child(function: Any, *arguments: Any) -> Any:
    """Run a function in a fresh process; its result, and the most memory that the process held, in MB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_watched, function, arguments).result()


def _watched(function: Any, arguments: Any) -> tuple[Any, float]:
    result = function(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return result, peak / (1e6 if sys.platform == "darwin" else 1e3)  # bytes on macOS, kilobytes elsewhere


def _counts(index_dir: Path) -> tuple[int, int]:
    store = Store.open(index_dir)
    return store.count_articles(), store.count_chunks()


def measure(size: int, folder: Path, vectors: Vectors, limit: float) -> Figures:
    """Make a pile of this size in the folder, index it, and ask."""
    pile, index_dir = folder / f"pile-{size}", folder / f"index-{size}"
    write(Writer(SEED).reports(size), pile)
    start = perf_counter()
    _, megabytes = in_child(index_text, [pile], index_dir, vectors)
    seconds = perf_counter() - start
    (articles, chunks), _ = in_child(_counts, index_dir)
    rate, _ = in_child(embed_all, index_dir, limit)
    latencies, _ = in_child(ask_latency, index_dir)
    size_on_disk = sum(file.stat().st_size for file in index_dir.rglob("*") if file.is_file())
    return Figures(articles, chunks, seconds, rate, megabytes, size_on_disk / articles, latencies)


def main(
    sizes: Annotated[str, typer.Option(help="Articles, with commas between.")] = "1000,10000,30000",
    vectors: Annotated[Vectors, typer.Option(help="Embed all, or put random vectors in.")] = "random",
    limit: Annotated[float, typer.Option(help="Seconds for the rate of vectors.")] = 30.0,
    keep: Annotated[Path | None, typer.Option(help="Leave piles and indexes here; a new folder.")] = None,
) -> None:
    """Print the table."""
    table = Table(title=f"By size, {vectors} vectors in the index; latencies are medians / 95th percentiles")
    for name in ("articles", "chunks", "index\ns", "articles\n/ s", "vectors\n/ s", "peak\nMB", "bytes /\narticle",
                 "retrieve\nms", "answer\nms"):  # fmt: skip
        table.add_column(name, justify="right")
    with tempfile.TemporaryDirectory() as passing:
        for size in map(int, sizes.split(",")):
            figures = measure(size, keep or Path(passing), vectors, limit)
            table.add_row(*figures.row())
            Console(stderr=True).print(*figures.row(), sep=" | ")
    Console(width=max(Console().width, 100)).print(table)


if __name__ == "__main__":
    typer.run(main)
