from io import StringIO

import pytest
from making import SILENT, make_score
from rich.console import Console

from eval_questions.questions import QuestionType
from eval_questions.report import changes_table, summary_table

COLUMNS = ("type", "questions", "hit@5", "MRR", "right", "cit. precision", "cit. recall", "exact quotes",
           "abst. precision", "abst. recall")  # fmt: skip


def cells(table):
    return list(zip(*(column.cells for column in table.columns), strict=True))


def shown(table):
    out = StringIO()
    Console(file=out, width=200).print(table)
    return out.getvalue()


def changes(before, after):
    return [tuple(str(cell) for cell in row)[:2] for row in cells(changes_table(before, after))]


def test_the_summary_has_a_row_for_each_type_there_is_each_half_and_all():
    rows = cells(summary_table([make_score(type=kind) for kind in QuestionType], "Herof"))
    assert [row[0] for row in rows] == [*(kind.value for kind in QuestionType), "develop half", "report half", "all"]
    assert [row[0] for row in cells(summary_table([make_score()], "Herof"))][:1] == ["fact"]


def test_the_summary_gives_counts_and_shares_with_a_dash_for_none():
    scores = [make_score(), make_score(right=False, rank=2, spans=2)]
    rows = {row[0]: row[1:] for row in cells(summary_table(scores, "Herof"))}
    expected = ("2", "1.00", "0.75", "0.50", "1.00", "0.67", "1.00", "–", "–")
    assert rows["fact"] == rows["report half"] == rows["all"] == expected
    assert rows["develop half"] == ("0", *["–"] * 8)


def test_the_summary_is_shown_with_its_title_and_columns():
    text = shown(summary_table([make_score()], "herof: 1 question"))
    assert all(words in text for words in ("herof: 1 question", *COLUMNS))


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
    ],
)
def test_a_change_is_told_in_words(before, after, change):
    assert changes([make_score(**before)], [make_score(**after)]) == [("q1", change)]


@pytest.mark.parametrize("same", [{}, {"seconds": 9.0}, {"text": "Other words. [1]"}])
def test_without_a_change_there_is_nothing(same):
    assert changes([make_score()], [make_score(**same)]) == [("", "nothing")]
    assert changes([], []) == [("", "nothing")]


def test_new_and_gone_questions_are_told():
    assert changes([make_score(id="q1")], [make_score(id="q2")]) == [("q2", "new"), ("q1", "gone")]


def test_both_answers_stand_beside_the_change():
    (row,) = cells(changes_table([make_score(right=False, text="At noon. [1]")], [make_score(text="At\ndawn. [1]")]))
    assert [str(cell) for cell in row[2:]] == ["At noon. [1]", "At dawn. [1]"]


def test_a_long_answer_is_cut():
    (row,) = cells(changes_table([], [make_score(text="x" * 500)]))
    assert str(row[3]) == "x" * 79 + "…"


@pytest.mark.parametrize("text", ["[red]At dawn[/red] [1]", "[/b] At dawn [1]", "[link=https://a.example]x[/link]"])
def test_what_looks_like_markup_in_an_answer_is_shown_as_text(text):
    assert text in shown(changes_table([], [make_score(text=text)]))


def test_control_characters_in_an_answer_are_not_sent_to_the_terminal():
    assert "\x1b" not in shown(changes_table([], [make_score(text="\x1b[31mAt dawn")]))


def test_a_set_whose_name_looks_like_markup_is_shown_by_its_name():
    assert "[red]" in shown(summary_table([make_score()], "[red]: 1 question"))
