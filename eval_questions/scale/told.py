"""What the tallies of a simulation say: who still comes out as the pile grows, and what asking some shards loses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval_questions.scale.aims import Aims
from eval_questions.scale.best import Best
from eval_questions.scale.news import News
from eval_questions.scale.tally import PER_SHARD, SHARDS, WINDOWS, Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEPTHS = (30, 100, 300, 500, 1_000, 10_000)
ASKED = (0.5, 0.75, 0.9)
"""Shares of the reports that are to come out: how many candidates that takes."""

KINDS = ("loose", "close")


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of question among a window's chunks, at a size.

    `found` has, for each of DEPTHS, the share of reports among so many; `reports` the mean of a question's four there,
    `none` the share of questions that have none; `needed` how many candidates give each share of ASKED.
    """

    chunks: int
    kind: str
    window: str
    found: tuple[float, ...]
    reports: tuple[float, ...]
    none: tuple[float, ...]
    needed: tuple[int, ...]


def lines(tally: Tally, aims: Aims) -> Iterator[Line]:
    """What comes out, for each kind of question and each window."""
    import numpy as np

    half = len(aims.vectors) // 2
    for window, name in enumerate(WINDOWS):
        # A report of one outlet competes with no other report of its question where only its outlet is asked.
        ranks = ranked(tally.above[window], aims.nearness, alone=name == "outlet")
        for kind, rows in zip(KINDS, (ranks[:half], ranks[half:]), strict=True):
            inside = [rows <= depth for depth in DEPTHS]
            yield Line(
                tally.chunks,
                kind,
                name,
                tuple(float(found.mean()) for found in inside),
                tuple(float(found.sum(axis=1).mean()) for found in inside),
                tuple(float((~found.any(axis=1)).mean()) for found in inside),
                tuple(int(np.ceil(np.quantile(rows, share))) for share in ASKED),
            )


def ranked(above: "NDArray[np.int64]", nearness: "NDArray[np.float32]", *, alone: bool) -> "NDArray[np.int64]":
    """The rank of each report, from 1, among the chunks and, unless `alone`, the other reports of its question."""
    if alone:
        return above + 1
    ahead = (nearness[:, None, :] > nearness[:, :, None]).sum(axis=2)
    ranks: Any = above + ahead + 1
    return ranks  # type: ignore[no-any-return]


def carried(tally: Tally, aims: Aims, copies: int, depth: int) -> float:
    """The mean number of a question's independent reports among `depth`, where one was carried by `copies` others.

    The carried one is the first; its copies are as near as it is, and take places unless they are known for copies.
    """
    ranks = ranked(tally.above[0], aims.nearness, alone=False)
    ranks = ranks + copies * (aims.nearness[:, :1] > aims.nearness)
    return float((ranks <= depth).sum(axis=1).mean())


def by_shards(news: News, tally: Tally) -> Best:
    """The best of each question, merged from what each year's shard kept."""
    import numpy as np

    years = tally.by_year
    questions = len(years.scores) // SHARDS
    starts = np.tile(np.arange(SHARDS) * (news.block // SHARDS), questions)[:, None]
    scores = years.scores.reshape(questions, -1)
    places = (years.places + starts).reshape(questions, -1)
    merged = Best.empty(questions, PER_SHARD)
    merged.merge(Best(scores, places))
    return merged


def spread(news: News, tally: Tally, aims: Aims) -> tuple[float, float]:
    """Of each question's nearest `PER_SHARD`: the share in its own year's shard, and the most that one shard has."""
    import numpy as np

    year = news.block // SHARDS
    years = tally.best.places[:, :PER_SHARD] % news.block // year
    own = (years == (aims.places // year)[:, None]).mean()
    most = np.mean([np.bincount(row, minlength=SHARDS).max() for row in years])
    return float(own), float(most)


def foreseen(first: Tally, last: Tally, aims: Aims, size: int) -> Iterator[Line]:
    """What would come out among `size` chunks: arithmetic, of blocks that are all alike but for those of `first`.

    The questions are about events of the first block, so that the chunks nearer than a report are many there; each
    further block has as many of them as any other, in the mean.
    """
    import numpy as np

    further = (size - first.chunks) / (last.chunks - first.chunks)
    above = first.above + np.rint((last.above - first.above) * further).astype(np.int64)
    return (line for line in lines(Tally(size, above, last.best, last.by_year), aims) if line.window == WINDOWS[0])
