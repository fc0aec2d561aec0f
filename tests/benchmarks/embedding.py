"""The bundled encoder beside sentence-transformers over the chunks of a folder: their speed, and whether they agree.

Usage: python tests/benchmarks/embedding.py [FOLDER]   (the two take turns, so that a busy machine slows both)
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np
from rich.console import Console
from rich.table import Table

from index.chunk import chunk, header
from index.embed import Encoder
from index.models import MINILM
from index.read import find_files, read
from index.split import split
from index.sync import CHUNK_TOKENS

ROUNDS = 5
LIMIT = 128


def chunks(folder: Path, encoder: Encoder) -> list[str]:
    """The texts that an index of the folder embeds."""
    articles = [read(path) for path in find_files([folder])]
    packed = ((a, chunk(a, split(a), encoder.count_tokens, CHUNK_TOKENS)) for a in articles)
    return [header(a) + piece.text for a, pieces in packed for piece in pieces]


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "eval_questions/herof/articles")
    encoders = {"sentence-transformers": Encoder(str(MINILM.locate()), "cpu"), "Copydesk": Encoder()}
    texts = chunks(folder, encoders["Copydesk"])
    sample = texts[:: max(1, len(texts) // LIMIT)]
    seconds: dict[str, list[float]] = {name: [] for name in encoders}
    worked: dict[str, list[float]] = {name: [] for name in encoders}
    for encoder in encoders.values():
        encoder.encode(sample[:2])
    for _ in range(ROUNDS):
        for name, encoder in encoders.items():
            start, begun = perf_counter(), process_time()
            encoder.encode(sample)
            seconds[name].append(perf_counter() - start)
            worked[name].append(process_time() - begun)
    theirs, ours = (encoder.encode(texts) for encoder in encoders.values())
    agreement = (theirs * ours).sum(axis=1)
    ratios, works = ([a / b for a, b in zip(*took.values(), strict=True)] for took in (seconds, worked))
    table = Table(
        "",
        "chunks a second",
        "ms of a processor a chunk",
        title=f"{len(sample)} of {len(texts)} chunks of {folder}, {ROUNDS} rounds",
    )
    for name, taken in seconds.items():
        table.add_row(name, f"{len(sample) / median(taken):.1f}", f"{1000 * median(worked[name]) / len(sample):.1f}")
    table.add_row(
        "ratio by round", f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", f"{median(works):.2f}"
    )
    table.add_row("cosine of all", f"least {agreement.min():.6f}, mean {np.mean(agreement):.6f}")
    Console().print(table)


if __name__ == "__main__":
    main()
