"""The figures that a run is measured by: each one a number over two columns, with a place for each question counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval_questions.calibration import PRECISION, Column, area_under_risk, calibration_error, recall_of_silence
from eval_questions.questions import QuestionType
from eval_questions.score import Score

HIT_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between 0 and 1: `value` of the columns `first` and `second` over the scores that it `counts`.

    `yes_no` says that it is a share of questions, the same ones in every run over a set, each a yes or a no.
    """

    key: str
    label: str
    counts: Callable[[Score], bool]
    first: Callable[[Score], float]
    second: Callable[[Score], float]
    value: Callable[[Column, Column], float]
    yes_no: bool = False
    lower_is_better: bool = False

    def columns(self, scores: Sequence[Score]) -> tuple[Column, Column]:
        """Both columns over the scores that count, in their order."""
        counted = [s for s in scores if self.counts(s)]
        return np.array([self.first(s) for s in counted], float), np.array([self.second(s) for s in counted], float)

    def of(self, scores: Sequence[Score]) -> float | None:
        """The figure over the scores that count; None where it has none."""
        value = self.value(*self.columns(scores))
        return None if np.isnan(value) else value


def _ratio(part: Column, whole: Column) -> float:
    return float(part.sum() / whole.sum()) if whole.any() else np.nan


def _any(_score: Score) -> bool:
    return True


def _one(_score: Score) -> float:
    return 1.0


def _unanswerable(score: Score) -> bool:
    return not score.answerable


def _confidence(score: Score) -> float:
    return score.confidence


def _has_outcome(score: Score) -> bool:
    return score.came_true is not None


def _outcome(score: Score) -> float:
    return float(score.came_true or 0)


def _pairs(score: Score) -> float:
    return score.pairs_right + score.pairs_mixed + score.pairs_torn


def _agreed(score: Score) -> bool:
    return score.answerable and score.type is not QuestionType.DISAGREEMENT and not score.abstained


def _share(key: str, label: str, counts: Callable[[Score], bool], of: Callable[[Score], float]) -> Figure:
    return Figure(key, label, counts, of, _one, _ratio, yes_no=True)


ANSWERS = (
    _share("hit", "hit@5", lambda s: s.answerable, lambda s: s.rank is not None and s.rank <= HIT_DEPTH),
    Figure("mrr", "MRR", lambda s: s.answerable, lambda s: 1 / s.rank if s.rank else 0, _one, _ratio),
    _share("right", "right", _any, lambda s: s.right),
    Figure("citation_precision", "cit. precision", lambda s: s.cited > 0, lambda s: s.supported, lambda s: s.cited,
           _ratio),
    Figure("citation_recall", "cit. recall", lambda s: s.spans > 0, lambda s: s.found, lambda s: s.spans, _ratio),
    Figure("exact", "exact quotes", lambda s: s.cited > 0, lambda s: s.exact, lambda s: s.cited, _ratio),
    _share("short_exact", "short EM", lambda s: s.short_exact is not None, lambda s: s.short_exact or 0),
    Figure("short_f1", "short F1", lambda s: s.short_f1 is not None, lambda s: s.short_f1 or 0, _one, _ratio),
)  # fmt: skip
"""What the answers are worth. Citations in an answer to an unanswerable question count as unsupported; a missing short
answer counts 0 where the question defines one."""

ECE = Figure("ece", "ECE", _has_outcome, _confidence, _outcome, calibration_error, lower_is_better=True)

RECALL_AT_PRECISION = Figure("abstention_recall_at_precision", f"abst. rec.@{PRECISION}", _any, _confidence,
                             _unanswerable, recall_of_silence)  # fmt: skip

SILENCE = (
    Figure("abstention_precision", "abst. precision", lambda s: s.abstained, _unanswerable, _one, _ratio),
    _share("abstention_recall", "abst. recall", _unanswerable, lambda s: s.abstained),
    RECALL_AT_PRECISION,
    ECE,
    Figure("aurc", "AURC", _has_outcome, _confidence, _outcome, area_under_risk, lower_is_better=True),
)  # fmt: skip
"""Whether it knows when to be silent, and what its confidence is worth."""

DIFFERENCES = (
    Figure("value_recall", "value recall", lambda s: s.values > 0, lambda s: s.presented, lambda s: s.values, _ratio),
    Figure("attribution_right", "attributed", lambda s: s.presented > 0, lambda s: s.attributed, lambda s: s.presented,
           _ratio),
    Figure("group_f1", "group F1", lambda s: _pairs(s) > 0, lambda s: 2 * s.pairs_right,
           lambda s: s.pairs_right + _pairs(s), _ratio),
    _share("announced", "announced", lambda s: s.type is QuestionType.DISAGREEMENT, lambda s: s.announced),
    Figure("false_alarms", "false alarms", lambda s: _agreed(s) and s.type is not QuestionType.SEVERAL,
           lambda s: s.announced, _one, _ratio, lower_is_better=True),
    Figure("false_alarms_several", "f. a., several", lambda s: _agreed(s) and s.type is QuestionType.SEVERAL,
           lambda s: s.announced, _one, _ratio, lower_is_better=True),
)  # fmt: skip
"""Whether it tells where reports differ: the values, who says them, and their groups, F1 over pairs of claims.

A disagreement that is not announced presents no value, and has no pairs. A false alarm is one announced in an answer
where the reports agree; a question over several articles may have several values by right, and counts by itself.
"""

FIGURES = (*ANSWERS, *SILENCE, *DIFFERENCES)
