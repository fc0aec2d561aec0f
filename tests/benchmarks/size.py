"""What an index costs and how fast it answers, by size: seconds, memory, bytes on disk and latency, invented articles.

Usage: python tests/benchmarks/size.py [--sizes 1000,10000,30000] [--vectors real|random] [--limit SECONDS] [--keep DIR]

With random vectors no more is embedded than LIMIT allows, so that a big pile takes minutes instead of hours: search
in them is as fast or slower (they have no neighbourhoods that a graph could use), but finds nothing of sense.
"""

import random
import resource
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Annotated, Any, Literal

import numpy as np
import typer
from pile import Writer, write
from rich.console import Console
from rich.table import Table

import rag
from index import sync
from index.embed import Encoder
from index.spread.hands import Here
from index.status import status
from index.store import Store
from index.vectors import embed_waiting

SEED = 1
QUESTIONS = 40
Vectors = Literal["real", "random"]


class RandomEncoder(Encoder):
    """The real model in name, tokens and fingerprint, with random unit vectors."""

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> Any:  # noqa: ARG002
        vectors = np.random.default_rng().standard_normal((len(texts), 384), dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def index_text(paths: Sequence[Path], index_dir: Path) -> float:
    """Index the texts alone; the seconds that it takes until questions can be asked."""
    start = perf_counter()
    sync(paths, index_dir, embed=False)
    return perf_counter() - start


def embed_all(index_dir: Path, vectors: Vectors, limit_seconds: float) -> float:
    """Embed and store the index's chunks; the real vectors made and stored a second.

    With random ones the rest is filled in after `limit_seconds`, which does not count.
    """
    store, encoder = Store.open(index_dir), Encoder()
    encoder.encode(["The model is loaded."])
    start = perf_counter()
    rate = 0.0

    def watch(_stage: str, _done: int, _total: int) -> None:
        nonlocal rate
        seconds = perf_counter() - start
        rate = store.count_vectors() / seconds
        if vectors == "random" and seconds > limit_seconds:
            raise TimeoutError

    try:
        embed_waiting(store, Here(encoder), watch)
    except TimeoutError:
        embed_waiting(store, Here(RandomEncoder()), lambda _stage, _done, _total: None)
    return rate


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
    megabytes: tuple[float, float]
    bytes_an_article: float
    latencies: Sequence[dict[str, float]]

    def row(self) -> list[str]:
        """The cells of the table."""
        peaks = " / ".join(f"{peak:,.0f}" for peak in self.megabytes)
        speed = f"{self.articles / self.seconds:.0f}"
        cells = [f"{self.articles:,}", f"{self.chunks:,}", f"{self.seconds:.0f}", speed, f"{self.rate:.0f}"]
        cells += [peaks, f"{self.bytes_an_article:,.0f}"]
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
    found = status(index_dir)
    return found.articles, found.chunks


def measure(size: int, folder: Path, vectors: Vectors, limit: float) -> Figures:
    """Make a pile of this size in the folder, index it, and ask."""
    pile, index_dir = folder / f"pile-{size}", folder / f"index-{size}"
    write(Writer(SEED).reports(size), pile)
    seconds, megabytes = in_child(index_text, [pile], index_dir)
    (articles, chunks), _ = in_child(_counts, index_dir)
    rate, embedding = in_child(embed_all, index_dir, vectors, limit)
    latencies, _ = in_child(ask_latency, index_dir)
    size_on_disk = sum(file.stat().st_size for file in index_dir.rglob("*") if file.is_file())
    peaks = (megabytes, embedding)
    return Figures(articles, chunks, seconds, rate, peaks, size_on_disk / articles, latencies)


def main(
    sizes: Annotated[str, typer.Option(help="Articles, with commas between.")] = "1000,10000,30000",
    vectors: Annotated[Vectors, typer.Option(help="Embed all, or put random vectors in.")] = "random",
    limit: Annotated[float, typer.Option(help="Seconds for the rate of vectors.")] = 30.0,
    keep: Annotated[Path | None, typer.Option(help="Leave piles and indexes here; a new folder.")] = None,
) -> None:
    """Print the table."""
    table = Table(title=f"By size, {vectors} vectors in the index; latencies are medians / 95th percentiles")
    for name in ("articles", "chunks", "texts\ns", "articles\n/ s", "vectors\n/ s", "peak MB\ntexts / vectors",
                 "bytes /\narticle", "retrieve\nms", "answer\nms"):  # fmt: skip
        table.add_column(name, justify="right")
    with tempfile.TemporaryDirectory() as passing:
        for size in map(int, sizes.split(",")):
            figures = measure(size, keep or Path(passing), vectors, limit)
            table.add_row(*figures.row())
            Console(stderr=True).print(*figures.row(), sep=" | ")
    Console(width=max(Console().width, 100)).print(table)


if __name__ == "__main__":
    typer.run(main)
