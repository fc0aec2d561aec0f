"""The commands and the interfaces with a language model, over real sockets."""

import json

import httpx
import pytest
from doubles import honest
from llm_asked import KEY
from llm_servers import OpenAiServer
from llm_socket import Act
from typer.testing import CliRunner

import rag
from ui.cli import app
from ui.serve.server import launch

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("bare_llm_environment")]

KNOWN = "How many security personnel were killed?"


@pytest.fixture
def server():
    with OpenAiServer() as server:
        yield server


def copydesk(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.mark.parametrize("command", [("ask", KNOWN), ("ui",), ("eval", "herof")])
def test_a_model_that_is_not_named_in_a_known_form_is_told_of(command, herof_index, tmp_path):
    where = ("--out", tmp_path) if command[0] == "eval" else ("--index", herof_index)
    done = copydesk(*command, *where, "--llm", "nobody")
    assert done.exit_code == 2
    assert "gguf:PATH" in done.stderr
    assert done.stdout == ""


def test_what_a_model_writes_is_printed_and_what_went_wrong_is_told_beside_it(server, herof_index, monkeypatch):
    monkeypatch.setenv("OPENAI_LIKE_API_KEY", KEY)
    server.acts = [Act(words=("Nothing ", "is known."))]
    spec = f"openai-like/tiny@{server.url}"
    done, quoted = copydesk("ask", KNOWN, "-i", herof_index, "--llm", spec), copydesk("ask", KNOWN, "-i", herof_index)
    assert done.exit_code == 0
    assert done.stderr == "The model cited nothing. The answer is quoted from the articles instead.\n"
    assert (done.stdout, quoted.stderr) == (quoted.stdout, "")
    assert KEY not in done.output


def test_the_interface_for_programs_has_what_a_model_writes_and_its_checks(herof_index):
    model = honest()
    engine = rag.open(herof_index, llm=model)
    served = launch(engine)
    try:
        told = httpx.post(f"{served.url}/api/ask", json={"question": KNOWN}, timeout=60).json()
    finally:
        served.close()
    assert {check["fate"] for check in told["checks"]} == {"held"}
    assert model.prompts
    assert (engine.making.llm, engine.quoting().making.llm) == ("double", None)
    assert engine.beside(herof_index).making.llm == "double"
    assert json.dumps(engine.making.to_dict())
