import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import SILENT, UNANSWERABLE, make_score
from scipy.stats import binomtest

from eval_questions.compare import changes, differences

KINDS = ({}, {"right": False, "rank": 7, "supported": 0}, SILENT, UNANSWERABLE, UNANSWERABLE | SILENT)


def run(right, wrong, **fields):
    return [make_score(id=f"q{n}", right=n < right, **fields) for n in range(right + wrong)]


def paired(scores):
    return [make_score(id=f"{s.id}-{w}", pair=s.id, right=s.right) for s in scores for w in ("near", "other")]


def by_key(before, now):
    return {difference.figure.key: difference for difference in differences(before, now)}


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 1), st.booleans()), min_size=1, max_size=12))
def test_a_run_does_not_differ_from_itself(kinds):
    scores = [make_score(id=f"q{n}", pair="p" * p, confidence=c, **k) for n, (k, c, p) in enumerate(kinds)]
    for difference in differences(scores, scores):
        assert difference.before == difference.now
        assert difference.p == 1
        assert not difference.more_than_noise
        assert difference.interval is None or (difference.interval.low, difference.interval.high) == (0, 0)


@pytest.mark.parametrize(("turned", "more"), [(1, False), (5, False), (6, True), (20, True)])
def test_yes_or_no_is_tested_by_the_questions_that_turned(turned, more):
    right = by_key(run(20, 20), run(20 + turned, 20 - turned))["right"]
    assert right.p == pytest.approx(binomtest(turned, turned).pvalue)
    assert right.more_than_noise is more
    assert right.now - right.before == pytest.approx(turned / 40)
    assert right.interval.low <= turned / 40 <= right.interval.high


def test_questions_that_turned_either_way_speak_against_each_other():
    before = run(20, 20)
    now = [make_score(id=s.id, right=not s.right) for s in before]
    assert by_key(before, now)["right"].p == 1


def test_pairs_are_exchanged_as_a_whole():
    single = by_key(run(20, 20), run(26, 14))["right"]
    double = by_key(paired(run(20, 20)), paired(run(26, 14)))["right"]
    assert single.p == pytest.approx(double.p, abs=0.01)
    assert by_key(paired(run(20, 20)), paired(run(23, 17)))["right"].more_than_noise is False


@pytest.mark.parametrize(
    ("key", "before", "now"),
    [
        ("mrr", {"rank": 4}, {"rank": 1}),
        ("citation_precision", {"cited": 3}, {"cited": 1}),
        ("short_f1", {"short_exact": False, "short_f1": 0.2}, {"short_exact": False, "short_f1": 0.7}),
        ("ece", {"confidence": 0.3}, {"confidence": 0.9}),
    ],
)
def test_other_figures_are_tested_by_exchanging_the_runs(key, before, now):
    assert by_key(run(20, 0, **before), run(20, 0, **now))[key].more_than_noise
    assert not by_key(run(3, 0, **before), run(3, 0, **now))[key].more_than_noise


def test_a_single_question_is_never_more_than_noise():
    assert by_key([make_score(rank=4)], [make_score(rank=1)])["mrr"].p == 1


def test_an_exchange_that_leaves_a_run_without_a_value_counts_against_the_difference():
    before = [make_score(id="a", **SILENT), make_score(id="b", **UNANSWERABLE)]
    now = [make_score(id="a"), make_score(id="b", **UNANSWERABLE | SILENT)]
    assert by_key(before, now)["abstention_precision"].p == 1


def test_only_the_questions_of_both_runs_count():
    before = [*run(2, 2), make_score(id="gone"), make_score(id="q9", question="Who?", right=False)]
    now = [*run(2, 2), make_score(id="new", right=False), make_score(id="q9", question="Whose?")]
    right = by_key(before, now)["right"]
    assert (right.before, right.now) == (0.5, 0.5)
    assert differences(run(1, 0), [make_score(id="other")]) == []


def test_a_figure_that_either_run_lacks_is_not_compared():
    assert "abstention_precision" not in by_key(run(2, 2), [make_score(id="q0", **SILENT)])


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"right": False}, {}, "now right"),
        ({}, {"right": False}, "now wrong"),
        ({}, SILENT, "now wrong, now silent, cited 1 -> 0, supported 1 -> 0, found 1 -> 0"),
        (SILENT, {}, "now right, now answers, cited 0 -> 1, supported 0 -> 1, found 0 -> 1"),
        ({"rank": 3}, {}, "rank 3 -> 1"),
        ({"rank": None}, {"rank": 2}, "rank None -> 2"),
        ({}, {"cited": 2}, "cited 1 -> 2"),
        ({}, {"announced": True, "presented": 2}, "now tells of a disagreement, presented 0 -> 2"),
        ({"announced": True}, {}, "no longer tells of a disagreement"),
        ({"short_exact": False}, {"short_exact": True}, "short now exact"),
        ({"short_exact": True}, {"short_exact": False}, "short no longer exact"),
    ],
)
def test_a_change_is_told_in_words(before, after, change):
    (found,) = changes([make_score(**before)], [make_score(**after)])
    assert (found.id, found.what) == ("q1", change)
    assert (found.before, found.now) == (make_score(**before), make_score(**after))


@pytest.mark.parametrize("same", [{}, {"seconds": 9.0}, {"text": "Other words. [1]"}, {"confidence": 0.1}])
def test_without_a_change_there_is_nothing(same):
    assert changes([make_score()], [make_score(**same)]) == []
    assert changes([], []) == []


def test_new_and_gone_questions_are_told():
    new, gone = changes([make_score(id="q1")], [make_score(id="q2")])
    assert (new.id, new.what, new.before) == ("q2", "new", None)
    assert (gone.id, gone.what, gone.now) == ("q1", "gone", None)
