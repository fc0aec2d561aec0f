"""Chroma's graph of vectors by itself, without texts: seconds to add, memory, disk, search, recall and filters by size.

Usage: python tests/benchmarks/graph.py OUT.json [--sizes 10000,30000,100000,300000]

Vectors are generated (`eval_questions.scale`), in a collection made as `Store` makes its own, with the two fields that
are filtered by. What is found is held against an exact search over all of them.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any

import numpy as np
import typer

from eval_questions.scale.aims import aims
from eval_questions.scale.news import NEWS, blocks
from eval_questions.scale.slope import fitted
from index import database

STEP, LIMIT, QUESTIONS = 5_000, 30, 100
TIMES = 36
"""Months that the records are of."""

MONTH = {"$and": [{"published_at": {"$gte": 5}}, {"published_at": {"$lte": 5}}]}


def memory() -> float:
    """What this process holds, in MB; on Linux."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def grow(collection: Any, start: int, end: int) -> float:
    """Add the vectors from a place to another; the processor's seconds of Chroma alone."""
    spent = 0.0
    for first in range(start, end, STEP):
        places = range(first, min(first + STEP, end))
        vectors = blocks(NEWS, first, len(places))
        metadatas = [{"published_at": place % TIMES, "outlet_key": f"outlet {place // 25 % 5}"} for place in places]
        began = process_time()
        collection.upsert(ids=[str(place) for place in places], embeddings=vectors, metadatas=metadatas)
        spent += process_time() - began
    return spent


def search(
    collection: Any, questions: Any, where: Any = None, limit: int = LIMIT
) -> tuple[list[Any], dict[str, float]]:
    """The cosines of what each question finds, and the milliseconds of clock and processor."""
    found, walls, began = [], [], process_time()
    for question in questions:
        start = perf_counter()
        got = collection.query(query_embeddings=question[None], n_results=limit, where=where, include=["distances"])
        walls.append(perf_counter() - start)
        found.append(1 - np.array(got["distances"][0]))
    cpu = (process_time() - began) / len(questions)
    return found, {"p50 ms": 1000 * float(np.median(walls)), "cpu ms": 1000 * cpu}


def exact(questions: Any, size: int) -> Any:
    """The cosines of the true nearest, best first: shape (questions, 500)."""
    best = np.full((len(questions), 0), 0, np.float32)
    for first in range(0, size, NEWS.block):
        scores = questions @ blocks(NEWS, first, min(NEWS.block, size - first)).T
        best = np.concatenate([best, scores], axis=1)
        best = -np.sort(-best, axis=1)[:, :500]
    return best


def recall(found: list[Any], true: Any, limit: int) -> float:
    """The share of the true nearest that was found."""
    return float(
        np.mean([np.mean(row[:limit] >= least - 1e-5) for row, least in zip(found, true[:, limit - 1], strict=True)])
    )


def measured(collection: Any, size: int, folder: Path) -> dict[str, Any]:
    """Figures of one size."""
    questions = aims(NEWS, QUESTIONS, 1).vectors
    true = exact(questions, size)
    search(collection, questions[:3])
    found, times = search(collection, questions)
    row: dict[str, Any] = {"chunks": size, "search 30": times, "recall 30": recall(found, true, LIMIT)}
    found, row["search 500"] = search(collection, questions[::2], limit=500)
    row["recall 500"] = recall(found, true[::2], 500)
    row["month"] = search(collection, questions[:10], MONTH)[1]
    row["outlet"] = search(collection, questions[:10], {"outlet_key": {"$in": ["outlet 2"]}})[1]
    row["half"] = search(collection, questions[:10], {"published_at": {"$gte": 18}})[1]
    row["MB"] = memory()
    row["disk"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    row["disk of the graph"] = sum(file.stat().st_size for file in folder.glob("*/*.bin"))
    return row


def main(
    out: Annotated[Path, typer.Argument(help="Figures, as JSON; written after each size.")],
    sizes: Annotated[str, typer.Option(help="Chunks, with commas between.")] = "10000,30000,100000,300000",
) -> None:
    """Print the figures of each size, then the slopes."""
    rows: list[dict[str, Any]] = []
    cosine: Any = {"hnsw": {"space": "cosine"}}
    with tempfile.TemporaryDirectory() as passing:
        client = database.connect(Path(passing))
        collection = client.get_or_create_collection("chunks", embedding_function=None, configuration=cosine)
        done, bare = 0, memory()
        for size in map(int, sizes.split(",")):
            spent = grow(collection, done, size)
            rows.append(measured(collection, size, Path(passing)) | {"ms a chunk": 1000 * spent / (size - done)})
            rows[-1]["MB more"] = rows[-1]["MB"] - bare
            done = size
            out.write_text(json.dumps(rows, indent=1), "utf-8")
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    counts = [row["chunks"] for row in rows]
    for name in rows[0]:
        parts = rows[0][name] if isinstance(rows[0][name], dict) else {"": 0}
        for part in parts:
            print(name, part, fitted(counts, [row[name][part] if part else row[name] for row in rows]))


if __name__ == "__main__":
    typer.run(main)
