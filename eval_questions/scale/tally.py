"""Exact search block by block: how many chunks are nearer to a question than its reports, and which are the nearest."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from eval_questions.scale.aims import Aims
from eval_questions.scale.best import Best
from eval_questions.scale.news import DAYS, News, block, outlets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEPT, PER_SHARD = 500, 30
"""Of the nearest, in all and in each shard: the most that `candidates` can be set to, and what it is."""

SHARDS = 10
"""Years, each a tenth of every block's rows."""

MONTH = 30
"""Days of which a dated question is, its event in their middle."""

WINDOWS = ("all", "month", "year", "outlet")
"""Among which chunks a report has to come out: all, those of a time, those of the report's own outlet."""


@dataclass(slots=True)
class Tally:
    """What was seen: `above` has, by window, the chunks nearer than each report; shape (windows, questions, reports).

    `best` are the nearest of all, `by_year` those of each year: its rows are (question, year), one after the other.
    """

    chunks: int
    above: "NDArray[np.int64]"
    best: Best
    by_year: Best

    @classmethod
    def empty(cls, aims: Aims) -> Self:
        """Nothing was seen."""
        import numpy as np

        questions, reports = aims.outlets.shape
        above = np.zeros((len(WINDOWS), questions, reports), np.int64)
        return cls(0, above, Best.empty(questions, KEPT), Best.empty(questions * SHARDS, PER_SHARD))

    def take(self, news: News, aims: Aims, number: int) -> None:
        """Take in a block."""
        import numpy as np

        vectors, lengths = block(news, number)
        scores = (aims.vectors @ vectors.T) / lengths
        near = aims.nearness
        for report in range(near.shape[1]):
            self.above[0, :, report] += (scores > near[:, report, None]).sum(axis=1)
        carriers = outlets(news, number)[None] == np.arange(news.outlets)[:, None]
        for question, row in enumerate(scores):
            for window, (start, end) in enumerate(spans(news, int(aims.places[question])), start=1):
                self.above[window, question] += (row[None, start:end] > near[question, :, None]).sum(axis=1)
            nearer = (row[None] > near[question, :, None]) & carriers[aims.outlets[question]]
            self.above[3, question] += nearer.sum(axis=1)
        self.best.take(scores, number * news.block)
        # A year is a tenth of the block, so places in it are counted from the year's first row of that block.
        self.by_year.take(scores.reshape(-1, news.block // SHARDS), number * news.block)
        self.chunks += news.block

    def merge(self, other: Self) -> None:
        """Take in what was seen of other blocks."""
        self.chunks += other.chunks
        self.above += other.above
        self.best.merge(other.best)
        self.by_year.merge(other.by_year)


def spans(news: News, place: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The rows of a block that are of the month around a place, and of its year."""
    half = max(1, news.block * MONTH // DAYS // 2)
    year = news.block // SHARDS
    first = place // year * year
    return (max(0, place - half), min(news.block, place + half)), (first, first + year)


def counted(news: News, aims: Aims, numbers: range) -> Tally:
    """What is seen of blocks, by this process alone."""
    tally = Tally.empty(aims)
    for number in numbers:
        tally.take(news, aims, number)
    return tally
