import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
from typer.testing import CliRunner

from index.formats import FORMATS
from ui.cli import app

COPYDESK = Path(sys.executable).with_name("copydesk")
HEAVY = {"torch", "chromadb", "llama_index", "gradio", "sentence_transformers", "onnxruntime", "tantivy"}
QUESTION = "How many civilians were killed?"
REPORT_KEYS = {"added", "changed", "removed", "unchanged", "duplicates", "failed"}
ANSWER_KEYS = {"question", "text", "abstained", "citations", "nearest", "short", "confidence", "unsaid",
               "disagreement", "support", "checks", "notice", "searched", "timings"}  # fmt: skip
STATUS_KEYS = {"index_dir", "articles", "reports", "embedded", "chunks", "in_step", "model", "chunk_tokens", "format"}
COMMANDS = (
    "index",
    "ask",
    "search",
    "timeline",
    "disagreements",
    "ui",
    "password",
    "token",
    "articles",
    "status",
    "watch",
    "check",
    "rebuild",
    "feedback",
    "eval",
    "convert",
)
TABLE = """Story,headline,source,date
"The ferry Marit sank off Orsk on Monday.",Ferry sinks,The Gull,2026-02-03
"The ferry Marit sank off Nyborg on Monday.",Ferry lost,The Heron,2026-02-05
,Nothing told,The Heron,2026-02-06
"""


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
    assert all(f" {command} " in text for command in COMMANDS)


@pytest.mark.parametrize("command", ["index", "watch"])
def test_help_names_all_endings_that_are_read(command):
    words = copydesk(command, "--help").stdout
    assert not [ending for ending in (*FORMATS, ".gz", ".zip") if ending not in words]


