from making import UNANSWERABLE, make_score

from eval_questions.figures import FIGURES
from eval_questions.questions import QuestionType
from eval_questions.summary import by_type, main_groups, rows, sections, summarise


def names(groups):
    return [group.name for group in groups]


def test_the_types_there_are_make_groups_and_both_halves_do_always():
    scores = [make_score(type=kind) for kind in QuestionType]
    assert names(by_type(scores)) == [kind.value for kind in QuestionType]
    assert names(by_type(scores[:1])) == ["fact"]
    assert names(main_groups(scores)) == ["develop half", "report half", "all"]


def test_near_and_other_wordings_are_told_apart_where_they_are_known():
    scores = [make_score(wording="near"), make_score(wording="other"), make_score()]
    types, wordings, halves = sections(scores)
    assert (names(types), names(wordings)) == (["fact"], ["near wording", "other wording"])
    assert [group.scores for group in wordings] == [(scores[0],), (scores[1],)]
    assert halves[-1].scores == tuple(scores)
    assert len(sections([make_score()])) == 2


def test_a_summary_has_every_figure_by_its_key():
    summary = summarise([make_score(), make_score(right=False)])
    assert summary.keys() == {figure.key for figure in FIGURES}
    assert summary["right"] == 0.5
    assert summary["abstention_recall"] is None


def test_a_row_gives_a_figure_over_each_group_with_its_interval():
    scores = [make_score(id="a"), make_score(id="b", right=False), make_score(id="c", split="develop")]
    (right,) = (row for row in rows(main_groups(scores)) if row.figure.key == "right")
    develop, report, _all = right.estimates
    assert (develop.value, develop.interval) == (1, None)
    assert (report.value, report.interval.low, report.interval.high) == (0.5, 0, 1)


def test_a_figure_without_any_value_has_no_row():
    keys = {row.figure.key for row in rows(main_groups([make_score(**UNANSWERABLE)]))}
    assert "abstention_recall" in keys
    assert not {"hit", "short_exact"} & keys
