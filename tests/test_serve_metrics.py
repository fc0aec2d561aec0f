"""Figures for Prometheus: what is counted, and that nobody's words and no endless labels are in them."""

import asyncio
import time

import httpx
import pytest
from benchmarks.visitors import WAYS
from prometheus_client.parser import text_string_to_metric_families
from serving import TOKEN, Answering, guarded, serving
from test_serve_mcp import call

from index.errors import IndexUnreachable
from ui.serve.limits import Limits
from ui.serve.paths import route_of
from ui.serve.record import Blame
from ui.serve.refusal import Refusal

AUTH = {"authorization": f"Bearer {TOKEN}"}


def figures(url, **headers):
    got = httpx.get(f"{url}/metrics", headers=headers)
    assert got.status_code == 200
    assert got.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(got.text)
    return {(s.name, *sorted(s.labels.values())): s.value for family in families for s in family.samples}


def told(url, *name, **headers):
    return figures(url, **headers).get(name, 0.0)


def test_questions_are_counted_by_door_and_outcome():
    with serving() as served:
        url = served.url
        for headers in ({}, {"accept": "text/event-stream"}):
            httpx.post(f"{url}/api/ask", json={"question": "Who is it?"}, headers=headers)
        httpx.post(f"{url}/api/search", json={"question": "Who is it?"})
        call(url, "ask", question="Who is it?")

        async def on_the_page():
            async with WAYS["page"](url) as visitor:
                await visitor.ask("Who is it?")

        asyncio.run(on_the_page())
        seen = figures(url)
        for door in ("api", "stream", "search", "mcp", "page"):
            assert seen["copydesk_questions_total", "answered", door] == 1, door
            assert seen["copydesk_answer_seconds_count", door] == 1, door
        assert seen["copydesk_stage_seconds_count", "wait"] == 5
        assert seen["copydesk_questions_in_flight",] == seen["copydesk_questions_waiting",] == 0
        assert seen["copydesk_requests_total", "/api/ask", "200", "POST"] == 2


@pytest.mark.slow
def test_stages_are_those_of_the_answers_and_abstentions_are_an_outcome(engine):
    with serving(engine) as served:
        httpx.post(f"{served.url}/api/ask", json={"question": "How many security personnel were killed?"}, timeout=60)
        httpx.post(f"{served.url}/api/ask", json={"question": "Who won the chess cup of Reykjavik?"}, timeout=60)
        seen = figures(served.url)
        assert seen["copydesk_questions_total", "abstained", "api"] == 1
        for stage in ("retrieve", "read", "rerank", "decide", "claims", "compose", "check"):
            assert seen["copydesk_stage_seconds_count", stage] >= 1, stage
        assert ("copydesk_stage_seconds_count", "total") not in seen
        assert seen["copydesk_index_articles",] == engine.overview().articles
        assert seen["copydesk_index_articles_embedded",] == engine.overview().embedded
        assert seen["copydesk_index_chunks",] > 0
        assert seen["copydesk_index_readable",] == 1
        assert 0 <= time.time() - seen["copydesk_lexical_half_made_seconds",] < 36_000
        assert seen["process_resident_memory_bytes",] > 1e6


def test_errors_are_counted_by_class_and_side():
    engine = Answering()
    with serving(engine, limits=Limits(questions=20)) as served:
        url = served.url

        def ask(**body):
            return httpx.post(f"{url}/api/ask", json={"question": "Who?"} | body).status_code

        assert ask(question=" ") == 422
        assert ask(since="soon") == 422
        assert ask(other=1) == 422
        engine.fault = lambda: ZeroDivisionError("a sentence")
        assert ask() == 500
        engine.fault = lambda: IndexUnreachable("http://h:1/c", "gone.", "Wait.")
        assert ask() == 503
        call(url, "ask", question="Who?")
        httpx.post(f"{url}/api/ask", json={"question": "Who?"}, headers={"accept": "text/event-stream"})
        engine.fault = None
        while ask() != 429:
            pass
        seen = figures(url)
        assert seen["copydesk_errors_total", "QuestionEmpty", "asker"] == 1
        assert seen["copydesk_errors_total", "ChoiceUnusable", "asker"] == 1
        assert seen["copydesk_errors_total", "Refusal", "asker"] == 1
        assert seen["copydesk_errors_total", "ZeroDivisionError", "defect"] == 1
        assert seen["copydesk_errors_total", "IndexUnreachable", "index"] == 3
        assert seen["copydesk_refused_total", "Refusal"] == 1  # of the loop before
        assert seen["copydesk_questions_total", "api", "failed"] == 2
        assert seen["copydesk_questions_total", "failed", "stream"] == 1


