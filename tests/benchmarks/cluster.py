"""Vectors a second on a Ray cluster of one and of two workers of one core, beside one process; all take turns.

Usage: python tests/benchmarks/cluster.py [FOLDER] [ROUNDS]   (a busy machine slows all: the ratios of each round count)
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["RAY_worker_niceness"] = "0"  # Ray's workers else give way to whatever else runs  # noqa: SIM112

from clustering import RayCluster, clustered
from embedding import chunks
from rich.console import Console
from rich.table import Table

from index.embed import Encoder
from index.spread import work
from index.spread.crew import Crew, crew
from index.store import Store
from index.sync import sync

BATCH = 8
TEXTS = 96
Way = Callable[[], None]


class Actor:
    """The model, loaded when it is made."""

    def __init__(self) -> None:
        self._encoder = Encoder(threads=work.THREADS)
        self._encoder.encode(["The model is loaded."])

    def encode(self, texts: list[str]) -> Any:
        return self._encoder.encode(texts)


def ways(hands: Crew, ray: Any, texts: list[str], *, with_actors: bool) -> Iterator[tuple[str, Way]]:
    """What is measured, by name."""
    from ray.util import ActorPool

    parts = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    one, all_ = Encoder(threads=1), Encoder()
    yield "one process, one thread", lambda: [one.encode(part) for part in parts] and None
    yield "one process, a thread a core", lambda: [all_.encode(part) for part in parts] and None
    if with_actors:  # whose processes count, so that beside them those of tasks are ended when they rest
        placed = ({f"worker{number}": 0.001} for number in range(2))
        pool = ActorPool([ray.remote(num_cpus=0, resources=at)(Actor).remote() for at in placed])
        yield "actors, two workers", lambda: list(pool.map_unordered(lambda a, p: a.encode.remote(p), parts)) and None
        return
    first = ray.remote(num_cpus=1, resources={"worker0": 0.001})(work.encode).remote

    def encode_by(task: Callable[..., Any]) -> Way:
        def run() -> None:
            spread = hands.spread(lambda part: task(work.terms_of(one), part), parts)
            assert sum(len(vectors) for _, vectors in spread) == len(texts)

        return run

    yield "tasks, one worker", encode_by(first)
    yield "tasks, two workers", encode_by(hands._encode)


def write_rate(folder: Path) -> float:
    """The vectors that one writer puts into an index a second."""
    with TemporaryDirectory() as place:
        sync([folder], place)
        store = Store.open(place)
        found = store.with_chunks(store.shown())
        known = store.vectors(sorted(store.vector_ids()))
        import numpy as np

        pairs = [(article, tuple(c for c in pieces if c.id in known)) for article, pieces in found.values()]
        vectors = np.stack([known[piece.id] for _, pieces in pairs for piece in pieces])
        start = perf_counter()
        for _ in range(20):
            store.embed(pairs, vectors)
        return 20 * len(vectors) / (perf_counter() - start)


def worked(cluster: RayCluster) -> float:
    """The seconds of a processor that this process and the workers have taken."""
    ticks = 0
    for pid in cluster.workers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return process_time() + ticks / os.sysconf("SC_CLK_TCK")


def measure(texts: list[str], rounds: int, *, with_actors: bool) -> None:
    """Print the table of one cluster."""
    took: dict[str, list[float]] = {}
    work_: dict[str, list[float]] = {}
    with clustered() as cluster, crew(cluster.address, Encoder()) as hands:
        named = dict(ways(hands, hands._ray, texts, with_actors=with_actors))
        for way in named.values():
            way()
        for _ in range(rounds):
            for name, way in named.items():
                start, begun = perf_counter(), worked(cluster)
                way()
                took.setdefault(name, []).append(perf_counter() - start)
                work_.setdefault(name, []).append(worked(cluster) - begun)
    title = f"{TEXTS} texts, {rounds} rounds"
    table = Table(
        "", "vectors a second", "times one thread", "least to most", "ms of a processor a vector", title=title
    )
    for name, seconds in took.items():
        ratios = [base / own for base, own in zip(took["one process, one thread"], seconds, strict=True)]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        table.add_row(
            name,
            f"{TEXTS / median(seconds):.1f}",
            f"{median(ratios):.2f}",
            spread,
            f"{1000 * median(work_[name]) / TEXTS:.1f}",
        )
    Console(width=110).print(table)
    if not with_actors:
        pairs = zip(took["tasks, one worker"], took["tasks, two workers"], strict=True)
        print(f"efficiency at two workers: {median(one / (2 * two) for one, two in pairs):.2f}")


def main() -> None:
    """Print the tables."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "eval_questions/herof/articles")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    found = chunks(folder, Encoder())
    texts = (found * (TEXTS // len(found) + 1))[:TEXTS]
    for with_actors in (False, True):
        measure(texts, rounds, with_actors=with_actors)
    print(f"one writer puts {write_rate(folder):.0f} vectors a second into a folder")


if __name__ == "__main__":
    main()
