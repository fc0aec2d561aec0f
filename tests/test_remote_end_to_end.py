"""The same over a folder and over a server: what works on one works on the other, and gives the same."""

import json
import re
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY, contents, held
from typer.testing import CliRunner

import rag
from eval_questions.questions import load
from eval_questions.run import run as run_questions
from index import sync
from index.embed import Encoder
from index.errors import NoArticles
from index.listing import articles
from index.status import status
from index.sync import rebuild
from index.verify import verify
from index.watch import watch
from ui.cli import app
from ui.feedback import beside

pytestmark = pytest.mark.slow
SAMPLE = 40
TUNNEL = "Tunnel floods at Omsk\n\nThe tunnel was shut on Monday. Pumps were brought from Tomsk.\n"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, address: str, index_dir: Path) -> str:
    return address if request.param == "server" else str(index_dir)


def copydesk(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_an_index_is_made_kept_in_step_and_whole(place: str, news: Path, encoder: Encoder) -> None:
    assert len(sync([news], place, embedding_model=encoder).added) == 2
    assert len(sync([news], place, embedding_model=encoder).unchanged) == 2
    (news / "a.txt").write_text(BREAD)
    (news / "c.txt").write_text(TUNNEL)
    report = sync([news], place, embedding_model=encoder)
    assert [len(names) for names in (report.added, report.changed, report.unchanged)] == [1, 1, 1]
    assert held(place) == {"a.txt": BREAD, "b.md": BRIDGE, "c.txt": TUNNEL}
    assert rebuild(place) == 3
    assert verify(place).faults == ()
    assert {Path(entry.location).name for entry in articles(place)} == {"a.txt", "b.md", "c.txt"}
    (news / "c.txt").unlink()
    assert len(sync([news], place, embedding_model=encoder).removed) == 1
    assert held(place) == {"a.txt": BREAD, "b.md": BRIDGE}


def test_texts_are_found_by_words_before_they_have_vectors(place: str, news: Path) -> None:
    sync([news], place, embed=False)
    engine = rag.open(place)
    assert engine.search("bridge at Perm")[0].article.text == BRIDGE
    assert engine.overview().embedded == status(place).embedded == 0
    sync([news], place)
    assert engine.overview().embedded == status(place).embedded == 2
    engine.close()


def test_an_engine_sees_what_has_changed(place: str, news: Path, encoder: Encoder) -> None:
    sync([news], place, embedding_model=encoder)
    engine = rag.open(place)
    assert engine.ask("How much does a loaf cost in Perm?").abstained
    (news / "c.txt").write_text(BREAD)
    sync([news], place, embedding_model=encoder)
    assert "Rs. 200" in engine.ask("How much does a loaf cost in Perm?").text
    engine.close()


def test_folders_are_followed(place: str, news: Path) -> None:
    stop, reports = threading.Event(), []

    def told(report: object) -> None:
        reports.append(report)
        if len(reports) == 1:
            (news / "c.txt").write_text(BREAD)
        else:
            stop.set()

    watch([news], place, on_report=told, stop_event=stop, quiet=50)
    assert held(place) == {"a.txt": FERRY, "b.md": BRIDGE, "c.txt": BREAD}


def test_every_command_works(place: str, news: Path) -> None:
    index = ("--index", place)
    assert json.loads(copydesk("index", str(news), *index, "--json"))["added"]
    assert "saved by a trawler" in copydesk("ask", "How many people were saved by a trawler?", *index)
    assert "Bridge shut" in copydesk("search", "bridge at Perm", *index, "--limit", "1")
    assert len(json.loads(copydesk("articles", *index, "--json"))) == 2
    found = json.loads(copydesk("status", *index, "--json"))
    assert (found["articles"], found["chunks"], found["in_step"]) == (2, 2, True)
    assert "All is whole." in copydesk("check", *index)
    assert "2 articles" in copydesk("rebuild", *index)
    assert "No feedback" in copydesk("feedback", *index)
    assert "No such articles" in copydesk("articles", *index, "--since", "2026-01-01")


def test_nothing_to_index_makes_no_index(place: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoArticles):
        sync([tmp_path / "empty"], place)
    assert CliRunner().invoke(app, ["status", "--index", place]).exit_code == 2


def test_what_is_indexed_is_the_same(address: str, index_dir: Path, news: Path, encoder: Encoder) -> None:
    for place in (address, index_dir):
        sync([news], place, embedding_model=encoder)
    assert contents(address) == contents(index_dir)


def test_status_says_how_words_are_searched(
    address: str, news: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync([news], address, embedding_model=encoder)
    assert re.search("words .* on this machine, .* no Search API", copydesk("status", "--index", address))
    here = status(address)
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
    assert "not on this machine yet" in status(address).words
    assert (status(address).chunks, status(address).in_step) == (here.chunks, here.in_step) == (2, True)


def test_feedback_on_a_servers_index_is_kept_in_the_working_directory(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert beside(address) == tmp_path / f"{address.rpartition('/')[2]}.feedback.sqlite3"


def test_a_question_set_can_be_run_on_a_server(address: str) -> None:
    questions = load("herof")
    scores = run_questions(replace(questions, questions=questions.questions[:1]), index_dir=address)
    assert len(scores) == 1
    assert status(address).articles == 5


def test_answers_are_those_of_the_folder(herof_index: Path, address: str) -> None:
    """Forty of the bundled questions; fewer candidates than are read by default, for time."""
    questions = load("herof")
    sync([questions.articles], address)
    settings = rag.Settings(candidates=5, rerank_sentences=8)
    folder = rag.open(herof_index, settings=settings)
    server = folder.beside(address)
    step = len(questions.questions) // SAMPLE
    asked = [question.question for question in questions.questions[::step]][:SAMPLE]
    assert len(asked) == SAMPLE
    for question in asked:
        ours, theirs = server.ask(question).to_dict(), folder.ask(question).to_dict()
        assert ours | {"timings": None} == theirs | {"timings": None}
    assert server.making == folder.making
    for chosen in ({"outlets": ["Digest A"]}, {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}):
        assert server.search("oil smuggling", **chosen) == folder.search("oil smuggling", **chosen)
    assert server.timeline("How many were killed?") == folder.timeline("How many were killed?")
    server.close()
    folder.close()
