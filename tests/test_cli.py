import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from typer.testing import CliRunner

from ui.cli import app

COPYDESK = Path(sys.executable).with_name("copydesk")
HEAVY = {"torch", "chromadb", "llama_index", "gradio", "sentence_transformers", "onnxruntime", "tantivy"}
QUESTION = "How many civilians were killed?"
REPORT_KEYS = {"added", "changed", "removed", "unchanged", "duplicates", "failed"}
ANSWER_KEYS = {"question", "text", "abstained", "citations", "nearest", "short", "confidence", "unsaid",
               "disagreement", "timings"}  # fmt: skip
STATUS_KEYS = {"index_dir", "articles", "chunks", "in_step", "model", "chunk_tokens", "format"}


def copydesk(*arguments):
    """Run a command in this process; what is no error made on purpose is raised here."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def printed(*arguments):
    result = copydesk(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry Marit sank off Orsk on Monday.\n", "utf-8")
    return folder


def test_help_names_the_commands():
    text = copydesk("--help").stdout
    assert all(command in text for command in ("index", "ask", "search", "status", "ui", "eval", "convert"))


def test_help_comes_at_once():
    seconds = []
    for _ in range(3):
        start = perf_counter()
        subprocess.run([COPYDESK, "--help"], capture_output=True, check=True)
        seconds.append(perf_counter() - start)
    assert min(seconds) < 0.5


def test_help_loads_nothing_heavy():
    code = "import sys; from ui.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "fault", "mend"),
    [
        (("index", "{tmp}/nowhere", "-i", "{tmp}/i"), "nowhere does not exist.", "Check the spelling"),
        (("index", "{tmp}", "-i", "{tmp}/i"), "No .txt or .md file in", "Name a folder that holds articles."),
        (("index", "{tmp}/b.pdf", "-i", "{tmp}/i"), "b.pdf", "Give .txt or .md files."),
        (("ask", QUESTION, "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("search", QUESTION, "-i", "{tmp}/nowhere"), "there is no Copydesk index.", "copydesk index PATH"),
        (("status", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("ui", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("eval", "nosuchset"), "no question set 'nosuchset'", "Name one of herof"),
        (
            ("eval", "herof", "--against", "{tmp}/nowhere.json"),
            "nowhere.json",
            "Name a file that `copydesk",
        ),
        (("eval", "herof", "--out", "{tmp}", "--html", "{tmp}"), "cannot be written", "Name a file to write."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_mistake_exits_with_2_and_names_fault_and_mend(tmp_path, arguments, fault, mend):
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    result = copydesk(*(argument.format(tmp=tmp_path) for argument in arguments))
    assert result.exit_code == 2
    assert fault in result.stderr
    assert mend in result.stderr
    assert result.stdout.count("\n") <= 3


NO_QUESTIONS = (
    ("", "no words", "Ask in words"),
    ("?!", "no words", "Ask in words"),
    ("w" * 1001, "1,001 characters", "one or two sentences"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("question", "fault", "mend"), NO_QUESTIONS)
def test_a_search_that_cannot_be_made_exits_with_2(herof_index, question, fault, mend):
    result = copydesk("search", question, "-i", herof_index)
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr
    assert mend in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("question", "fault", "mend"), NO_QUESTIONS)
def test_what_cannot_be_read_as_a_question_is_not_answered_and_told_why(herof_index, question, fault, mend):
    answer = printed("ask", question, "-i", herof_index)
    assert answer["abstained"]
    assert fault in answer["text"]
    assert mend in answer["text"]
    told = " ".join(copydesk("ask", question, "-i", herof_index).stdout.split())
    assert fault in told
    assert mend in told


@pytest.mark.slow
def test_a_model_that_is_not_here_exits_with_2(herof_index):
    result = copydesk("ask", QUESTION, "-i", herof_index, "--embedding-model", "nobody/nothing")
    assert result.exit_code == 2
    assert "nobody/nothing" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("name", "words"), [("COPYDESK_CANDIDATES", "many"), ("COPYDESK_DEVICE", "abacus")])
def test_a_setting_that_makes_no_sense_exits_with_2(herof_index, monkeypatch, name, words):
    monkeypatch.setenv(name, words)
    result = copydesk("ask", QUESTION, "-i", herof_index)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.slow
def test_files_that_fail_exit_with_1_where_others_are_indexed(news, tmp_path):
    (news / "empty.txt").touch()
    result = copydesk("index", news, "-i", tmp_path / "index")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == ["1 added, 1 failed.", f"{news}/empty.txt: the file is empty."]
    result = copydesk("index", news, "-i", tmp_path / "index", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report.keys()) == (1, REPORT_KEYS)
    assert report["failed"][0].keys() == {"path", "fault", "mend"}


@pytest.mark.slow
def test_a_file_whose_name_is_no_text_is_reported(news, tmp_path):
    shutil.copy(news / "ferry.txt", os.fsencode(news) + b"/caf\xe9.txt")
    (news / "ferry.txt").write_text("The pier of Aldwick opened on Friday.\n", "utf-8")
    assert copydesk("index", news, "-i", tmp_path / "index").exit_code in (0, 1)


@pytest.mark.slow
def test_an_index_is_made_asked_searched_and_described(news, tmp_path):
    index_dir = tmp_path / "index"
    report = printed("index", news, "-i", index_dir)
    assert report == {key: [] for key in REPORT_KEYS} | {"added": [str(news / "ferry.txt")]}
    answer = printed("ask", "Where did the ferry sink?", "-i", index_dir)
    assert answer.keys() == ANSWER_KEYS
    assert answer["citations"][0].keys() == {"number", "quote", "start", "end", "article"}
    (passage,) = printed("search", "ferry", "-i", index_dir, "--limit", 1)
    assert passage.keys() == {"start", "end", "article", "text", "score"}
    status = printed("status", "-i", index_dir)
    assert status.keys() == STATUS_KEYS
    assert (status["articles"], status["in_step"]) == (1, True)


@pytest.mark.slow
def test_words_for_people_tell_the_same(herof_index):
    answer = copydesk("ask", QUESTION, "-i", herof_index).stdout
    assert all(words in answer for words in ("[1] ", "Digest", "characters"))
    assert "1. " in copydesk("search", QUESTION, "-i", herof_index).stdout
    assert "all-MiniLM-L6-v2" in copydesk("status", "-i", herof_index).stdout


@pytest.mark.slow
def test_the_index_can_be_given_by_the_environment(herof_index, monkeypatch):
    monkeypatch.setenv("COPYDESK_INDEX", str(herof_index))
    assert printed("status")["index_dir"] == str(herof_index)


@pytest.mark.slow
def test_a_set_is_scored_and_compared_with_a_run_before(news, tmp_path):
    news.rename(tmp_path / "articles")
    line = {"id": "un-1", "type": "unanswerable", "question": "Who ate it?", "answers": [], "evidence": []}
    (tmp_path / "questions.jsonl").write_text(json.dumps(line), "utf-8")
    first = copydesk("eval", tmp_path, "--out", tmp_path / "runs")
    assert first.exit_code == 0
    (file,) = (tmp_path / "runs").iterdir()
    assert f"Run file: {file}" in first.stdout
    assert "With 95 % intervals" in first.stdout
    page = tmp_path / "pages" / "run.html"
    second = copydesk("eval", tmp_path, "--out", tmp_path / "runs", "--against", file, "--html", page)
    assert "nothing" in second.stdout
    assert "Two runs" in second.stdout
    assert f"Page: {page}" in second.stdout
    assert "Who ate it?" not in page.read_text("utf-8")
    assert "Against the run before" in page.read_text("utf-8")


@pytest.mark.slow
def test_a_run_file_that_cannot_be_written_exits_with_2(news, tmp_path):
    news.rename(tmp_path / "articles")
    line = {"id": "un-1", "type": "unanswerable", "question": "Who ate it?", "answers": [], "evidence": []}
    (tmp_path / "questions.jsonl").write_text(json.dumps(line), "utf-8")
    (tmp_path / "file").touch()
    result = copydesk("eval", tmp_path, "--out", tmp_path / "file")
    assert result.exit_code == 2
    assert str(tmp_path / "file") in result.stderr


@pytest.mark.slow
def test_a_real_process_asks_without_a_traceback(herof_index):
    done = subprocess.run(
        [COPYDESK, "ask", os.fsdecode(b"who \xff was killed?"), "-i", herof_index], capture_output=True, check=False
    )
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
