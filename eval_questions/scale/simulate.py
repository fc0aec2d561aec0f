"""The simulation: piles of 10^5 chunks and tenfold, each holding the one before, searched exactly in two processes."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from eval_questions.scale.aims import Aims, aims
from eval_questions.scale.news import NEWS, News
from eval_questions.scale.tally import Tally, counted

QUESTIONS, REPORTS = 200, 4
PROCESSES = 2
_SHARE = 50
"""Blocks in a piece of work, so that progress shows."""


def grown(
    news: News,
    asked: Aims,
    sizes: Sequence[int],
    begun: Tally | None = None,
    told: Callable[[int], None] = lambda _chunks: None,
) -> Iterator[Tally]:
    """What is seen of the first `sizes` chunks, ascending and each a multiple of a block; the same tally, grown.

    `begun` is what was seen of fewer before.
    """
    tally = begun or Tally.empty(asked)
    done = tally.chunks // news.block
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_alone) as pool:
        for size in sizes:
            last = size // news.block
            step = max(1, min(_SHARE, (last - done) // PROCESSES))
            pieces = [range(first, min(first + step, last)) for first in range(done, last, step)]
            for part in pool.map(counted, [news] * len(pieces), [asked] * len(pieces), pieces):
                tally.merge(part)
                told(tally.chunks)
            done = last
            yield tally


def keep(tally: Tally, folder: Path) -> None:
    """Write a tally to a file named by its size."""
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    best, years = tally.best, tally.by_year
    np.savez_compressed(
        folder / f"{tally.chunks}.npz",
        above=tally.above,
        scores=best.scores,
        places=best.places,
        year_scores=years.scores,
        year_places=years.places,
    )


def kept(folder: Path) -> Iterator[Tally]:
    """The tallies of a folder, the smallest first."""
    import numpy as np

    from eval_questions.scale.best import Best

    for file in sorted(folder.glob("*.npz"), key=lambda file: int(file.stem)):
        held: Any = np.load(file)
        years = Best(held["year_scores"], held["year_places"])
        yield Tally(int(file.stem), held["above"], Best(held["scores"], held["places"]), years)


def simulate(folder: Path, sizes: Sequence[int], told: Callable[[int], None]) -> None:
    """Run it all, and keep what is seen at each size; what the folder holds of smaller ones is gone on from."""
    begun = list(kept(folder))
    wanted = [size for size in sizes if not begun or size > begun[-1].chunks]
    for tally in grown(NEWS, aims(NEWS, QUESTIONS, REPORTS), wanted, begun[-1] if begun else None, told):
        keep(tally, folder)


def _alone() -> None:
    """A process of the pool leaves the other core to the other one; read when numpy is first imported."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["OMP_NUM_THREADS"] = "1"
