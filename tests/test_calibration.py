import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval_questions.calibration import (
    BINS,
    PRECISION,
    Silence,
    area_under_risk,
    calibration_error,
    recall_of_silence,
    reliability,
    risks,
    silences,
)

SURE = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])
QUESTIONS = st.lists(st.tuples(SURE, st.booleans()), min_size=1, max_size=60)
FIGURES = (calibration_error, area_under_risk, recall_of_silence)


def columns(questions):
    return tuple(np.array(column, float) for column in zip(*questions, strict=True))


@given(QUESTIONS)
def test_calibration_error_and_area_are_shares(questions):
    for figure in (calibration_error, area_under_risk):
        assert 0 <= figure(*columns(questions)) <= 1 + 1e-9


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)).filter(lambda p: p[1] <= p[0]), min_size=1, max_size=8))
def test_a_perfect_calibration_has_no_error(levels):
    shares = {right / of: (right, of) for of, right in levels}
    questions = [(c, n < right) for c, (right, of) in shares.items() for n in range(of)]
    assert calibration_error(*columns(questions)) == pytest.approx(0, abs=1e-9)


@given(QUESTIONS, st.randoms())
def test_the_order_of_the_questions_does_not_matter(questions, random):
    shuffled = random.sample(questions, len(questions))
    for figure in FIGURES:
        assert figure(*columns(questions)) == pytest.approx(figure(*columns(shuffled)), nan_ok=True)


@given(QUESTIONS)
def test_the_error_is_what_the_bins_show(questions):
    bins = reliability(*columns(questions))
    assert sum(b.questions for b in bins) == len(questions)
    assert len(bins) <= BINS
    assert [b.confidence for b in bins] == sorted(b.confidence for b in bins)
    apart = sum(b.questions * abs(b.confidence - b.share) for b in bins) / len(questions)
    assert calibration_error(*columns(questions)) == pytest.approx(apart)


def test_bins_hold_equal_numbers_of_questions():
    confidence = np.linspace(0, 1, 50) ** 3
    assert [b.questions for b in reliability(confidence, np.zeros(50))] == [5] * BINS


def test_equal_confidences_share_a_bin():
    (only,) = reliability(np.full(40, 0.7), np.arange(40) % 2.0)
    assert (only.confidence, only.share, only.questions) == (pytest.approx(0.7), 0.5, 40)
    assert calibration_error(np.full(40, 0.7), np.arange(40) % 2.0) == pytest.approx(0.2)


@pytest.mark.parametrize(("right", "error"), [(1.0, 0.1), (0.0, 0.9)])
def test_the_error_is_how_far_confidence_is_off(right, error):
    assert calibration_error(np.full(30, 0.9), np.full(30, right)) == pytest.approx(error)


@pytest.mark.parametrize(
    ("confidence", "right", "risk"),
    [
        ([0.9, 0.8, 0.7], [1, 1, 0], [0, 0, 1 / 3]),
        ([0.7, 0.8, 0.9], [1, 1, 0], [1, 1 / 2, 1 / 3]),
        ([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0], [1 / 2] * 4),
        ([0.9, 0.5, 0.5], [1, 1, 0], [0, 1 / 4, 1 / 3]),
    ],
)
def test_the_risk_is_the_share_of_wrong_answers_among_the_most_confident(confidence, right, risk):
    assert risks(np.array(confidence), np.array(right, float)) == pytest.approx(risk)
    assert area_under_risk(np.array(confidence), np.array(right, float)) == pytest.approx(np.mean(risk))


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_no_order_has_a_smaller_area_than_the_right_answers_first(right):
    true = np.array(right, float)
    assert area_under_risk(true, true) <= area_under_risk(np.linspace(0, 1, len(true)), true) + 1e-9


def test_silence_grows_with_the_threshold():
    points = silences(np.array([0.1, 0.3, 0.3, 0.9]), np.array([1.0, 1.0, 0.0, 0.0]))
    assert points == [Silence(0.1, 1.0, 0.5), Silence(0.3, pytest.approx(2 / 3), 1.0), Silence(0.9, 0.5, 1.0)]


@pytest.mark.parametrize(
    ("unanswerable", "recall"),
    [([1, 1, 1, 0], 1), ([1, 0, 1, 1], 1 / 3), ([0, 1, 1, 1], 0), ([0, 0, 0, 1], 0), ([1] * 4, 1)],
)
def test_the_recall_of_silence_is_the_best_at_which_it_is_precise(unanswerable, recall):
    confidence = np.array([0.1, 0.2, 0.3, 0.4])
    assert recall_of_silence(confidence, np.array(unanswerable, float)) == pytest.approx(recall)


def test_one_answerable_question_in_twenty_is_allowed():
    unanswerable = np.array([0.0] + [1.0] * 19 + [0.0] * 5)
    assert PRECISION == 0.95
    assert recall_of_silence(np.arange(25.0), unanswerable) == 1
    assert recall_of_silence(np.arange(24.0), np.delete(unanswerable, 1)) == 0


def test_questions_of_equal_confidence_are_silenced_together():
    assert recall_of_silence(np.zeros(4), np.array([1.0, 1.0, 1.0, 0.0])) == 0


@pytest.mark.parametrize("figure", FIGURES)
def test_nothing_has_no_figure(figure):
    assert np.isnan(figure(np.empty(0), np.empty(0)))
    assert silences(np.array([0.5]), np.array([0.0])) == []
    assert reliability(np.empty(0), np.empty(0)) == []