def test_help_comes_at_once():
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    seconds = []
    for _ in range(5):  # another process tests meanwhile
        start = perf_counter()
        subprocess.run([COPYDESK, "--help"], capture_output=True, check=True, env=plain)
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
        (("index", "{tmp}/none", "-i", "{tmp}/i"), "There are no articles in", "Name files, or folders of files"),
        (("index", "{tmp}/b.pdf", "-i", "{tmp}/i"), "b.pdf: it is no PDF.", "Get the file again"),
        (("index", "{tmp}/b.exe", "-i", "{tmp}/i"), "b.exe: files ending in '.exe' are not read.", ".txt, .md, .html"),
        (("index", "{tmp}", "-i", "{tmp}/i", "--map", "Story"), "'Story' names no column.", "Write FIELD=COLUMN"),
        (("index", "{tmp}", "-i", "{tmp}/i", "--map", "size=Story"), "'size' is no field.", "The fields are"),
        (("watch", "{tmp}/nowhere", "-i", "{tmp}/i"), "nowhere does not exist.", "Check the spelling"),
        (("articles", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("check", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("rebuild", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("articles", "-i", "{tmp}", "--since", "05/04/2026"), "'05/04/2026' is no date (`since`).", "2026-02-04"),
        (("ask", QUESTION, "--until", "2026-02-04T15:58"), "does not say its offset from UTC", "+05:30"),
        (("search", QUESTION, "--since", "2026-02-04", "--until", "2026-02-03"), "ends before it begins", "Exchange"),
        (("ask", QUESTION, "--as-of", "soon"), "'soon' is no date (`as of`).", "2026-02-04"),
        (("search", QUESTION, "--since", "2026-02-04", "--as-of", "2026-02-03"), "ends before it begins", "Exchange"),
        (("timeline", QUESTION, "--since", "2026-02-04", "--as-of", "2026-02-03"), "ends before", "Exchange"),
        (("timeline", QUESTION, "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("ask", QUESTION, "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("search", QUESTION, "-i", "{tmp}/nowhere"), "there is no Copydesk index.", "copydesk index PATH"),
        (("status", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("ui", "-i", "{tmp}"), "there is no Copydesk index.", "copydesk index PATH"),
        (("eval", "nosuchset"), "no question set 'nosuchset'", "Name one of agree, herof"),
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
    (tmp_path / "none").mkdir()
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.exe").touch()
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
    assert report["failed"][0].keys() == {"path", "part", "fault", "mend"}


@pytest.mark.slow
def test_a_table_is_indexed_listed_chosen_from_made_anew_and_found_whole(tmp_path):
    (tmp_path / "wire.csv").write_text(TABLE, "utf-8")
    index_dir = tmp_path / "index"
    result = copydesk("index", tmp_path / "wire.csv", "-i", index_dir, "--map", "text=Story", "--no-embed", "--json")
    (failed,) = json.loads(result.stdout)["failed"]
    assert (result.exit_code, failed["path"], failed["part"]) == (1, str(tmp_path / "wire.csv"), "row 3")
    assert "embedded       0 of 2\n" in copydesk("status", "-i", index_dir).stdout
    assert copydesk("index", tmp_path / "wire.csv", "-i", index_dir, "--map", "text=Story").exit_code == 1
    assert "embedded       2 of 2\n" in copydesk("status", "-i", index_dir).stdout
    (listed,) = printed("articles", "-i", index_dir, "--outlet", "the heron")
    assert (listed["title"], listed["location"]) == ("Ferry lost", f"{tmp_path}/wire.csv::row 2")
    for chosen in (
        ("--outlet", "The Gull"),
        ("--until", "2026-02-03"),
        ("--outlet", "The Gull", "--outlet", "None"),
        ("--as-of", "2026-02-04"),
        ("--until", "2026-02-09", "--as-of", "2026-02-03T12:00:00Z"),
    ):
        answer = printed("ask", "Where did the ferry Marit sink?", "-i", index_dir, *chosen)
        assert {citation["article"]["outlet"] for citation in answer["citations"]} == {"The Gull"}
        (passage,) = printed("search", "ferry", "-i", index_dir, *chosen)
        assert passage["article"]["outlet"] == "The Gull"
    assert copydesk("rebuild", "-i", index_dir).stdout == "Made anew of 2 articles.\n"
    assert printed("check", "-i", index_dir) == {"articles": 2, "chunks": 2, "vectors": 2, "faults": []}


@pytest.mark.slow
def test_an_index_that_is_not_whole_exits_with_1_and_tells_the_faults(news, tmp_path):
    index_dir = tmp_path / "index"
    copydesk("index", news, "-i", index_dir)
    shutil.rmtree(index_dir / "lexical")
    result = copydesk("check", "-i", index_dir)
    assert result.exit_code == 1
    assert "1 articles" in result.stdout
    assert "lexical" in result.stdout
    assert copydesk("rebuild", "-i", index_dir).exit_code == 0
    assert printed("check", "-i", index_dir)["faults"] == []


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
    assert passage.keys() == {"start", "end", "article", "text", "score", "also"}
    status = printed("status", "-i", index_dir)
    assert status.keys() == STATUS_KEYS
    assert (status["articles"], status["in_step"]) == (1, True)


@pytest.mark.slow
def test_what_reports_differ_on_is_told_for_a_question_over_time_and_over_all(herof_index):
    asked = printed("ask", "How many civilians were killed in the attacks?", "-i", herof_index)
    values = [group["value"] for group in asked["disagreement"]["groups"]]
    assert values == ["36", "33"]
    timeline = printed("timeline", "How many civilians were killed in the attacks?", "-i", herof_index)
    assert {claim["text"] for claim in timeline["claims"]} >= {"36", "33"}
    found = printed("disagreements", "-i", herof_index)
    assert values in [[g["value"] for g in one["disagreement"]["groups"]] for one in found]
    early = printed("ask", "How many civilians were killed in the attacks?", "-i", herof_index, "--as-of", "2026-02-01")
    assert early["disagreement"] is None


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
