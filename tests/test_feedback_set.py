"""Feedback becomes questions that load, run, and are answered as readers found right."""

import json
from dataclasses import replace

import pytest
from conversing import MAKING, TEXT, answered, cite, differing, silent
from hostile import PAYLOADS
from making import make_answer, make_article
from typer.testing import CliRunner

import rag
from eval_questions.questions import QuestionType, load
from eval_questions.run import load_run
from eval_questions.score import is_right
from index import sync
from index.read import read, read_all
from rag.answer import Short
from ui.cli import app
from ui.feedback import Feedback, beside
from ui.feedback_set import ExportUnusable, export


@pytest.fixture
def store(tmp_path):
    return Feedback(tmp_path / "feedback.sqlite3")


def exported(store, tmp_path):
    made = export(store, tmp_path / "set")
    loaded = load(str(made.folder))
    assert loaded.questions == made.questions
    return made, loaded


def evidence_holds(loaded):
    for question in loaded.questions:
        for span in question.evidence:
            assert read(loaded.articles / span.article).text[span.start : span.end] == span.quote
    return True


def test_an_answer_that_was_right_has_to_be_given_again(store, tmp_path):
    answer = answered(short=Short("Forty", 2, 29, 34))
    store.add(answer, MAKING, good=True)
    _, loaded = exported(store, tmp_path)
    [question] = loaded.questions
    assert (question.type, question.answers, question.short) == (QuestionType.FACT, (("Forty",),), ("Forty",))
    assert [span.quote for span in question.evidence] == ["The ferry sank.", "Forty were saved."]
    assert (loaded.articles / "a1.txt").read_text("utf-8") == TEXT
    assert is_right(question, answer)
    assert evidence_holds(loaded)


def test_without_a_short_answer_the_first_quotation_has_to_be_given_again(store, tmp_path):
    store.add(answered(), MAKING, good=True)
    [question] = exported(store, tmp_path)[1].questions
    assert question.answers == (("The ferry sank.",),)
    assert question.short == ()
    assert is_right(question, answered())


def test_where_reports_differ_each_value_told_has_to_be_given_again(store, tmp_path):
    answer = replace(differing(), text="22 died, Ada said. [1]\n17 died. [1]")
    store.add(answer, MAKING, good=True)
    [question] = exported(store, tmp_path)[1].questions
    assert question.type is QuestionType.DISAGREEMENT
    assert question.answers == (("22",), ("17",))
    assert [(value.value, value.by, value.articles) for value in question.values] == [
        (("22",), ("Ada",), ("a1.txt",)), (("17",), ("17!",), ("a1.txt",))
    ]  # fmt: skip
    assert is_right(question, answer)


def test_where_the_text_gives_no_value_the_quotation_holds(store, tmp_path):
    store.add(differing(), MAKING, good=True)
    assert exported(store, tmp_path)[1].questions[0].answers == (("The ferry sank.",),)


def test_a_question_that_leaned_on_others_becomes_the_one_that_was_searched(store, tmp_path):
    alone = "What sank off Orsk?"
    store.add(answered(question="And what sank?", searched=alone), MAKING, good=True)
    assert [question.question for question in exported(store, tmp_path)[0].questions] == [alone]


def test_silence_that_was_right_is_to_be_kept(store, tmp_path):
    store.add(silent(), MAKING, good=True)
    [question] = exported(store, tmp_path)[1].questions
    assert (question.type, question.answers, question.evidence) == (QuestionType.UNANSWERABLE, (), ())
    assert is_right(question, silent())


def test_a_comment_that_quotes_the_articles_mends_a_wrong_answer(store, tmp_path):
    store.add(answered(), MAKING, good=False, comment='No, “Forty were” saved, and it was "old"')
    _, loaded = exported(store, tmp_path)
    [question] = loaded.questions
    assert (question.type, question.answers, question.short) == (QuestionType.FACT, (("Forty were",), ("old",)), ())
    assert [span.quote for span in question.evidence] == ["Forty were saved.", "It was old."]
    assert evidence_holds(loaded)


