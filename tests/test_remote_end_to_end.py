"""The same over a folder and over a server: what works on one works on the other, and gives the same."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from contents import BREAD, BRIDGE, FERRY, contents, held
from remote import ChromaServer
from typer.testing import CliRunner

import rag
from eval_questions.questions import load
from eval_questions.run import load_run
from index import sync
from index.embed import Encoder
from index.errors import NoArticles
from index.listing import articles
from index.status import status
from index.sync import rebuild
from index.verify import verify
from index.watch import watch
from rag import Engine
from ui.cli import app
from ui.feedback import beside
from ui.serve.server import launch

pytestmark = pytest.mark.slow
ASKED = 3
TUNNEL = "Tunnel floods at Omsk\n\nThe tunnel was shut on Monday. Pumps were brought from Tomsk.\n"
KILLED = "How many were killed?"

COMMANDS = {
    "ask": ("ask", KILLED, "--json"),
    "search": ("search", "oil smuggling", "--limit", "3", "--outlet", "Digest A", "--json"),
    "search in time": ("search", "oil smuggling", "--since", "2026-02-01", "--until", "2026-02-28", "--json"),
    "articles": ("articles", "--json"),
    "articles of a time": ("articles", "--since", "2026-02-01", "--json"),
    "status": ("status", "--json"),
    "check": ("check", "--json"),
    "timeline": ("timeline", KILLED, "--json"),
    "disagreements": ("disagreements", "--limit", "3", "--json"),
    "rebuild": ("rebuild",),
}
PASSING = {"timings", "index_dir", "words"}
"""What differs from place to place, and from time to time."""


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, address: str, index_dir: Path) -> str:
    return address if request.param == "server" else str(index_dir)


@pytest.fixture(scope="module")
def engines(
    chroma: ChromaServer, herof_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Engine]]:
    """Engines over the articles of the project's own question set, in a folder and on a server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_CACHE", str(tmp_path_factory.mktemp("cache")))
        sync([load("herof").articles], chroma.address("herof"))
        folder = rag.open(herof_index)
        yield [folder, folder.beside(chroma.address("herof"))]


@pytest.fixture(scope="module")
def places(engines: list[Engine]) -> list[str]:
    return [str(engine.store.index_dir) for engine in engines]


def copydesk(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def lasting(told: Any) -> Any:
    """JSON without what passes."""
    if isinstance(told, dict):
        return {name: lasting(value) for name, value in told.items() if name not in PASSING}
    return [lasting(value) for value in told] if isinstance(told, list) else told


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_tells_the_same(places: list[str], name: str) -> None:
    folder, server = (copydesk(*COMMANDS[name], "--index", place) for place in places)
    if "--json" in COMMANDS[name]:
        assert lasting(json.loads(server)) == lasting(json.loads(folder)) != []
    else:
        assert server == folder


def test_page_and_api_answer_the_same(engines: list[Engine]) -> None:
    got = []
    for engine in engines:
        served = launch(engine)
        with httpx.Client(base_url=served.url, timeout=60, trust_env=False) as client:
            assert "Copydesk" in client.get("/").text
            asked = [client.post("/api/ask", json={"question": KILLED}), client.get("/api/status")]
            asked.append(client.post("/api/search", json={"question": "oil smuggling", "limit": 2}))
            assert all(each.is_success for each in asked)
            got.append([lasting(each.json()) for each in asked])
        served.close()
    assert got[0] == got[1]


def test_each_of_our_questions_finds_the_same_and_so_is_answered_alike(engines: list[Engine]) -> None:
    """Answers are made of passages alone; those of a few are compared to the last field."""
    questions = [question.question for question in load("herof").questions]
    folder, server = engines
    for question in questions:
        assert server._retriever.retrieve(question, 10) == folder._retriever.retrieve(question, 10) != []
    for question in questions[:: len(questions) // ASKED]:
        assert lasting(server.ask(question).to_dict()) == lasting(folder.ask(question).to_dict())
    assert server.making == folder.making


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


def test_an_engine_sees_texts_before_they_have_vectors_and_what_has_changed(
    place: str, news: Path, encoder: Encoder
) -> None:
    sync([news], place, embed=False)
    engine = rag.open(place)
    assert engine.search("bridge at Perm")[0].article.text == BRIDGE
    assert engine.overview().embedded == status(place).embedded == 0
    sync([news], place, embedding_model=encoder)
    assert engine.overview().embedded == status(place).embedded == 2
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


def test_a_question_set_is_scored_alike(address: str, index_dir: Path, tmp_path: Path) -> None:
    ours, few = load("herof").articles.parent, tmp_path / "few"
    shutil.copytree(ours / "articles", few / "articles")
    lines = (ours / "questions.jsonl").read_text("utf-8").splitlines()
    (few / "questions.jsonl").write_text("\n".join(lines[:2]), "utf-8")
    runs = []
    for place in (address, str(index_dir)):
        out = tmp_path / f"runs-{len(runs)}"
        assert "few: 2 questions" in copydesk("eval", str(few), "--out", str(out), "--index", place)
        runs.append([replace(score, seconds=0.0) for score in load_run(next(out.iterdir()))])
    assert runs[0] == runs[1]


def test_nothing_to_index_makes_no_index(place: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoArticles):
        sync([tmp_path / "empty"], place)
    assert CliRunner().invoke(app, ["status", "--index", place]).exit_code == 2


def test_what_is_indexed_is_the_same(address: str, index_dir: Path, news: Path) -> None:
    for place in (address, str(index_dir)):
        assert json.loads(copydesk("index", str(news), "--index", place, "--json"))["added"]
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
