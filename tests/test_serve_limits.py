import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from serving import TOKEN, guarded, raw, serving

import ui.serve.wire
from ui.serve.limits import Limits, Rates
from ui.serve.refusal import Refusal

LIMITS = Limits(questions=0, requests=0, uploads=0, body=4096, upload=20_000, seconds=0.5)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("uploads") / "gradio"))
        with serving(limits=LIMITS) as served:
            yield served


def post(served, path, headers, body=b""):
    host = served.url.partition("://")[2]
    return raw(served.url, f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode() + body, 3)


def chunked(size, piece=1000):
    return b"".join(b"%x\r\n%s\r\n" % (piece, b"x" * piece) for _ in range(size // piece)) + b"0\r\n\r\n"


@pytest.mark.parametrize("path", ["/api/ask", "/login", "/mcp", "/gradio_api/queue/join", "/"])
def test_a_large_body_is_refused_by_its_length_before_it_is_read(served, path):
    for length in ("5000000", "99999999999999999999"):
        got = post(served, path, f"Content-Length: {length}\r\nContent-Type: application/json\r\n", b"{")
        assert got[9:12] in (b"413", b"400")


@pytest.mark.parametrize(("path", "size"), [("/api/ask", 6000), ("/mcp", 6000), ("/gradio_api/queue/join", 6000),
                                            ("/gradio_api/upload", 40_000)])  # fmt: skip
def test_a_large_body_in_chunks_is_refused_once_it_is_too_large(served, path, size):
    headers = "Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    got = post(served, path, headers, chunked(size))
    assert got[9:12] == b"413"


def test_two_lengths_or_a_length_and_chunks_are_refused(served):
    for headers in ("Content-Length: 2\r\nContent-Length: 3\r\n", "Content-Length: -1\r\n", "Content-Length: 1e3\r\n"):
        assert post(served, "/api/ask", headers, b"{}")[9:12] == b"400"
    smuggled = post(served, "/api/ask", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nGET /x")
    assert smuggled.count(b"HTTP/1.1") <= 1 or b"200 OK" not in smuggled


@pytest.mark.parametrize("path", ["/api/ask", "/gradio_api/upload", "/login"])
def test_a_slow_body_is_given_up(served, path):
    start = time.perf_counter()
    headers = "Content-Length: 100\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    got = post(served, path, headers, b"--b\r\n")
    assert got[9:12] == b"408"
    assert time.perf_counter() - start < 2


def test_a_stranger_cannot_keep_a_connection_with_a_body_that_never_comes():
    with serving(access=guarded()) as served:
        for path in ("/api/ask", "/gradio_api/upload", "/nothing"):
            start = time.perf_counter()
            got = post(served, path, "Content-Length: 1000\r\n", b"{")
            assert got[9:12] == b"401"
            assert time.perf_counter() - start < 2


def test_a_head_that_does_not_end_is_given_up(monkeypatch):
    monkeypatch.setattr(ui.serve.wire, "HEAD_SECONDS", 0.3)
    with serving() as served:
        for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"):
            start = time.perf_counter()
            raw(served.url, sent, 5)
            assert 0.2 < time.perf_counter() - start < 3
        assert httpx.get(f"{served.url}/api/status").status_code == 200


def test_a_head_without_end_is_not_kept(served):
    got = raw(served.url, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 200_000, 3)
    assert got[9:12] in (b"400", b"431", b"")


def test_a_second_request_on_a_connection_is_given_its_time(monkeypatch):
    monkeypatch.setattr(ui.serve.wire, "HEAD_SECONDS", 0.5)
    with serving() as served, httpx.Client(base_url=served.url) as client:
        for _ in range(3):
            assert client.get("/api/status").status_code == 200
            time.sleep(0.4)


def test_a_file_that_is_too_large_is_refused_and_a_small_one_kept(served):
    with httpx.Client(base_url=served.url) as client:
        kept = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 1000)})
        assert kept.status_code == 200
        large = client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 30_000)})
        assert large.status_code == 413
        many = client.post("/gradio_api/upload", files=[("files", ("a.txt", b"x" * 1000)) for _ in range(30)])
        assert many.status_code == 413
        for name in ("../../a.txt", "/etc/cron.d/x", "a\0b", "..\\..\\a", "<img src=x>.txt", "x" * 5000):
            got = client.post("/gradio_api/upload", files={"files": (name, b"x")})
            assert got.status_code in (200, 400, 413)
            for path in got.json() if got.status_code == 200 else []:
                assert ".." not in Path(path).parts
                assert Path(path).parent.parent.name == "gradio"


def test_one_user_may_ask_so_many_questions_in_a_minute_and_others_theirs():
    with serving(access=guarded(), limits=Limits(questions=3)) as served, httpx.Client(base_url=served.url) as client:
        robot, ada = {"headers": {"authorization": f"Bearer {TOKEN}"}}, {"auth": ("ada", "correct horse 7")}
        ask = [client.post("/api/ask", json={"question": "Who?"}, **robot) for _ in range(5)]
        assert [got.status_code for got in ask] == [200] * 3 + [429] * 2
        assert 1 <= int(ask[-1].headers["retry-after"]) <= 60
        assert client.get("/api/status", **robot).status_code == 200
        assert client.post("/mcp", json={}, **robot).status_code == 429
        assert client.post("/api/ask", json={"question": "Who?"}, **ada).status_code == 200


def test_a_stranger_cannot_ask_for_ever_without_an_answer():
    with serving(access=guarded(), limits=Limits(requests=20)) as served, httpx.Client(base_url=served.url) as client:
        told = [client.get("/api/status").status_code for _ in range(25)]
    assert told == [401] * 20 + [429] * 5


def test_no_bound_is_none():
    rates = Rates(Limits(questions=0, requests=0))
    for _ in range(1000):
        rates.take("questions", "ada")
        rates.take("requests", "ada")


def test_what_is_taken_at_once_from_many_threads_is_counted():
    rates = Rates(Limits(questions=50))

    def take(_):
        try:
            rates.take("questions", "ada")
        except Refusal:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert 50 <= sum(pool.map(take, range(400))) <= 58


def test_many_open_connections_do_not_keep_others_out(served):
    host, port = served.url.partition("://")[2].split(":")
    idle = [socket.create_connection((host, int(port))) for _ in range(100)]
    try:
        assert httpx.get(f"{served.url}/api/status", timeout=5).status_code == 200
    finally:
        for connection in idle:
            connection.close()
