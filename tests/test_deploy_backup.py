"""A Chroma server's folder is backed up and brought back by the documents' own commands, and nothing is lost."""

import re
import subprocess
from pathlib import Path

import pytest
from remote import ChromaServer, serving

import rag
from eval_questions.questions import load
from index import sync
from index.verify import verify

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
HEROF = ROOT / "eval_questions" / "herof"
ASKED = 3


def documented(name: str) -> str:
    """The commands below a comment of that name in the documents."""
    found = re.search(
        rf"<!-- tests: {name} -->\n```sh\n(.*?)```", (ROOT / "docs" / "running.md").read_text(), re.DOTALL
    )
    assert found, name
    return found[1]


def do(commands: str, folder: Path, archive: Path) -> None:
    told = commands.replace("/srv/chroma", str(folder)).replace("/backup/chroma.tar.gz", str(archive))
    subprocess.run(["bash", "-euo", "pipefail", "-c", told], check=True, timeout=120)


def answers(address: str, questions: list[str]) -> list[dict[str, object]]:
    engine = rag.open(address)
    try:
        return [{**engine.ask(question).to_dict(), "timings": 0} for question in questions]
    finally:
        engine.close()


def test_what_is_backed_up_answers_as_before(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, archive = tmp_path / "chroma", tmp_path / "chroma.tar.gz"
    questions = [question.question for question in load("herof").questions][:ASKED]
    server = ChromaServer(data).start()
    try:
        address = server.address("news")
        assert sync([HEROF / "articles"], address).added
        before = answers(address, questions)
        server.kill()
        do(documented("back up"), data, archive)
    finally:
        server.kill()
    (data / "chroma.sqlite3").write_bytes(b"a disk that failed")
    do(documented("restore"), data, archive)
    monkeypatch.setenv("COPYDESK_CACHE", str(cache / "of another machine"))
    with serving(data) as again:
        assert verify(again.address("news")).faults == ()
        assert answers(again.address("news"), questions) == before
        assert sync([HEROF / "articles"], again.address("news")).unchanged


def test_an_archive_that_is_broken_is_told_before_anything_is_replaced(tmp_path: Path) -> None:
    data, archive = tmp_path / "chroma", tmp_path / "chroma.tar.gz"
    data.mkdir()
    (data / "chroma.sqlite3").write_bytes(b"whole")
    archive.write_bytes(b"no archive")
    with pytest.raises(subprocess.CalledProcessError):
        do(documented("restore"), data, archive)
    assert (data / "chroma.sqlite3").read_bytes() == b"whole"
