"""What a Chroma server costs against a folder: `ask` over both, the same articles, and a fresh reader's time.

Usage: python tests/benchmarks/server.py [--articles 2000] [--questions 40] [--texts-only]

Vectors are random (see size.py). Questions go to folder and server in turns, so that both meet the same machine. With
--texts-only there is the fresh reader alone, for sizes whose vectors would take too long.
"""

import os
import random
import sys
import tempfile
from itertools import islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Annotated

import typer
from pile import Writer, write
from rich.console import Console
from rich.table import Table

sys.path.append(str(Path(__file__).resolve().parents[1]))

from remote import serving
from size import SEED, RandomEncoder

import rag
from index import sync
from index.live import Live
from index.status import status
from index.store import Store
from rag import Engine


def timed(engine: Engine, question: str) -> dict[str, float]:
    """The milliseconds of one answer, by stage."""
    return {stage: 1000 * seconds for stage, seconds in engine.ask(question).timings.items()}


def compared(folder: Engine, server: Engine, titles: list[str]) -> dict[str, list[dict[str, float]]]:
    """The timings of each question over both, in turns."""
    timings: dict[str, list[dict[str, float]]] = {"folder": [], "server": []}
    for number, title in enumerate(titles):
        both = [("folder", folder), ("server", server)]
        for name, engine in both if number % 2 else reversed(both):
            timings[name].append(timed(engine, f"What is known of {title}?"))
    return timings


def cuts(values: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    parts = quantiles(values, n=20, method="inclusive")
    return parts[9], parts[18]


def fresh_reader(address: str, cache: Path) -> float:
    """The seconds until a machine that has nothing of an index can search it."""
    os.environ["COPYDESK_CACHE"] = str(cache)
    start = perf_counter()
    Live(address).close()
    return perf_counter() - start


def main(
    articles: Annotated[int, typer.Option(help="Invented articles; five make about 22 chunks.")] = 2000,
    questions: Annotated[int, typer.Option(help="Questions asked of each.")] = 40,
    texts_only: Annotated[bool, typer.Option("--texts-only", help="Measure the fresh reader alone.")] = False,
) -> None:
    """Print the figures."""
    console = Console(width=100)
    with tempfile.TemporaryDirectory() as passing, serving(Path(passing, "chroma")) as chroma:
        os.environ["COPYDESK_CACHE"] = str(Path(passing, "cache"))
        pile, folder, address = Path(passing, "pile"), Path(passing, "index"), chroma.address("bench")
        write(Writer(SEED).reports(articles), pile)
        start = perf_counter()
        sync([pile], address, embedding_model=RandomEncoder(), embed=not texts_only)
        console.print(f"indexed into the server in {perf_counter() - start:.0f} s")
        seconds = fresh_reader(address, Path(passing, "fresh"))
        chunks = status(address).chunks
        console.print(f"a fresh reader of {articles:,} articles, {chunks:,} chunks: {seconds:.1f} s")
        if texts_only:
            return
        sync([pile], folder, embedding_model=RandomEncoder())
        ours = rag.open(folder)
        ours.warm_up()
        theirs = ours.beside(address)
        titles = [article.title for article in islice(Store.open(folder).all_articles(), 500)]
        chosen = random.Random(SEED).sample(titles, questions)  # noqa: S311
        timings = compared(ours, theirs, chosen)
        table = Table(title=f"{chunks:,} chunks, {questions} questions: ms, median / 95th percentile")
        for heading in ("", "retrieve", "answer"):
            table.add_column(heading, justify="right")
        for name, found in timings.items():
            cells = [cuts([timing[stage] for timing in found]) for stage in ("retrieve", "total")]
            table.add_row(name, *(f"{half:.0f} / {most:.0f}" for half, most in cells))
        console.print(table)


if __name__ == "__main__":
    typer.run(main)