def test_who_asks_and_who_waits_are_told_while_they_do():
    engine = Answering(0.7)

    async def asked():
        async with httpx.AsyncClient(base_url=served.url, timeout=30) as client:
            body = {"question": "Who?"}
            asking = [asyncio.create_task(client.post("/api/ask", json=body)) for _ in range(3)]
            await asyncio.sleep(0.7)
            text = (await client.get("/metrics")).text
            assert "copydesk_questions_in_flight 1.0" in text
            assert "copydesk_questions_waiting 1.0" in text
            assert sorted([(await one).status_code for one in asking]) == [200, 200, 429]
            assert 'copydesk_refused_total{kind="Busy"} 1.0' in (await client.get("/metrics")).text

    with serving(engine, limits=Limits(at_once=1, waiting=1)) as served:
        asyncio.run(asked())


def test_a_reader_who_leaves_is_no_error():
    with serving(Answering(1.0)) as served:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{served.url}/api/ask", json={"question": "Who?"}, timeout=0.5)
        end = time.monotonic() + 10
        while not told(served.url, "copydesk_questions_total", "api", "left"):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert not any(name[0] == "copydesk_errors_total" for name in figures(served.url))


def test_an_index_that_cannot_be_read_is_told_and_figures_come_all_the_same():
    engine = Answering()
    with serving(engine) as served:
        assert told(served.url, "copydesk_index_readable") == 1
        assert told(served.url, "copydesk_index_chunks") == 2
    engine.unreadable = lambda: IndexUnreachable("http://h:1/c", "gone.", "Wait.")
    with serving(engine) as served:
        assert told(served.url, "copydesk_index_readable") == 0


def test_two_servers_of_one_process_count_apart():
    with serving() as one, serving() as other:
        httpx.post(f"{one.url}/api/ask", json={"question": "Who?"})
        assert told(one.url, "copydesk_questions_total", "answered", "api") == 1
        assert told(other.url, "copydesk_questions_total", "answered", "api") == 0


def test_figures_want_the_login_that_all_else_wants_and_are_given_to_an_inner_name_with_it():
    with serving(access=guarded(public="https://desk.example.org")) as served:
        inner, url = {"host": "copydesk:7860"}, f"http://127.0.0.1:{served.port}"
        assert httpx.get(f"{url}/metrics").status_code == 401
        assert httpx.get(f"{url}/metrics", headers=inner).status_code == 401
        assert httpx.get(f"{url}/metrics", headers=AUTH | inner).status_code == 200
        assert httpx.get(f"{url}/api/status", headers=AUTH | inner).status_code == 421
    with serving() as served:
        assert httpx.get(f"{served.url}/metrics", headers={"host": "evil.example"}).status_code == 421


def test_no_label_is_of_the_askers_choosing():
    words = "Ottoline-Quagmire"
    with serving() as served:
        for path in (f"/{words}", f"/api/articles/{words}", f"/api/{words}", f"/assets/{words}", f"/static/{words}"):
            httpx.get(f"{served.url}{path}?q={words}")
        httpx.request(words.upper().replace("-", ""), served.url)
        httpx.post(f"{served.url}/api/ask", json={"question": f"Who is {words}?", "outlets": [words]})
        figures(served.url)  # which counts itself in the next
        before = len(figures(served.url))
        for number in range(30):
            httpx.get(f"{served.url}/{number}")
            httpx.get(f"{served.url}/api/articles/{number}")
        text = httpx.get(f"{served.url}/metrics").text
        assert words.lower() not in text.lower()
        assert len(figures(served.url)) == before


@pytest.mark.parametrize(
    ("path", "route"),
    [("/", "/"), ("/api/ask", "/api/ask"), ("/api/articles/x/y", "/api/articles/*"), ("/api/x", "/api/*"),
     ("/nothing", "other"), ("/gradio_api/file=/tmp/x", "/gradio_api/file=*"), ("/health", "/health"),
     ("/gradio_api/heartbeat/x", "/gradio_api/heartbeat/*"), ("", "other")],
)  # fmt: skip
def test_a_path_is_told_by_its_route(path, route):
    assert route_of(path) == route


@pytest.mark.parametrize(
    ("error", "side"),
    [(Refusal(404, "x.", "y."), "asker"), (Refusal(429, "x.", "y."), "refused"), (Refusal(499, "x.", "y."), "left"),
     (Refusal(500, "x.", "y."), "server"), (KeyError("x"), "defect")],
)  # fmt: skip
def test_an_error_lies_on_a_side(error, side):
    assert Blame.of(error) == Blame(type(error).__name__, side)
