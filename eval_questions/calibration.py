"""What a confidence is worth: calibration, risk against coverage, and silence by a threshold.

All are functions of two columns of the same length, one place a question: the confidence, and 1 or 0 for what came to
pass. None depends on the order of the questions; those of equal confidence are never told apart.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

BINS = 10

PRECISION = 0.95
"""What silence must reach before its recall counts."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: their mean confidence, the share that came to pass, and how many they are."""

    confidence: float
    share: float
    questions: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Silence on all questions of a confidence of at most `threshold`.

    `precision` is the share of unanswerable ones among the silenced, `recall` that of silenced ones among them.
    """

    threshold: float
    precision: float
    recall: float


def reliability(confidence: Column, true: Column) -> list[Bin]:
    """At most ten bins of as equal numbers of questions as equal confidences allow, the least confident first."""
    count, total, hits = _binned(confidence, true)
    return [Bin(float(total[i] / count[i]), float(hits[i] / count[i]), int(count[i])) for i in range(BINS) if count[i]]


def calibration_error(confidence: Column, true: Column) -> float:
    """The expected calibration error: how far confidence and share are apart, over the bins of `reliability`.

    Guo et al. 2017, with bins of equal mass as in Nixon et al. 2019; 0 is best, NaN where there is no question.
    """
    _, total, hits = _binned(confidence, true)
    return float(np.abs(total - hits).sum() / len(true)) if len(true) else np.nan


def risks(confidence: Column, true: Column) -> Column:
    """The share of wrong answers among the 1, 2, ... n most confident ones; within equals, as expected by chance."""
    _, level, count = np.unique(-confidence, return_inverse=True, return_counts=True)
    wrong = np.bincount(level, 1 - true) / count
    return np.cumsum(np.repeat(wrong, count)) / np.arange(1, len(true) + 1)


def area_under_risk(confidence: Column, true: Column) -> float:
    """The area under the risk-coverage curve: the mean of `risks` (Geifman et al. 2019); 0 is best, NaN for nothing."""
    return float(risks(confidence, true).mean()) if len(true) else np.nan


def silences(confidence: Column, unanswerable: Column) -> list[Silence]:
    """Silence at each confidence that there is, the lowest first; nothing where no question is unanswerable."""
    threshold, precision, recall = _sweep(confidence, unanswerable)
    return [Silence(*map(float, point)) for point in zip(threshold, precision, recall, strict=True)]


def recall_of_silence(confidence: Column, unanswerable: Column) -> float:
    """The largest recall of silence at a precision of at least PRECISION; 0 where no threshold reaches it.

    The threshold is swept over all questions, whatever was in fact answered; NaN where no question is unanswerable.
    """
    _, precision, recall = _sweep(confidence, unanswerable)
    return float(recall.max(where=precision >= PRECISION, initial=0)) if len(recall) else np.nan


def _binned(confidence: Column, true: Column) -> Column:
    """Rows over the bins: the number of questions, and the sums of their confidences and of what came to pass."""
    place = np.searchsorted(np.sort(confidence), confidence) * BINS // max(len(confidence), 1)
    return np.array([np.bincount(place, of, BINS) for of in (np.ones(len(place)), confidence, true)], np.float64)


def _sweep(confidence: Column, unanswerable: Column) -> tuple[Column, Column, Column]:
    if not unanswerable.any():
        return np.empty(0), np.empty(0), np.empty(0)
    thresholds, level, count = np.unique(confidence, return_inverse=True, return_counts=True)
    caught = np.cumsum(np.bincount(level, unanswerable))
    return thresholds, caught / np.cumsum(count), caught / unanswerable.sum()
