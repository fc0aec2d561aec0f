"""The evaluation tab tells of the last run in a folder, as plain HTML in which nothing but our own is marked up."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hostile import PAYLOADS, active, repainting
from making import SILENT, UNANSWERABLE, make_score

from eval_questions.questions import QuestionSet
from eval_questions.run import Run, save
from eval_questions.score import Role, Shown
from ui.render.evaluation import evaluation
from ui.runs import Evaluation, Runs, evaluated

AT = datetime(2026, 2, 9, 14, 5, tzinfo=UTC)
PASSAGES = (
    Shown(Role.WANTED, "a.md", 10, 20, "It sank at dawn."),
    Shown(Role.CITED, "b.md", 30, 40, "It was old."),
    Shown(Role.FOUND, "c.md", 50, 60, "A ferry\nleft."),
)
WRONG = make_score(id="q2", question="When did it sink?", right=False, text="It was old. [1]\nVery. [1]",
                   confidence=0.9, passages=PASSAGES)  # fmt: skip
MUTE = make_score(**{"id": "q3", "question": "Who was lost?", "confidence": 0.1, "text": "Nothing."} | SILENT)
LOUD = make_score(**{"id": "q4", "question": "Why?", "right": False} | UNANSWERABLE)
NOW = (make_score(), WRONG, MUTE, LOUD)
BEFORE = (make_score(), make_score(id="q2", question="When did it sink?"), MUTE)


def a_run(*scores, set_="herof"):
    return Run(set_, AT, "0.1.0", scores)


def a_set(name):
    return QuestionSet(name, Path(), ())


def shown(*scores, before=None):
    return str(evaluation(evaluated(a_run(*scores), a_run(*before) if before else None)))


def test_without_a_run_the_tab_says_how_to_make_one():
    told = str(evaluation(Evaluation()))
    assert "No run yet" in told
    assert "copydesk eval" in told


def test_the_head_says_what_was_run_and_when():
    told = shown(*NOW)
    assert "<h2>herof</h2>" in told
    assert "1 of 4 questions answered right. Run of 9 February 2026, 14:05 UTC, Copydesk 0.1.0." in told
    assert "Compared" not in told
    assert "Since the run before" not in told
    assert "Compared with the run of 9 February 2026, 14:05 UTC." in shown(*NOW, before=BEFORE)


def test_the_figures_stand_over_both_halves_and_all():
    told = shown(*NOW)
    assert ('<tr><th scope="col">Figure</th><th scope="col">develop half (0)</th><th scope="col">report half (4)</th>'
            '<th scope="col">all (4)</th></tr>') in told  # fmt: skip
    assert '<tr><th scope="row">right</th><td>– <span class="interval">–</span></td><td>0.25 ' in told


def test_what_changed_is_told_figure_by_figure_and_question_by_question():
    told = shown(*NOW, before=BEFORE)
    assert '<tr><th scope="row">right</th><td>0.67</td><td>0.33</td><td>-0.33</td>' in told
    assert "What changed: 2" in told
    assert (
        '<details><summary><bdi>When did it sink?</bdi> <span class="fault">now wrong</span>'
        ' <span class="id">q2</span></summary><h5>Before</h5><p class="said"><bdi>At dawn. [1]</bdi></p>'
        '<h5>Now</h5><p class="said">'
        "<bdi>It was old. [1]</bdi><br><bdi>Very. [1]</bdi></p></details>"
    ) in told
    assert '<span class="other">new</span> <span class="id">q4</span>' in told
    assert "No question was answered otherwise." in shown(*NOW, before=NOW)


def test_each_wrong_answer_stands_with_its_passages():
    told = shown(*NOW)
    assert (
        '<h4>fact: 2</h4><div class="cases"><details><summary><bdi>When did it sink?</bdi> <span class="fault">wrong or'
        ' incomplete; confidence 0.90</span> <span class="id">q2</span></summary><h5>Answer</h5><p class="said"><bdi>'
        "It was old. [1]</bdi><br><bdi>Very. [1]</bdi></p>"
        '<h5>What answers it</h5><blockquote dir="auto"><p>It sank at dawn.</p><footer><bdi>a.md</bdi>, characters 10'
        " to 20</footer></blockquote>"
        '<h5>What was cited</h5><blockquote dir="auto"><p>It was old.</p><footer><bdi>b.md</bdi>, characters 30 to 40'
        "</footer></blockquote>"
        '<h5>What the search found first</h5><blockquote dir="auto"><p>A ferry\nleft.</p><footer><bdi>c.md</bdi>,'
        " characters 50 to 60</footer></blockquote></details>"
    ) in told
    assert "silent, though the articles answer; confidence 0.10" in told
    assert "made before passages were kept" in told
    assert told.index("When did it sink?") < told.index("Who was lost?")
    assert "<h4>unanswerable: 1</h4>" in told
    assert "There is none." in shown(make_score())


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_in_a_run_is_shown_as_text(text):
    passages = tuple(Shown(role, text, 0, 1, text) for role in Role)
    score = make_score(id=text, question=text, text=text, right=False, passages=passages)
    before = make_score(id=text, question=text, text=f"{text}!")
    found = evaluated(Run(text, AT, text, (score,)), Run(text, AT, text, (before,)))
    told = str(evaluation(found))
    assert not active(told)
    assert not repainting(told.replace("\n", "").replace("\t", ""))
    assert "<script" not in told.lower()


def test_the_last_run_is_found_and_compared_with_the_last_of_its_set(tmp_path):
    save(a_set("herof"), [make_score(right=False)], tmp_path)
    save(a_set("agree"), [make_score(id="other")], tmp_path)
    save(a_set("herof"), [make_score()], tmp_path)
    found = Runs(tmp_path).latest()
    assert (found.run.set, found.run.scores) == ("herof", (make_score(),))
    assert [change.what for change in found.before.changes] == ["now right"]
    assert found.wrong == ()


def test_a_set_run_once_is_compared_with_nothing(tmp_path):
    save(a_set("herof"), [make_score()], tmp_path)
    save(a_set("agree-2"), [make_score()], tmp_path)
    found = Runs(tmp_path).latest()
    assert found.run.set == "agree-2"
    assert found.before is None


@pytest.mark.parametrize("make", [lambda _folder: None, lambda folder: folder.mkdir(), lambda folder: folder.touch()])
def test_where_there_are_no_runs_there_is_none(tmp_path, make):
    make(tmp_path / "runs")
    assert Runs(tmp_path / "runs").latest() == Evaluation()


def test_a_file_that_is_no_run_is_named_and_the_one_before_taken(tmp_path):
    save(a_set("herof"), [make_score()], tmp_path)
    (tmp_path / "herof-29990101T000000.000000Z.json").write_text("no run")
    (tmp_path / "old-29980101T000000.000000Z.json").write_text(json.dumps({"format": 2, "scores": []}))
    (tmp_path / "notes.json").write_text("{}")
    found = Runs(tmp_path).latest()
    assert found.run.set == "herof"
    assert [error.mend for error in found.unread] == ["Name a file that `copydesk eval` wrote.",
                                                      "Make the run again with this version."]  # fmt: skip
    assert 'class="failure"' in str(evaluation(found))


def test_what_was_reckoned_is_kept_until_there_is_another_run(tmp_path):
    save(a_set("herof"), [make_score()], tmp_path)
    runs = Runs(tmp_path)
    first = runs.latest()
    assert runs.latest() is first
    save(a_set("herof"), [make_score(right=False)], tmp_path)
    assert runs.latest().wrong
