"""The documents' nginx.conf, run for real, before a real server of Copydesk and a real one of Chroma."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from contents import BRIDGE, FERRY
from proxying import READER, WRITER, proxied, trusting
from remote import free_port
from serving import DIGEST, HASH, NAME, PASSWORD, TOKEN
from serving_alone import alone

from index import sync
from ui.serve.limits import MEBIBYTE

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-c", "from ui.cli import main; main()"]
QUESTION = "How many people were saved by a trawler?"
AUTH = {"authorization": f"Bearer {TOKEN}"}


def environment(cache, **told):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}
    return kept | {"COPYDESK_CACHE": str(cache)} | told


@pytest.fixture(scope="module")
def collection(chroma, tmp_path_factory):
    """An index on the server, written straight to it."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.txt").write_text(FERRY)
    (folder / "b.md").write_text(BRIDGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_CACHE", str(tmp_path_factory.mktemp("writer")))
        sync([folder], chroma.address("guarded"))
    return chroma.address("guarded")


@pytest.fixture(scope="module")
def found(chroma, collection, tmp_path_factory):
    """The real command behind nginx."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "people").write_text(f"{NAME}:{HASH}\n")
    (folder / "programs").write_text(f"robot:sha256:{DIGEST.hex()}\n")
    inner, outer = free_port(), free_port()
    told = ["--index", collection, "--port", inner, "--public-url", f"https://127.0.0.1:{outer}", "--log-format=json",
            "--auth-file", folder / "people", "--token-file", folder / "programs", "--proxy", "127.0.0.1",
            "--feedback", folder / "feedback"]  # fmt: skip
    with (folder / "log").open("w") as log:
        running = subprocess.Popen([*COMMAND, "ui", *map(str, told)], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                                   stderr=log, env=environment(folder / "cache"))  # fmt: skip
    try:
        assert running.stdout.readline().startswith("Copydesk is at https://"), (folder / "log").read_text()
        (folder / "nginx").mkdir()
        with proxied(folder / "nginx", inner, chroma.port, outer) as made:
            yield made
    finally:
        running.terminate()
        running.communicate(timeout=30)
        assert running.returncode == 0
    assert QUESTION not in (folder / "log").read_text() + made.log.read_text()


@pytest.fixture
def client(found):
    with httpx.Client(base_url=found.page, verify=trusting(found), timeout=60, trust_env=False) as client:
        yield client


def test_readers_log_in_and_programs_ask_through_it(client):
    assert client.get("/api/status").status_code == 401
    assert client.get("/ready").json() == {"ok": True}
    assert client.get("/metrics", headers=AUTH).status_code == 404
    asked = client.post("/api/ask", json={"question": QUESTION}, headers=AUTH)
    assert asked.status_code == 200
    assert asked.json()["citations"]
    entered = client.post("/login", data={"name": NAME, "password": PASSWORD})
    assert entered.status_code == 303
    assert entered.headers["set-cookie"].startswith("__Host-copydesk=")
    assert "Secure" in entered.headers["set-cookie"]
    page = client.get("/", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "gradio" in page.text
    assert page.headers["strict-transport-security"]


def test_a_request_has_the_id_that_the_proxy_gives(client):
    got = client.get("/api/status", headers=AUTH | {"x-request-id": "mine"})
    assert len(got.headers["x-request-id"]) == 32


def test_uploads_are_bounded_by_the_proxy_and_behind_it(client):
    for size, status in ((MEBIBYTE, 200), (34 * MEBIBYTE, 413)):
        got = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * size)}, headers=AUTH)
        assert got.status_code == status


def test_what_a_client_says_of_where_it_comes_from_has_no_effect(client):
    for host in ("evil.example", "copydesk:7860"):
        assert client.get("/api/status", headers=AUTH | {"x-forwarded-host": host}).status_code == 200
        assert client.get("/api/status", headers=AUTH | {"host": host}).status_code == 421
    wrong = {"name": NAME, "password": "not the one"}
    said = [{"x-forwarded-for": f"203.0.113.{n}", "forwarded": f"for=10.0.0.{n}"} for n in range(24)]
    seen = [client.post("/login", data=wrong, headers=one) for one in said]
    assert seen[0].status_code == 401
    assert seen[-1].status_code == 429


def test_events_come_as_they_are_made(chroma, tmp_path):
    port = free_port()
    with (
        alone(seconds=0.5, digest=DIGEST.hex(), public=f"https://127.0.0.1:{port}") as (url, running),
        proxied(tmp_path, running.inner, chroma.port, port) as found,
    ):
        assert url == found.page
        told = {"json": {"question": "Who?"}, "headers": AUTH | {"accept": "text/event-stream"}, "timeout": 60}
        with httpx.stream("POST", f"{url}/api/ask", verify=trusting(found), trust_env=False, **told) as response:
            assert response.status_code == 200
            came = [time.monotonic() for line in response.iter_lines() if line.startswith("event:")]
    assert len(came) >= 4
    assert came[-1] - came[0] > 1.0
    assert came[1] - came[0] > 0.3


def ask(found, folder, token, **told):
    done = subprocess.run(
        [*COMMAND, "ask", QUESTION, "--index", f"{found.chroma}/guarded", "--json"], cwd=ROOT, capture_output=True,
        text=True, check=False, timeout=120,
        env=environment(folder / "cache", COPYDESK_INDEX_TOKEN=token, SSL_CERT_FILE=str(found.certificate), **told),
    )  # fmt: skip
    assert token not in done.stdout + done.stderr
    return done


def test_who_has_no_right_token_is_told_so_in_words(found, tmp_path):
    done = ask(found, tmp_path, "ef" * 32)
    assert done.returncode == 2
    assert "the server wants to know who asks (401)." in done.stderr
    assert "COPYDESK_INDEX_TOKEN" in done.stderr


def test_a_certificate_that_nobody_trusts_is_told_too(found, tmp_path):
    from certifi import where

    done = subprocess.run(
        [*COMMAND, "ask", QUESTION, "--index", f"{found.chroma}/guarded"], cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=120, env=environment(tmp_path, COPYDESK_INDEX_TOKEN=READER, SSL_CERT_FILE=where()),
    )  # fmt: skip
    assert done.returncode == 2
    assert "CERTIFICATE_VERIFY_FAILED" in done.stderr


def test_a_reader_asks_and_does_not_write_and_a_writer_writes(found, tmp_path):
    done = ask(found, tmp_path, READER)
    assert done.returncode == 0, done.stderr
    assert '"citations"' in done.stdout
    (tmp_path / "new.txt").write_text("Cranes at Omsk\n\nThe cranes of Omsk stood still on Friday.\n")
    for token, code in ((READER, 2), (WRITER, 0)):
        wrote = subprocess.run(
            [*COMMAND, "index", str(tmp_path / "new.txt"), "--index", f"{found.chroma}/guarded"], cwd=ROOT,
            capture_output=True, text=True, check=False, timeout=200,
            env=environment(tmp_path / token[0], COPYDESK_INDEX_TOKEN=token, SSL_CERT_FILE=str(found.certificate)),
        )  # fmt: skip
        assert wrote.returncode == code, wrote.stderr
    assert "403" not in wrote.stderr
