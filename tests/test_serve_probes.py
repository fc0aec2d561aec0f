"""Health and readiness: told to anybody, as a yes or a no."""

import socket
import time

import httpx
import pytest
from remote import free_port
from serving import Answering, guarded, raw, serving
from serving_alone import alone

from index.errors import IndexUnreachable
from ui.serve.limits import Limits

ADDRESS = "http://chroma.example:8000/news"


def lost():
    return IndexUnreachable(ADDRESS, "the server does not answer (refused).", "See whether it runs.")


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_anybody_is_told_without_a_login_under_whatever_name_and_as_often_as_asked(path):
    with serving(access=guarded(), limits=Limits(requests=3)) as served:
        for _ in range(20):
            got = httpx.get(f"{served.url}{path}", headers={"host": "10.1.2.3:7860"})
            assert (got.status_code, got.json()) == (200, {"ok": True})
            assert got.headers["cache-control"] == "no-store"
            assert got.headers["x-content-type-options"] == "nosniff"
        assert httpx.head(f"{served.url}{path}").status_code == 200
        assert httpx.post(f"{served.url}{path}").status_code == 401


def test_an_index_that_cannot_be_read_makes_it_unready_and_no_less_alive(caplog):
    engine = Answering()
    engine.unreadable = lost
    with serving(engine) as served:
        for _ in range(3):
            got = httpx.get(f"{served.url}/ready")
            assert got.status_code == 503
            assert got.json() == {
                "ok": False,
                "fault": "The index cannot be read now.",
                "mend": "Wait; the log of Copydesk says more.",
            }
            assert int(got.headers["retry-after"]) > 0
        assert httpx.get(f"{served.url}/health").status_code == 200
        engine.unreadable = None
        end = time.monotonic() + 10
        while httpx.get(f"{served.url}/ready").status_code != 200:
            assert time.monotonic() < end
            time.sleep(0.2)
    told = [record.getMessage() for record in caplog.records]
    assert told == ["The index cannot be read now: IndexUnreachable", "The index can be read again"]
    assert "chroma.example" not in caplog.text


def test_an_index_that_does_not_answer_is_not_waited_for_and_is_looked_at_once(monkeypatch):
    monkeypatch.setattr("ui.serve.probes._PATIENCE", 0.2)
    looks = []

    class Hanging(Answering):
        def look(self):
            looks.append(1)
            time.sleep(3)

    with serving(Hanging()) as served:
        start = time.perf_counter()
        assert {httpx.get(f"{served.url}/ready").status_code for _ in range(5)} == {503}
        assert time.perf_counter() - start < 2.5
        assert len(looks) == 1


@pytest.mark.slow
def test_a_server_that_loads_its_models_lives_and_is_not_ready():
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with alone(port=port, warm=3) as (_, running):
        end = time.monotonic() + 30
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < end
            time.sleep(0.05)
        assert httpx.get(f"{url}/health", timeout=10).json() == {"ok": True}
        for path in ("/ready", "/api/status"):
            got = httpx.get(f"{url}{path}", timeout=10)
            assert (got.status_code, got.json()["fault"]) == (503, "Copydesk is starting.")
            assert got.headers["retry-after"]
        assert running.stdout.readline().startswith(f"Copydesk is at {url}")
        assert httpx.get(f"{url}/ready", timeout=10).json() == {"ok": True}
        assert httpx.post(f"{url}/api/ask", json={"question": "Who?"}, timeout=10).status_code == 200


def test_a_probe_that_is_no_http_harms_nothing():
    with serving() as served:
        raw(served.url, b"\x16\x03\x01\x00", 1)
        assert httpx.get(f"{served.url}/ready").status_code == 200
