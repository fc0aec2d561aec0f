"""A line for each request: JSON that nothing breaks, and in which nobody's words, names or secrets are."""

import json
import logging
import re
import signal
import sys

import httpx
import pytest
from hostile import PAYLOADS
from serving import NAME, PASSWORD, TOKEN, WORDS, Answering, guarded, serving
from serving_alone import SECRET, alone
from test_serve_mcp import call

from index.errors import IndexUnreachable
from ui.serve.logs import AsJson, Lines

STREAM = {"accept": "text/event-stream"}
AUTH = {"authorization": f"Bearer {TOKEN}"}
QUESTION = "Who hid the vermilion ledger of Quillport?"
ID = re.compile(r"[0-9a-f]{16}")
MADE = {"time", "level", "logger"}


@pytest.fixture
def lines(caplog):
    """The lines of machines that have been logged; what stands in them is also looked at in those for people."""
    caplog.set_level(logging.INFO, "ui.serve.watch")

    def read():
        own = [record for record in caplog.records if record.name.startswith("ui.")]
        told = [AsJson().format(record) for record in own]
        for text in [*told, *(Lines("%(message)s").format(record) for record in own)]:
            for secret in (QUESTION, WORDS, TOKEN, PASSWORD, SECRET, "vermilion", "q="):
                assert secret not in text, text
        return [json.loads(line) for line in told]

    return read