@pytest.mark.parametrize("comment", ["", "Wrong.", "It was “41”.", "“Forty were” and “41”", "“fort”", "“sank.” “er”"])
def test_a_wrong_answer_without_a_right_one_is_left_for_a_person(store, tmp_path, comment):
    store.add(answered(), MAKING, good=False, comment=comment)
    store.add(silent(question="Why?"), MAKING, good=True)
    made, loaded = exported(store, tmp_path)
    assert made.unsettled == 1
    assert [question.question for question in loaded.questions] == ["Why?"]
    [line] = (made.folder / "unsettled.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["comment"] == comment
    assert json.loads(line)["answer"]["text"] == answered().text


def test_words_that_stand_in_several_sentences_say_nothing(store, tmp_path):
    article = make_article("It sank. It was old.")
    store.add(make_answer(citations=(cite("It sank.", article=article),)), MAKING, good=False, comment="“It”")
    with pytest.raises(ExportUnusable, match="None of 1 entries"):
        export(store, tmp_path / "set")


def test_the_last_word_on_a_question_holds(store, tmp_path):
    store.add(answered(), MAKING, good=False)
    store.add(answered(question=" WHEN? "), MAKING, good=True)
    made, _ = exported(store, tmp_path)
    assert [question.id for question in made.questions] == ["feedback-00002"]
    assert made.unsettled == 0


def test_articles_of_other_formats_are_written_as_they_were_read(store, tmp_path):
    table = tmp_path / "news.jsonl"
    record = {
        "text": "1. Ferry sinks\n\nThe ferry Marit sank. Forty were saved.",
        "outlet": "The Gull: A",
        "title": "T",
    }
    table.write_text(json.dumps(record | {"published": "2026-02-04T08:00:00+00:00"}) + "\n")
    [article] = read_all(table)
    answer = make_answer(citations=(cite("Forty were saved.", article=article),))
    store.add(answer, MAKING, good=True)
    _, loaded = exported(store, tmp_path)
    [span] = loaded.questions[0].evidence
    again = read(loaded.articles / span.article)
    assert (again.outlet, again.published) == (article.outlet, article.published)
    assert again.text[span.start : span.end] == "Forty were saved."


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_stays_text_in_a_set(store, tmp_path, text):
    words = f"The ferry sank. {' '.join(text.split())} was seen."
    article = make_article(words, title=text, outlet=text, url=text, path=f"/news/{text[:40]}", format="html")
    answer = make_answer(f"{words} [1]", citations=(cite(words, article=article),), question=f"{text}?")
    store.add(answer, MAKING, good=True, comment=text)
    made, loaded = exported(store, tmp_path)
    assert evidence_holds(loaded)
    assert loaded.questions[0].question == f"{text}?"
    assert {file.parent for file in made.folder.rglob("*.*")} == {made.folder, made.folder / "articles"}
    assert all(file.name.isascii() for file in loaded.articles.iterdir())


@pytest.mark.parametrize("make", [lambda folder: (folder / "x").touch(), lambda folder: (folder / ".x").touch()])
def test_a_set_is_written_to_a_new_folder_alone(store, tmp_path, make):
    store.add(silent(), MAKING, good=True)
    (tmp_path / "set").mkdir()
    make(tmp_path / "set")
    with pytest.raises(ExportUnusable, match="not empty"):
        export(store, tmp_path / "set")


def test_without_feedback_there_is_nothing_to_export(store, tmp_path):
    with pytest.raises(ExportUnusable, match="no feedback"):
        export(store, tmp_path / "set")
    assert not (tmp_path / "set").exists()


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_command_shows_feedback_and_exports_it(tmp_path):
    index_dir = tmp_path / "index"
    assert run("feedback", "--index", index_dir).stdout == "No feedback yet.\n"
    store = Feedback(beside(index_dir))
    store.add(answered(), MAKING, good=True, comment="\x1b[31mGood")
    store.add(silent(question="Why?"), MAKING, good=False)
    shown = run("feedback", "--index", index_dir).stdout
    assert "<U+001B>[31mGood" in shown
    assert "1 found right, 1 wrong." in shown
    assert len(json.loads(run("feedback", "--feedback", store.path, "--json").stdout)) == 2
    done = run("feedback", "--index", index_dir, "--export", tmp_path / "set")
    assert done.exit_code == 0
    assert "Questions: 1. Answers found wrong, without a right one: 1." in done.stdout
    again = run("feedback", "--index", index_dir, "--export", tmp_path / "set")
    assert again.exit_code == 2
    assert "not empty" in again.stderr


FERRY = """Ferry sinks off Orsk

The ferry Marit sank off Orsk on Monday. Forty passengers were saved by fishing boats. Its captain was Jon Sand.
"""
PIER = {
    "text": "Aldwick opened a new pier on Friday. It cost 4 million crowns, the mayor Ada Holm said.",
    "title": "A pier",
}


@pytest.mark.slow
def test_an_exported_set_is_run_by_the_command_that_scores_and_what_was_right_is_right(tmp_path):
    news, index_dir = tmp_path / "news", tmp_path / "index"
    news.mkdir()
    (news / "ferry.txt").write_text(FERRY)
    (news / "pier.jsonl").write_text(json.dumps(PIER))
    sync([news], index_dir)
    engine = rag.open(index_dir)
    store = Feedback(beside(index_dir))
    for question in ("How many passengers were saved?", "How much did the new pier cost?", "What does a goose eat?"):
        store.add(engine.ask(question), engine.making, good=True)
    wrong = engine.ask("Who was the captain of the ferry?")
    store.add(wrong, engine.making, good=False, comment="It was “Jon Sand”.")

    assert run("feedback", "--index", index_dir, "--export", tmp_path / "set").exit_code == 0
    done = run("eval", tmp_path / "set", "--out", tmp_path / "runs")
    assert done.exit_code == 0, done.output
    [file] = (tmp_path / "runs").iterdir()
    scores = load_run(file)
    assert [score.id for score in scores] == [f"feedback-{n:05d}" for n in (1, 2, 3, 4)]
    assert all(score.right for score in scores)
    assert all(score.exact == score.cited for score in scores)
