import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SILENT, UNANSWERABLE, make_score

from eval_questions.figures import FIGURES
from eval_questions.resample import interval, unit_of, units_of

BY_KEY = {figure.key: figure for figure in FIGURES}
KINDS = ({}, {"right": False, "rank": 7, "supported": 0}, SILENT, UNANSWERABLE, UNANSWERABLE | SILENT)


@st.composite
def runs(draw):
    kinds = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 1), st.integers(0, 9)), max_size=25))
    return [make_score(id=f"q{n}", pair=f"p{p}" if p else "", confidence=c, **k) for n, (k, c, p) in enumerate(kinds)]


def answered(right, wrong, **fields):
    return [make_score(id=f"q{n}", right=n < right, **fields) for n in range(right + wrong)]


@settings(max_examples=40)
@given(runs(), st.sampled_from(FIGURES))
def test_an_interval_holds_its_figure_within_0_and_1(scores, figure):
    value, found = figure.of(scores), interval(figure, scores)
    if found:
        assert -1e-9 <= found.low <= value <= found.high <= 1 + 1e-9
    else:
        assert value is None or len(units_of(figure, scores)) < 2


def test_an_interval_is_about_as_wide_as_theory_has_it():
    found = interval(BY_KEY["right"], answered(80, 20))
    assert (found.low, found.high) == pytest.approx((0.72, 0.88), abs=0.02)


def test_an_interval_is_narrower_over_more_questions():
    few, many = (interval(BY_KEY["right"], answered(3 * n, n)) for n in (5, 50))
    assert many.high - many.low < few.high - few.low


def test_two_wordings_that_always_agree_tell_no_more_than_one():
    single = answered(30, 10)
    double = [make_score(id=f"{s.id}-{w}", pair=s.id, right=s.right) for s in single for w in ("near", "other")]
    one, two = interval(BY_KEY["right"], single), interval(BY_KEY["right"], double)
    assert (one.low, one.high) == pytest.approx((two.low, two.high), abs=0.03)


def test_the_same_scores_have_the_same_interval():
    assert interval(BY_KEY["ece"], answered(9, 4)) == interval(BY_KEY["ece"], answered(9, 4))


@pytest.mark.parametrize("scores", [[], [make_score()], [make_score(id="a", pair="p"), make_score(id="b", pair="p")]])
def test_fewer_than_two_units_have_no_interval(scores):
    assert interval(BY_KEY["right"], scores) is None


def test_only_units_with_a_question_that_counts_are_drawn():
    scores = [make_score(id="a", pair="p"), make_score(id="b", **UNANSWERABLE)]
    assert units_of(BY_KEY["hit"], scores) == ["p"]
    assert units_of(BY_KEY["right"], scores) == ["b", "p"]


@pytest.mark.parametrize(("fields", "unit"), [({}, "q1"), ({"pair": "p"}, "p")])
def test_a_question_is_drawn_with_its_pair(fields, unit):
    assert unit_of(make_score(**fields)) == unit