def test_a_request_is_one_line_with_what_became_of_it(lines):
    with serving(access=guarded()) as served:
        got = httpx.post(f"{served.url}/api/ask?q={QUESTION}", json={"question": QUESTION}, headers=AUTH)
    (line,) = lines()
    assert line["request"] == got.headers["x-request-id"]
    assert ID.fullmatch(line["request"])
    assert line | {"method": "POST", "route": "/api/ask", "status": 200, "level": "INFO", "message": "request"} == line
    assert line | {"door": "api", "outcome": "answered", "citations": 0, "abstained": False} == line
    assert 0 <= line["waited"] <= line["seconds"] < 10
    assert re.fullmatch("[0-9a-f]{12}", line["user"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


@pytest.mark.slow
def test_stages_are_told_in_seconds(engine, lines):
    with serving(engine) as served:
        httpx.post(f"{served.url}/api/ask", json={"question": "Who borders Balochistan?"}, timeout=60)
    (line,) = lines()
    assert {"retrieve", "read", "rerank", "decide"} <= set(line["stages"])
    assert all(0 <= seconds <= line["seconds"] for seconds in line["stages"].values())


def test_one_reader_has_one_name_and_another_another(lines):
    with serving(access=guarded()) as served:
        for _ in range(2):
            httpx.get(f"{served.url}/api/status", headers=AUTH)
        httpx.get(f"{served.url}/api/status", auth=(NAME, PASSWORD))
    first, second, other = (line["user"] for line in lines())
    assert first == second != other


def test_what_goes_wrong_is_told_by_its_kind_to_the_log_and_by_its_request_to_who_asked(lines):
    engine = Answering()
    with serving(engine) as served:
        url = served.url
        engine.fault = lambda: ValueError(f"{SECRET} {WORDS}")
        got = httpx.post(f"{url}/api/ask", json={"question": QUESTION})
        assert got.json()["request"] == got.headers["x-request-id"]
        streamed = httpx.post(f"{url}/api/ask", json={"question": QUESTION}, headers=STREAM)
        assert f'"request": "{streamed.headers["x-request-id"]}"' in streamed.text
        call(url, "ask", question=QUESTION)
        engine.fault = lambda: IndexUnreachable("http://h:1/vermilion", f"gone: {SECRET}.", "Wait.")
        lost = httpx.post(f"{url}/api/search", json={"question": QUESTION})
        refused = httpx.post(f"{url}/api/ask", json={"question": QUESTION, "since": SECRET})
        unfit = httpx.post(f"{url}/api/ask", content=f'{{"question": "{SECRET}"')
        nothing = httpx.get(f"{url}/{SECRET}?q={QUESTION}")
    told = {line["request"]: line for line in lines() if line["message"] == "request"}
    for response, kind, side in (
        (got, "ValueError", "defect"), (streamed, "ValueError", "defect"), (lost, "IndexUnreachable", "index"),
        (refused, "ChoiceUnusable", "asker"), (unfit, "Refusal", "asker"), (nothing, "Refusal", "asker"),
    ):  # fmt: skip
        line = told[response.headers["x-request-id"]]
        assert (line["error"], line["side"]) == (kind, side)
    defects = [line for line in lines() if line["level"] == "ERROR"]
    assert [line["error"] for line in defects] == ["ValueError"] * 3
    assert defects[0]["request"] == got.headers["x-request-id"]
    assert any(place.startswith("serving.py:") for place in defects[0]["at"])


def test_probes_and_figures_leave_no_lines_unless_they_fail(lines):
    with serving(access=guarded()) as served:
        for path in ("/health", "/ready", "/metrics"):
            httpx.get(f"{served.url}{path}", headers=AUTH)
        httpx.get(f"{served.url}/metrics")
    assert [(line["route"], line["status"]) for line in lines()] == [("/metrics", 401)]


GIVEN = {"x-request-id": "edge-7.a_B", "x-forwarded-for": "203.0.113.9"}


@pytest.mark.parametrize(
    ("public", "proxies", "kept"),
    [(None, ("127.0.0.1",), False), ("https://desk.example.org", ("127.0.0.1",), True),
     ("https://desk.example.org", ("127.0.0.0/8",), True), ("https://desk.example.org", ("10.0.0.0/8",), False)],
)  # fmt: skip
def test_a_request_has_the_id_of_a_trusted_proxy_alone(public, proxies, kept, lines):
    with serving(access=guarded(public=public, proxies=proxies)) as served:
        got = httpx.get(f"http://127.0.0.1:{served.port}/api/status", headers=AUTH | GIVEN)
    assert (got.headers["x-request-id"] == GIVEN["x-request-id"]) is kept
    assert lines()[-1]["request"] == got.headers["x-request-id"]


@pytest.mark.parametrize("given", ["", "a b", "a\tb", '"}', "x" * 65, "é", "a,b", "../x", "<b>"])
def test_an_id_that_could_do_anything_is_not_taken(given, lines):
    with serving(access=guarded(public="https://desk.example.org")) as served:
        headers = [*AUTH.items(), (b"x-request-id", given.encode())]
        got = httpx.get(f"http://127.0.0.1:{served.port}/api/status", headers=headers)
        twice = [*AUTH.items(), ("x-request-id", "a"), ("x-request-id", "a")]
        two = httpx.get(f"http://127.0.0.1:{served.port}/api/status", headers=twice)
    for response in (got, two):
        assert ID.fullmatch(response.headers["x-request-id"])
    assert len(lines()) == 2


@pytest.mark.parametrize("text", [*PAYLOADS.values(), 'a"}\n{"level": "FAKE', "\x7f\x9b\u2028\u2029\r\n", "\ud800"])
def test_nothing_breaks_a_line(text):
    record = logging.makeLogRecord({"name": "ui.x", "msg": "%s", "args": (text,), "levelname": "INFO"})
    line = AsJson().format(record)
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == text


def test_what_libraries_say_is_told_by_its_place(caplog):
    logger = logging.getLogger("asyncio")
    try:
        int(SECRET)
    except ValueError:
        logger.exception("Task exception was never retrieved: %s", SECRET)
    logger.error(f"<Task exception=ValueError({SECRET!r})>")
    for record in caplog.records:
        told = json.loads(AsJson().format(record))
        assert told["message"].startswith("said at test_serve_logs.py:")
        assert SECRET not in AsJson().format(record) + Lines("%(message)s").format(record)
    assert json.loads(AsJson().format(caplog.records[0]))["error"] == "ValueError"


def written(running):
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=30)
    assert SECRET not in err
    return [json.loads(line) for line in err.splitlines()]


@pytest.mark.slow
def test_a_real_server_writes_nothing_but_such_lines():
    with alone(form="json", crash="answer") as (url, running):
        httpx.post(f"{url}/api/ask", json={"question": QUESTION})
        httpx.get(f"{url}/api/status?{QUESTION}")
        told = written(running)
    assert running.returncode == 0
    assert [line["message"] for line in told] == ["A request could not be served", "request", "request"]
    assert told[0]["request"] == told[1]["request"]


@pytest.mark.slow
@pytest.mark.parametrize(("crash", "code"), [("open", 1), ("thread", 0)])
@pytest.mark.parametrize("form", ["json", None])
def test_a_crash_is_told_by_its_kind_and_place_alone(crash, code, form):
    with alone(crash=crash, **({"form": form} if form else {})) as (_, running):
        running.send_signal(signal.SIGTERM) if crash == "thread" else None
        out, err = running.communicate(timeout=30)
    assert running.returncode == code
    assert SECRET not in out + err
    assert "ValueError" in err
    if form:
        (line,) = map(json.loads, err.splitlines())
        assert line["error"] == "ValueError"
        assert any(place.endswith("broken") for place in line["at"])


def test_crashes_are_told_as_before_once_the_server_is_over():
    from ui.serve.logs import crashes_discreetly

    before = sys.excepthook
    with crashes_discreetly():
        assert sys.excepthook is not before
    assert sys.excepthook is before
