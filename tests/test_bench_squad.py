import pytest
from benching import make_case, make_outcome, make_written, write_data
from making import make_passage

from eval_questions.bench.common import Options
from eval_questions.bench.squad import Home, figures, groups, load, run, to_row
from eval_questions.convert.source import SourceUnusable

OWN = make_written("own.txt")
HOME = Home("0", "Ferry Marit")
FOUND = make_passage("Forty were saved.", article_id="own")
OTHER = make_passage("Bread is dear.", article_id="other")


def answered(short, *passages, title="Ferry Marit"):
    return to_row(make_outcome(make_case(Home("0", title), "Forty"), *passages, short=short), OWN)


def silent(*accepted):
    return to_row(make_outcome(make_case(HOME, *accepted), FOUND, abstained=True), OWN)


def wrongly_answered():
    return to_row(make_outcome(make_case(HOME), FOUND, short="Forty"), OWN)


def test_a_question_has_its_paragraph_its_title_and_its_answers(tmp_path):
    _, cases = load(write_data(tmp_path))
    homes = [(case.question.id, case.gold.paragraph, case.gold.title) for case in cases]
    assert homes == [("s1", "0", "Ferry Marit"), ("s2", "0", "Ferry Marit"), ("s3", "1", "Aldwick")]
    assert [case.question.short for case in cases] == [("Forty",), (), ("4 million crowns",)]


def test_a_folder_without_files_is_named(tmp_path):
    with pytest.raises(SourceUnusable, match=r"no \.json file"):
        load(tmp_path)


def test_a_title_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SourceUnusable, match="'Goose'"):
        run(Options(write_data(tmp_path), tmp_path / "indexes"), ["Aldwick", "Goose"])


def test_words_are_scored_where_the_own_paragraph_is_among_the_first_five():
    rows = [answered("forty", FOUND), answered("forty of sixty", OTHER, FOUND), answered("forty", *[OTHER] * 5, FOUND)]
    found = figures(rows)
    assert found["own paragraph @1"] == pytest.approx(1 / 3)
    assert found["own paragraph @5"] == pytest.approx(2 / 3)
    assert found["short F1, found"] == 0.75
    assert found["short exact match, found"] == 0.5


def test_over_all_questions_silence_is_right_where_nothing_answers_and_only_there():
    rows = [answered("forty", FOUND), silent("Forty"), silent(), wrongly_answered()]
    found = figures(rows)
    assert (found["overall exact match"], found["overall F1"]) == (0.5, 0.5)
    assert [found[f"abstention {name}"] for name in ("precision", "recall", "F1")] == [0.5, 0.5, 0.5]
    assert found["answerable abstained"] == 0.5


def test_the_figures_stand_beside_those_of_two_who_do_not_read():
    found = groups([answered("forty", FOUND), silent(), wrongly_answered(), silent("Forty")], set())
    assert found.keys() == {"all", "all answered rightly", "none answered"}
    always, never = found["all answered rightly"], found["none answered"]
    assert (always["overall F1"], always["abstention recall"], always["abstention F1"]) == (0.5, 0.0, 0.0)
    assert (never["overall F1"], never["abstention precision"], never["abstention recall"]) == (0.5, 0.5, 1.0)


def test_articles_can_be_reported_apart():
    rows = [answered("forty", FOUND), answered("forty", title="Aldwick"), answered("forty", title="Aldwick")]
    found = groups(rows, {"Aldwick"})
    assert (found["apart"]["questions"], found["the rest"]["questions"]) == (2, 1)
    assert (found["apart"]["own paragraph @1"], found["the rest"]["own paragraph @1"]) == (0.0, 1.0)


def test_the_real_answers_stand_where_they_are_said_to(shared_bench):
    squad, cases = load(shared_bench)
    assert len(cases) == 6078
    assert sum(not case.question.short for case in cases) == 3168
    assert sum(len(entry.paragraphs) for entry in squad.data) == 646
