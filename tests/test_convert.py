import json

import pytest
from typer.testing import CliRunner

from eval_questions.convert import convert
from eval_questions.convert.source import SourceUnusable
from eval_questions.questions import load
from ui.cli import app

FERRY = "The ferry Marit sank off Orsk. Forty people were saved by a trawler."
ANSWERS = [{"text": "Forty", "answer_start": FERRY.index("Forty")}]
QAS = [{"id": "f1", "question": "How many people were saved?", "answers": ANSWERS}]


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "dev.json"
    file.write_text(json.dumps({"data": [{"title": "Ferry", "paragraphs": [{"context": FERRY, "qas": QAS}]}]}))
    return file


def copydesk(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_set_that_was_made_can_be_loaded(source, tmp_path):
    made = convert("squad", [source], tmp_path / "new" / "ferries")
    loaded = load(str(tmp_path / "new" / "ferries"))
    assert loaded.questions == tuple(made.questions)
    assert (loaded.articles / loaded.questions[0].evidence[0].article).is_file()
    assert "squad files (dev.json)" in (tmp_path / "new" / "ferries" / "README.md").read_text("utf-8")


def test_a_set_is_never_mixed_with_another(source, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "questions.jsonl").touch()
    with pytest.raises(SourceUnusable, match="old is not empty"):
        convert("squad", [source], tmp_path / "old")


def test_a_folder_that_cannot_be_is_named(source):
    with pytest.raises(SourceUnusable, match=r"dev\.json cannot hold a set"):
        convert("squad", [source], source)


def test_data_without_a_question_are_no_set(tmp_path):
    (tmp_path / "none.json").write_text('{"data": []}')
    with pytest.raises(SourceUnusable, match=r"no question in .*none\.json"):
        convert("squad", [tmp_path / "none.json"], tmp_path / "made")


def test_the_command_says_how_to_score_the_set(source, tmp_path):
    result = copydesk("convert", "squad", source, "--out", tmp_path / "ferries")
    assert result.exit_code == 0
    assert f"1 questions. Score them with: copydesk eval {tmp_path}/ferries" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("squad", "{tmp}/nowhere.json"), "nowhere.json cannot be read"),
        (("beir", "{tmp}"), "no .tsv file"),
        (("riddles", "{tmp}/dev.json"), "riddles"),
    ],
)
def test_a_mistake_exits_with_2_and_is_named(source, tmp_path, arguments, fault):
    result = copydesk("convert", *(a.format(tmp=source.parent) for a in arguments), "--out", tmp_path / "made")
    assert result.exit_code == 2
    assert fault in result.stderr


@pytest.mark.slow
def test_a_set_that_was_made_can_be_scored(source, tmp_path):
    convert("squad", [source], tmp_path / "ferries")
    result = copydesk("eval", tmp_path / "ferries", "--out", tmp_path / "runs")
    assert result.exit_code == 0
    (score,) = json.loads(next((tmp_path / "runs").iterdir()).read_text("utf-8"))["scores"]
    assert (score["rank"], score["right"], score["exact"]) == (1, True, score["cited"])
