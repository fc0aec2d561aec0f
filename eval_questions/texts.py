"""Figures as people read them, in the terminal and on the page."""

from collections.abc import Callable

from eval_questions.compare import Difference
from eval_questions.resample import Interval


def number(value: float | None) -> str:
    """A figure; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def signed(value: float) -> str:
    """A difference, without a sign where it rounds to nothing."""
    return f"{value:+.2f}" if abs(value) >= 0.005 else "0.00"


def span(interval: Interval | None, of: Callable[[float], str] = number) -> str:
    """An interval from low to high; a dash where there is none."""
    return f"{of(interval.low)} to {of(interval.high)}" if interval else "–"


def verdict(difference: Difference) -> str:
    """Whether a difference is more than noise, with its probability by chance."""
    return f"{'yes' if difference.more_than_noise else 'no'}, p {difference.p:.3f}"
