import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval_questions.reader.calibrate import Row
from eval_questions.reader.logistic import fit_judge
from rag.judge import Judge, Logistic, whole

NAMES = ("score", "behind", "support", "answered", "span", "kind")
"""Some of the features; the fit takes whatever there are."""


def made(seed, questions=60):
    """Questions of which half are answered, each with five sentences; what answers has greater features."""
    draw = np.random.default_rng(seed)
    rows = []
    for number in range(questions):
        right = [number % 2 == 0 and place == 0 for place in range(5)]
        sentences = tuple(dict(zip(NAMES, (draw.normal(size=6) + 2 * r).tolist(), strict=True)) for r in right)
        rows.append(Row("herof", str(number), any(right), sentences, tuple(right), 0))
    return rows


@settings(max_examples=5)
@given(st.integers(0, 1000))
def test_what_answers_gets_the_greater_chance_and_the_answered_the_greater_confidence(seed):
    fitted = fit_judge(made(seed))
    judge = Judge(Logistic(**fitted["sentence"]), Logistic(**fitted["question"]), fitted["silent_below"])
    chances = [
        (judge.sentence(s), right) for row in made(seed) for s, right in zip(row.sentences, row.right, strict=True)
    ]
    right, wrong = ([chance for chance, r in chances if r is kind] for kind in (True, False))
    assert np.mean(right) > np.mean(wrong) + 0.3
    assert np.mean([chance for chance, _ in chances]) == pytest.approx(0.1, abs=0.02)


def test_the_judge_weighs_what_is_known_of_a_sentence_and_of_the_whole():
    fitted, (row, *_) = fit_judge(made(0)), made(0)
    assert set(fitted["sentence"]["weights"]) == set(NAMES)
    assert set(fitted["question"]["weights"]) == set(whole([(s, 0.5) for s in row.sentences], 0))


def test_a_question_of_which_nothing_was_read_changes_nothing_but_the_count():
    rows = made(0)
    fitted = fit_judge([*rows, Row("herof", "unread", False, (), (), 0)])
    assert fitted["fitted_on"] == {"herof": 61}
    assert fitted["question"]["weights"] == pytest.approx(fit_judge(rows)["question"]["weights"], rel=1e-3)


def test_it_says_what_it_was_fitted_on():
    assert fit_judge(made(0))["fitted_on"] == {"herof": 60}


def test_fitting_again_gives_the_same():
    assert fit_judge(made(1)) == fit_judge(made(1))
