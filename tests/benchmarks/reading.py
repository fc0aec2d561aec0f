"""What a run of indexing does over all that is held, whatever little is new: seconds of the processor by size.

Usage: python tests/benchmarks/reading.py OUT.json [--articles 3000,10000,30000,100000] [--signatures 1000000]

Articles are written straight into the store, short ones with the metadata of long ones: all that such a run reads is
metadata. The copies of a hundred new ones are looked for among signatures alone, in more sizes.
"""

import json
import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import Annotated, Any

import numpy as np
import typer

from eval_questions.scale.slope import fitted
from index.article import Article, Chunk, Sentence
from index.candidates import candidates
from index.copies import Record
from index.held import digest
from index.marks import proof
from index.recipe import Recipe
from index.signature import HASHES, Signature
from index.store import Store

BATCH, NEW = 1_000, 100
TEXT = "The ferry to the island was late again on Friday, and nobody said why.\n" * 6
CHUNKS = 6


def entry(number: int, rng: Any) -> tuple[Article, tuple[Chunk, ...], Record]:
    """An article of six chunks, which is a report by itself."""
    id_ = f"{number:016x}"
    day = datetime(2029, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * number)
    article = Article(
        id_, TEXT, "The ferry is late", f"/articles/{id_}.txt", published=day, outlet="The Bell", report=id_
    )
    size = len(TEXT) // CHUNKS
    chunks = tuple(
        Chunk(
            f"{id_}-{n:04d}",
            id_,
            n * size,
            (n + 1) * size,
            TEXT[n * size : (n + 1) * size],
            (Sentence(n * size, n * size + 70),) * 4,
        )
        for n in range(CHUNKS)
    )
    signature = Signature(id_, rng.bytes(4 * HASHES))
    return article, chunks, Record(id_, signature, day, outlet="The Bell", report=id_)


def spent(work: Any) -> float:
    began = process_time()
    work()
    return process_time() - began


def over_all(store: Store) -> dict[str, float]:
    """What a run reads, and reckons, of all articles."""
    held = store.held()
    return {
        "held": spent(store.held),
        "records": spent(lambda: list(store.records())),
        "waiting": spent(store.waiting),
        "shown": spent(store.shown),
        "digest and proof": spent(lambda: (digest(held), proof(held))),
    }


def copies(size: int, rng: Any) -> dict[str, float]:
    """What comparing the signatures of a hundred new articles with all costs."""
    signatures = [rng.bytes(4 * HASHES) for _ in range(size + NEW)]
    return {"articles": size, "copies of 100": spent(lambda: candidates(signatures, size))}


def main(
    out: Annotated[Path, typer.Argument(help="Figures, as JSON.")],
    articles: Annotated[str, typer.Option(help="Sizes, with commas between.")] = "3000,10000,30000,100000",
    signatures: Annotated[str, typer.Option(help="Sizes, with commas between.")] = "10000,100000,300000",
) -> None:
    """Print the figures of each size, then the slopes."""
    rng = np.random.default_rng(1)
    rows: list[dict[str, float]] = []
    compared = [copies(int(size), rng) for size in signatures.split(",")]
    print(json.dumps(compared), f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB", file=sys.stderr)
    with tempfile.TemporaryDirectory() as passing:
        store = Store.create(Path(passing, "index"), Recipe("none", "none", 192))
        done = 0
        for size in map(int, articles.split(",")):
            began = process_time()
            for first in range(done, size, BATCH):
                store.put([entry(number, rng) for number in range(first, min(first + BATCH, size))])
            row = {"articles": size, "put, ms each": 1000 * (process_time() - began) / (size - done)}
            rows.append(row | over_all(store))
            done = size
            out.write_text(json.dumps({"runs": rows, "copies": compared}, indent=1), "utf-8")
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    for table in (rows, compared):
        for name in table[0]:
            print(name, fitted([row["articles"] for row in table], [row[name] for row in table]))


if __name__ == "__main__":
    typer.run(main)
