"""What a Chroma server costs against a folder, by size: `ask` over both, a fresh reader's seconds, and memory.

Usage: python tests/benchmarks/server.py [--articles 1660,16600] [--questions 40] [--keep DIR]

Invented articles; vectors are random but for those that are asked about (see size.py). The server has a copy of the
folder's own database, so that both search the same graph. All places are asked in turns, in one process, so that they
meet the same machine; memory is of processes of their own. With --keep the indexes are made once.
"""

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
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

from remote import ChromaServer, serving
from size import SEED, RandomEncoder, in_child

import rag
from index import database, sync
from index.chunk import header
from index.embed import Encoder
from index.live import Live
from index.place import Where
from index.status import status
from index.store import Store
from index.take import searched
from rag import Engine

COLLECTION = "bench"
STAGES = ("retrieve", "total")


def make(folder: Path, articles: int) -> None:
    """Index that many articles into `folder/index`, and copy its database to `folder/chroma`, for a server."""
    index, served = folder / "index", folder / "chroma"
    write(Writer(SEED).reports(articles), folder / "pile")
    sync([folder / "pile"], index, embedding_model=RandomEncoder())
    with closing(Store.open(index)) as store:
        asked = list(store.with_chunks([article.id for article in islice(store.all_articles(), 500)]).values())
        for article, chunks in random.Random(SEED).sample(asked, 100):  # noqa: S311
            pieces = searched(chunks)
            store.embed([(article, pieces)], Encoder().encode([header(article) + piece.text for piece in pieces]))
    shutil.copytree(index, served, ignore=shutil.ignore_patterns("lexical", "*.lock"))
    with closing(database.connect(served)) as client:
        client.get_collection("chunks", embedding_function=None).modify(name=COLLECTION)
        client.get_collection("articles", embedding_function=None).modify(name=f"{COLLECTION}-articles")


def questions(index: Path, count: int) -> list[str]:
    """Questions made of titles of the articles that have real vectors."""
    with closing(Store.open(index)) as store:
        ids = [article.id for article in islice(store.all_articles(), 500)]
        asked = list(store.with_chunks(ids).values())
    chosen = random.Random(SEED).sample(asked, 100)[:count]  # noqa: S311
    return [f"What is known of {article.title}?" for article, _ in chosen]


def fresh_reader(address: str, cache: Path) -> float:
    """The seconds until a machine that has nothing of an index can search it."""
    os.environ["COPYDESK_CACHE"] = str(cache)
    start = perf_counter()
    Live(address).close()
    return perf_counter() - start


def asking(where: Where | None, asked: Sequence[str]) -> tuple[float, float]:
    """The megabytes that a process holds which has asked all this, and how many of them are its own alone."""
    if where is not None:
        engine = rag.open(where)
        for question in asked:
            engine.ask(question)
    return memory(os.getpid())


def memory(process: int) -> tuple[float, float]:
    """The megabytes that a process holds, and how many of them are of no file."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    held = {
        name: int(rest.split()[0]) / 1000
        for name, _, rest in (line.partition(":") for line in lines)
        if "Rss" in name or name == "VmRSS"
    }
    return held["VmRSS"], held["RssAnon"]


def compared(places: dict[str, Engine], asked: dict[str, list[str]]) -> dict[str, list[dict[str, float]]]:
    """The seconds of each question by stage, by place; the places take turns, and change who is first."""
    timings: dict[str, list[dict[str, float]]] = {name: [] for name in places}
    for number in range(len(next(iter(asked.values())))):
        names = list(places)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            timings[name].append(dict(places[name].ask(asked[name][number]).timings))
    return timings


def cuts(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile, in ms."""
    parts = quantiles(values, n=20, method="inclusive")
    return 1000 * parts[9], 1000 * parts[18]


@contextmanager
def kept(keep: Path | None) -> Iterator[Path]:
    """The folder to keep indexes in, or one that passes."""
    if keep:
        yield keep
    else:
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)


def told_memory(server: ChromaServer, index: Path, asked: Sequence[str]) -> list[str]:
    """Lines on what reader and server hold before and after questions."""
    lines = []
    for name, where in (("nothing", None), ("the folder", index), ("the server", server.address(COLLECTION))):
        (held, own), peak = in_child(asking, where, asked)
        lines.append(f"a process that asks {name}: {held:.0f} MB, {own:.0f} of no file, {peak:.0f} at most")
    server.kill()
    server.start()
    lines.append("the server, started: {:.0f} MB, {:.0f} of no file".format(*memory(server.pid)))
    in_child(asking, server.address(COLLECTION), asked)
    lines.append("the server, asked: {:.0f} MB, {:.0f} of no file".format(*memory(server.pid)))
    return lines


def main(
    articles: Annotated[
        str, typer.Option(help="Sizes, with commas between; five articles make 30 chunks.")
    ] = "1660,16600",
    count: Annotated[int, typer.Option("--questions", help="Questions asked of each; at most 100.")] = 40,
    keep: Annotated[Path | None, typer.Option(help="Leave the indexes here, and take those that are.")] = None,
) -> None:
    """Print the figures."""
    console = Console(width=110)
    with kept(keep) as home, tempfile.TemporaryDirectory() as passing, ExitStack() as stack:
        places: dict[str, Engine] = {}
        asked: dict[str, list[str]] = {}
        for size in map(int, articles.split(",")):
            folder = home / str(size)
            if not (folder / "chroma").is_dir():
                in_child(make, folder, size)
            server = stack.enter_context(serving(folder / "chroma"))
            address = server.address(COLLECTION)
            cache = Path(passing, f"cache-{size}")
            seconds, peak = in_child(fresh_reader, address, cache)
            os.environ["COPYDESK_CACHE"] = str(cache)
            chunks = status(address).chunks
            console.print(
                f"{size:,} articles, {chunks:,} chunks: a fresh reader in {seconds:.1f} s, {peak:.0f} MB at most"
            )
            own = questions(folder / "index", count)
            console.print("\n".join(told_memory(server, folder / "index", own[:10])))
            for name, where in (("folder", folder / "index"), ("server", address)):
                title = f"{name}, {chunks:,}"
                places[title] = next(iter(places.values())).beside(where) if places else rag.open(where)
                places[title].warm_up()
                places[title].ask(own[0])
                asked[title] = own
        table = Table(title=f"{count} questions: ms, median / 95th percentile")
        for heading in ("", "retrieve", "answer"):
            table.add_column(heading, justify="right")
        for name, found in compared(places, asked).items():
            cells = [cuts([timing[stage] for timing in found]) for stage in STAGES]
            table.add_row(name, *(f"{half:.0f} / {most:.0f}" for half, most in cells))
        console.print(table)


if __name__ == "__main__":
    typer.run(main)
