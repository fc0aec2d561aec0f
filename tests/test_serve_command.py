import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from serving import DIGEST, HASH, NAME, PASSWORD, TOKEN
from typer.testing import CliRunner

from index.errors import CopydeskError
from ui.cli import app
from ui.serve.access import Access, Exposed
from ui.serve.auth import Passwords
from ui.serve.server import AddressUnusable, Place, launch
from ui.serve.tokens import Tokens

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from ui.cli import main; main()"]


def copydesk(*arguments, given=None):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given, catch_exceptions=False)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "auth").write_text(f"{NAME}:{HASH}\n")
    (tmp_path / "tokens").write_text(f"robot:sha256:{DIGEST.hex()}\n")
    (tmp_path / "bad").write_text(f"{NAME}:{PASSWORD}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "fault", "mend"),
    [
        (("--host", "0.0.0.0"), "Anybody who reaches 0.0.0.0 could read", "--auth-file"),
        (("--host", "::"), "Anybody who reaches :: could read", "--token-file"),
        (("--public-url", "https://desk.example.org"), "Anybody who reaches https://desk", "--auth-file"),
        (("--auth-file", "{tmp}/nowhere"), "cannot be read: No such file", "Name a file"),
        (("--auth-file", "{tmp}/bad"), "is no Argon2 hash", "copydesk password NAME"),
        (("--token-file", "{tmp}/auth"), "is no hash of a token", "copydesk token NAME"),
        (("--auth-file", "{tmp}/auth", "--public-url", "desk"), "is no address of a site", "https://desk"),
        (("--certificate", "{tmp}/auth"), "cannot be used as a certificate", "PEM"),
        (("--certificate", "{tmp}/nowhere"), "cannot be used as a certificate", "PEM"),
        (("--host", "host.invalid"), "Port 7861 on host.invalid cannot be used", "--port"),
        (("-i", "{tmp}"), "there is no Copydesk index", "copydesk index PATH"),
        (("-i", "{tmp}", "--host", "0.0.0.0", "--auth-file", "{tmp}/auth"), "there is no Copydesk index", "index PATH"),
    ],
)
def test_what_cannot_be_served_is_told_with_exit_code_2(files, arguments, fault, mend, monkeypatch):
    real = socket.getaddrinfo

    def unknown(host, *rest, **kwargs):
        if host == "host.invalid":
            raise socket.gaierror(-2, "Name or service not known")
        return real(host, *rest, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    got = copydesk("ui", "--port", "7861", *(argument.format(tmp=files) for argument in arguments))
    assert got.exit_code == 2
    assert fault in got.stderr
    assert mend in got.stderr
    assert PASSWORD not in got.output


def test_the_real_command_refuses_a_network_without_a_login():
    done = subprocess.run([*COMMAND, "ui", "--host", "0.0.0.0"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--auth-file" in done.stderr
    assert not done.stdout


def test_a_server_from_python_refuses_a_network_without_a_login_too():
    with pytest.raises(Exposed):
        launch(None, "0.0.0.0")


def test_a_taken_port_is_named_with_its_mend():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnusable, match=f"Port {port} on 127.0.0.1 .*`--port`") as caught:
            Place("127.0.0.1", port)
    assert caught.value.port == port


@pytest.mark.parametrize(
    ("host", "access", "url"),
    [
        ("127.0.0.1", Access(), "http://127.0.0.1:{port}"),
        ("127.0.0.1", Access(tls=True), "https://127.0.0.1:{port}"),
        ("127.0.0.1", Access(public="https://desk.example.org"), "https://desk.example.org"),
        ("0.0.0.0", Access(), "http://{name}:{port}"),
    ],
)
def test_where_the_page_is_is_told_as_it_can_be_opened(host, access, url):
    place = Place(host, 0)
    try:
        assert place.url(access) == url.format(port=place.port, name=socket.gethostname())
    finally:
        place.close()


def test_a_password_makes_a_line_that_lets_in(tmp_path):
    got = copydesk("password", "bob", given="a good long one\n")
    assert got.exit_code == 0
    assert "a good long one" not in got.output
    (tmp_path / "auth").write_text(got.stdout)
    assert Passwords.load(tmp_path / "auth").check("bob", "a good long one")


@pytest.mark.parametrize(("name", "given"), [("bob", "short\n"), ("bob", ""), ("a:b", "a good long one\n")])
def test_a_password_that_will_not_do_makes_no_line(name, given):
    got = copydesk("password", name, given=given)
    assert got.exit_code == 2
    assert not got.stdout


def test_a_token_is_told_once_beside_its_line(tmp_path):
    got = copydesk("token", "robot")
    (tmp_path / "tokens").write_text(got.stdout)
    told = got.stderr.split()[-1]
    assert told not in got.stdout
    assert Tokens.load(tmp_path / "tokens").owner(told) == "robot"
    assert copydesk("token", "a b").exit_code == 2


def test_every_error_of_serving_names_a_mend():
    assert all(issubclass(kind, CopydeskError) for kind in (AddressUnusable, Exposed))


@pytest.fixture
def served(files, herof_index):
    """The real command over the real index; gives its address, and what it has written once it has ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--index", herof_index, "--port", port, "--auth-file", files / "auth", "--token-file", files / "tokens"]
    running = subprocess.Popen([*COMMAND, "ui", *map(str, options)], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=os.environ | {"TMPDIR": str(files)})  # fmt: skip
    assert running.stdout
    line = running.stdout.readline()
    assert line == f"Copydesk is at http://127.0.0.1:{port} (Ctrl+C ends it).\n"
    yield running, line.split()[3]
    running.kill()
    running.communicate()


@pytest.mark.slow
def test_the_real_command_serves_page_api_and_tools_and_ends_in_peace(served, engine, files):
    import httpx
    from test_serve_api import STREAM, events
    from test_serve_mcp import call

    from ui.serve import schema, told

    running, url = served
    question = "How many security personnel were killed?"
    with httpx.Client(base_url=url, headers={"authorization": f"Bearer {TOKEN}"}, timeout=60) as client:
        answer = client.post("/api/ask", json={"question": question}).json()
        expected = told.told(engine.ask(question).to_dict())
        assert {**answer, "timings": 0} == {**expected, "timings": 0}
        schema.AnswerTold.model_validate(answer)
        heard = events(client.post("/api/ask", json={"question": question}, headers=STREAM).text)
        assert [kind for kind, _ in heard[:3]] == ["stage"] * 3
        assert "\n".join(data["text"] for kind, data in heard if kind == "line") == answer["text"]
        assert heard[-1][1]["citations"] == answer["citations"]
        cited = answer["citations"][0]
        text = client.get(f"/api/articles/{cited['article']['id']}").json()["text"]
        assert text[cited["start"] : cited["end"]] == cited["quote"]
        schema.StatusTold.model_validate(client.get("/api/status").json())
        found = client.post("/api/search", json={"question": "oil", "as_of": "2026-02-28"}).json()
        schema.PassagesTold.model_validate(found)
        path = cited["article"]["path"]
        assert client.get(f"/gradio_api/file={path}").status_code in (403, 404)
        assert "gradio" in client.get("/").text
    assert httpx.post(f"{url}/login", data={"name": NAME, "password": PASSWORD}).status_code == 303
    assert httpx.get(f"{url}/api/status", auth=(NAME, "not it")).status_code == 401
    assert call(url, "ask", question=question).structured_content["citations"] == answer["citations"]
    open_page = httpx.stream("GET", f"{url}/gradio_api/heartbeat/x", headers={"authorization": f"Bearer {TOKEN}"})
    with open_page as heartbeat:
        assert heartbeat.status_code == 200
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert running.returncode == 0
    for secret in (TOKEN, PASSWORD, HASH, question, cited["quote"], "Traceback"):
        assert secret not in out + err
    assert not list(files.glob("copydesk-*"))
