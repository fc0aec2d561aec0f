"""How a cost grows with the size of a pile: a straight line through both on logarithmic scales."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Self

CERTAINTY = 0.95


@dataclass(frozen=True, slots=True)
class Slope:
    """cost = `factor` * size ** `power`; `margin` is half of the power's 95 % interval, infinite of two sizes.

    Of few sizes the interval is wide: it says how far the line may be trusted, not how far the machine was busy.
    """

    factor: float
    power: float
    margin: float
    largest: float

    @classmethod
    def fit(cls, sizes: Sequence[float], costs: Sequence[float]) -> Self:
        """The line of least squares through positive sizes and costs, two or more."""
        from scipy.stats import linregress, t

        line = linregress([log(size) for size in sizes], [log(cost) for cost in costs])
        free = len(sizes) - 2
        margin = float(t.ppf((1 + CERTAINTY) / 2, free)) * float(line.stderr) if free else float("inf")
        return cls(exp(line.intercept), float(line.slope), margin, max(sizes))

    def at(self, size: float) -> float:
        """The cost at a size: measured up to `largest`, arithmetic beyond."""
        return float(self.factor * size**self.power)

    def bounds(self, size: float) -> tuple[float, float]:
        """The cost at a size if the power is at either end of its interval, with the line held at the largest size."""
        middle, beyond = self.at(self.largest), size / self.largest
        return middle * beyond ** (self.power - self.margin), middle * beyond ** (self.power + self.margin)

    def __str__(self) -> str:
        return f"n^{self.power:.2f} (± {self.margin:.2f})"


def fitted(sizes: Sequence[float], costs: Sequence[float]) -> str:
    """The slope in words, or why there is none."""
    if len(sizes) < 2 or min(costs, default=0) <= 0:
        return "no slope"
    return str(Slope.fit(sizes, costs))


def interval(share: float, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share that was counted so many times."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return middle - half, middle + half
