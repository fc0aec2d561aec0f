from io import StringIO

import pytest
from making import SILENT, UNANSWERABLE, make_score
from rich.console import Console

from eval_questions.compare import changes, differences
from eval_questions.figures import ANSWERS, DIFFERENCES, FIGURES, SILENCE
from eval_questions.questions import QuestionType
from eval_questions.report import changes_table, differences_table, intervals_table, summary_table
from eval_questions.summary import main_groups, rows


def cells(table):
    return list(zip(*(column.cells for column in table.columns), strict=True))


def shown(table, width=200):
    out = StringIO()
    Console(file=out, width=width).print(table)
    return out.getvalue()


def test_the_summary_has_a_row_for_each_type_and_wording_there_is_each_half_and_all():
    table = summary_table([make_score(type=kind, wording="near") for kind in QuestionType], ANSWERS, "Herof")
    types = [kind.value for kind in QuestionType]
    assert [row[0] for row in cells(table)] == [*types, "near wording", "develop half", "report half", "all"]
    assert [row[0] for row in cells(summary_table([make_score()], ANSWERS, "Herof"))][:1] == ["fact"]


def test_the_summary_gives_counts_and_shares_with_a_dash_for_none():
    scores = [make_score(), make_score(right=False, rank=2, spans=2)]
    found = {row[0]: row[1:] for row in cells(summary_table(scores, ANSWERS, "Herof"))}
    expected = ("2", "1.00", "0.75", "0.50", "1.00", "0.67", "1.00", "–", "–")
    assert found["fact"] == found["report half"] == found["all"] == expected
    assert found["develop half"] == ("0", *["–"] * 8)


@pytest.mark.parametrize("figures", [ANSWERS, SILENCE, DIFFERENCES])
def test_the_summary_is_shown_with_its_title_and_columns(figures):
    text = shown(summary_table([make_score()], figures, "herof: 1 question"))
    assert all(words in text for words in ("herof: 1 question", "questions", *(figure.label for figure in figures)))


def test_intervals_stand_beside_their_figures():
    scores = [make_score(id="a"), make_score(id="b", right=False)]
    groups = main_groups(scores)
    found = {row[0]: row[1:] for row in cells(intervals_table(rows(groups), groups))}
    assert found["right"] == ("–", "0.50 (0.00 to 1.00)", "0.50 (0.00 to 1.00)")
    assert "short EM" not in found


def test_two_runs_stand_side_by_side_with_a_verdict():
    before, now = ([make_score(id=f"q{n}", right=n < right) for n in range(20)] for right in (5, 20))
    found = {row[0]: row[1:] for row in cells(differences_table(differences(before, now)))}
    was, value, difference, interval, verdict = found["right"]
    assert (was, value, difference) == ("0.25", "1.00", "+0.75")
    assert (interval[:1], verdict[:3]) == ("+", "yes")
    assert found["hit@5"] == ("1.00", "1.00", "0.00", "0.00 to 0.00", "no, p 1.000")
    assert set(found) <= {figure.label for figure in FIGURES}


def test_two_runs_fit_a_terminal_of_80_columns():
    runs = [
        [make_score(id=f"q{n}", right=n % way == 0, confidence=n / 20, short_f1=n % way / 4) for n in range(20)]
        for way in (2, 3)
    ]
    silent = make_score(id="un", **UNANSWERABLE | SILENT)
    told = {"announced": True, "values": 2, "presented": 1, "attributed": 1, "pairs_right": 1}
    several = make_score(id="se", type=QuestionType.SEVERAL)
    others = [silent, several, make_score(id="di", type=QuestionType.DISAGREEMENT, **told)]
    table = differences_table(differences(*([*run, *others] for run in runs)))
    assert shown(table, width=80).splitlines()[1:] == shown(table, width=200).splitlines()[1:]


def test_both_answers_stand_beside_a_change():
    told = changes([make_score(right=False, text="At noon. [1]")], [make_score(text="At\ndawn. [1]")])
    (row,) = cells(changes_table(told))
    assert [str(cell) for cell in row] == ["q1", "now right", "At noon. [1]", "At dawn. [1]"]


def test_without_a_change_the_table_says_so():
    assert cells(changes_table([])) == [("", "nothing", "", "")]


def test_new_and_gone_questions_have_one_answer():
    told = changes([make_score(id="q1")], [make_score(id="q2")])
    assert [[str(cell) for cell in row] for row in cells(changes_table(told))] == [
        ["q2", "new", "", "At dawn. [1]"],
        ["q1", "gone", "At dawn. [1]", ""],
    ]


def test_a_long_answer_is_cut():
    (row,) = cells(changes_table(changes([], [make_score(text="x" * 500)])))
    assert str(row[3]) == "x" * 79 + "…"


@pytest.mark.parametrize("text", ["[red]At dawn[/red] [1]", "[/b] At dawn [1]", "[link=https://a.example]x[/link]"])
def test_what_looks_like_markup_in_an_answer_is_shown_as_text(text):
    assert text in shown(changes_table(changes([], [make_score(text=text)])))


def test_control_characters_in_an_answer_are_not_sent_to_the_terminal():
    assert "\x1b" not in shown(changes_table(changes([], [make_score(text="\x1b[31mAt dawn")])))


def test_a_set_whose_name_looks_like_markup_is_shown_by_its_name():
    assert "[red]" in shown(summary_table([make_score()], ANSWERS, "[red]: 1 question"))
