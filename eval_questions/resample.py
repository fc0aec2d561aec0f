"""How sure a figure is: its interval over questions drawn anew.

What is drawn are units: a pair of wordings as a whole, since two wordings of one question are not independent, and else
a question by itself. Only units with a question that the figure counts are drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval_questions.calibration import Column
from eval_questions.figures import Figure
from eval_questions.score import Score

RESAMPLES = 1999
LEVEL = 0.95
SEED = 20260201

Times = NDArray[np.intp]
"""How many times each unit is taken."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that holds a figure, or a difference, with a probability of LEVEL."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Table:
    """A figure's columns over the scores it counts, and for each place the number of its unit, below `units`."""

    figure: Figure
    first: Column
    second: Column
    unit: NDArray[np.intp]
    units: int

    def value(self, times: Times) -> float:
        """The figure with each unit taken so many times; NaN where it has none."""
        rows = np.repeat(np.arange(len(self.unit)), times[self.unit])
        return self.figure.value(self.first[rows], self.second[rows])

    def same(self, other: "Table") -> bool:
        """Whether both hold the same places."""
        columns = ((self.first, other.first), (self.second, other.second), (self.unit, other.unit))
        return all(np.array_equal(ours, theirs) for ours, theirs in columns)

    def joined(self, other: "Table") -> "Table":
        """Both tables, the units of the other numbered after one's own."""
        first, second = np.append(self.first, other.first), np.append(self.second, other.second)
        unit = np.append(self.unit, other.unit + self.units)
        return Table(self.figure, first, second, unit, self.units + other.units)


def tabulate(figure: Figure, scores: Sequence[Score], units: Sequence[str]) -> Table:
    """The table of a figure over scores, whose units are numbered in this order."""
    number = {unit: n for n, unit in enumerate(units)}
    unit = np.array([number[unit_of(s)] for s in scores if figure.counts(s)], np.intp)
    return Table(figure, *figure.columns(scores), unit, len(units))


def unit_of(score: Score) -> str:
    """The unit that a question is drawn with."""
    return score.pair or score.id


def units_of(figure: Figure, *runs: Sequence[Score]) -> list[str]:
    """The units of which some question counts in some run, each once."""
    return sorted({unit_of(s) for scores in runs for s in scores if figure.counts(s)})


def interval(figure: Figure, scores: Sequence[Score]) -> Interval | None:
    """The interval of a figure; None where fewer than two units count."""
    table = tabulate(figure, scores, units_of(figure, scores))
    return percentiles(table.value, table.units)


def percentiles(value: Callable[[Times], float], units: int) -> Interval | None:
    """The interval of a value between the percentiles of its bootstrap distribution (Efron and Tibshirani 1993, 13).

    Percentiles rather than BCa, which has no answer for a figure that is 0 or 1 in every draw. The interval is
    stretched to the value itself, which ECE may leave: it is larger in a draw than over the questions drawn from. Draws
    without a value are left out. None for fewer than two units, or without a value.
    """
    estimate = value(np.ones(units, np.intp))
    if units < 2 or np.isnan(estimate):
        return None

    draws = np.random.default_rng(SEED).multinomial(units, np.full(units, 1 / units), RESAMPLES)
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile([value(times) for times in draws], (tail, 1 - tail))
    return Interval(float(min(low, estimate)), float(max(high, estimate)))
