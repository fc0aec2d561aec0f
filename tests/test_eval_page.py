import re

import pytest
from making import SILENT, UNANSWERABLE, make_score

from eval_questions import page
from eval_questions.page import PageUnusable, fault, render, require

HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7 * 7 }} \x1b[31m"
SCORES = [
    make_score(id="q1", wording="near", pair="p", confidence=0.9),
    make_score(id="q2", wording="other", pair="p", right=False, text="At noon. [1]", short="noon", confidence=0.7),
    make_score(id="q3", **SILENT, confidence=0.2),
    make_score(id="q4", **UNANSWERABLE | {"right": False}, confidence=0.6),
    make_score(id="q5", **UNANSWERABLE | SILENT | {"right": True}, confidence=0.1),
]


def test_the_page_shows_figures_groups_curves_and_what_is_not_right():
    shown = render("herof: 5 questions", SCORES)
    assert shown.count("<svg ") == 3
    assert all(
        words in shown
        for words in ("herof: 5 questions", "near wording", "report half", "ECE", "false alarms", "At noon. [1]")
    )
    assert all(fault(s) in shown for s in SCORES if not s.right)
    assert "Against the run before" not in shown


def test_the_page_loads_nothing_and_runs_nothing():
    shown = render("herof", SCORES, SCORES)
    assert {url for url in re.findall(r'(?:href|src)="([^"]*)"', shown) if not url.startswith("#")} == set()
    assert "<script" not in shown
    assert "url(http" not in shown
    assert "default-src 'none'" in shown


def test_what_stands_in_a_set_or_an_answer_is_shown_as_text():
    scores = [make_score(id=HOSTILE, question=HOSTILE, text=HOSTILE, short=HOSTILE, right=False)]
    shown = render(HOSTILE, scores, [make_score(id=HOSTILE, text=HOSTILE)])
    assert "<script" not in shown
    assert "<img" not in shown
    assert "\x1b" not in shown
    assert "{{ 7 * 7 }}" in shown


def test_a_run_before_adds_a_comparison():
    shown = render("herof", SCORES, [make_score(id="q1", right=False, text="At dusk. [1]"), *SCORES[1:]])
    assert all(words in shown for words in ("Against the run before", "now right", "At dusk. [1]"))


def test_the_same_scores_give_the_same_page():
    assert render("herof", SCORES) == render("herof", SCORES)


@pytest.mark.parametrize("scores", [[make_score()], [make_score(**SILENT)], [make_score(**UNANSWERABLE)]])
def test_a_run_that_shows_little_has_a_page(scores):
    assert "</html>" in render("tiny", scores, scores)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"right": False}, "wrong or incomplete"),
        (SILENT, "silent, though the articles answer"),
        (UNANSWERABLE, "answered, though the articles do not"),
    ],
)
def test_a_fault_is_told_in_words(fields, words):
    assert fault(make_score(**fields)) == words


def test_the_most_confident_faults_come_first():
    scores = [make_score(right=False, text=f"T{n}", confidence=c) for n, c in enumerate((0.2, 0.9, 0.5))]
    assert re.findall(r"\bT\d", render("herof", scores)) == ["T1", "T2", "T0"]


def test_a_missing_package_is_named_with_its_extra(monkeypatch, tmp_path):
    monkeypatch.setattr(page, "find_spec", lambda name: None if name == "matplotlib" else object())
    with pytest.raises(PageUnusable, match=r"needs matplotlib\.") as error:
        require(tmp_path / "page.html")
    assert "copydesk[eval]" in error.value.mend


def test_a_file_is_made_ready_with_its_folder_and_what_is_in_it_is_kept(tmp_path):
    require(tmp_path / "new" / "page.html")
    (tmp_path / "old.html").write_text("old")
    require(tmp_path / "old.html")
    assert (tmp_path / "new" / "page.html").is_file()
    assert (tmp_path / "old.html").read_text() == "old"


@pytest.mark.parametrize("name", [".", "file/page.html"])
def test_a_file_that_cannot_be_written_is_named_before_the_run(tmp_path, name):
    (tmp_path / "file").touch()
    with pytest.raises(PageUnusable, match="cannot be written") as error:
        require(tmp_path / name)
    assert error.value.mend
