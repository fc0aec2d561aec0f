"""A server that is told to end takes no new questions, finishes those it has, and ends in peace."""

import asyncio
import json
import signal
import time
from contextlib import suppress

import httpx
import pytest
from remote import free_port
from serving import Answering
from serving_alone import alone
from test_serve_api import STREAM, events

from ui.serve.gate import Ending, Gate

BODY = {"question": "Who was asked in time?"}


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_is_answered_and_nothing_new_is_taken(sent):
    async def ended(url, running):
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            slow = asyncio.create_task(client.post("/api/ask", json=BODY))
            waiting = asyncio.create_task(client.post("/api/ask", json=BODY, headers=STREAM))
            while (await client.get("/api/status")).json()["waiting"] < 1:
                await asyncio.sleep(0.05)
            running.send_signal(sent)
            while (ready := await client.get("/ready")).status_code == 200:
                await asyncio.sleep(0.05)
            assert ready.json()["fault"] == "Copydesk is being shut down."
            assert (await client.get("/health")).status_code == 200
            for path in ("/api/ask", "/api/search"):
                late = await client.post(path, json=BODY)
                assert (late.status_code, late.json()["fault"]) == (503, "Copydesk is being shut down.")
                assert int(late.headers["retry-after"]) > 0
            assert (await client.post("/api/ask", json=BODY, headers=STREAM)).status_code == 503
            return await slow, await waiting

    with alone(seconds=0.6, form="json") as (url, running):
        answered, streamed = asyncio.run(ended(url, running))
        _, err = running.communicate(timeout=90)
    assert answered.json()["question"] == BODY["question"]
    told = events(streamed.text)
    assert [kind for kind, _ in told][-1] == "answer"
    assert running.returncode == 0
    assert {json.loads(line)["level"] for line in err.splitlines()} == {"INFO"}


@pytest.mark.slow
def test_what_takes_longer_than_it_may_is_ended_with_words():
    async def ended(url, running):
        async with httpx.AsyncClient(base_url=url, timeout=30) as client:
            asked = [asyncio.create_task(client.post("/api/ask", json=BODY, headers=headers))
                     for headers in (STREAM, {}, STREAM, {})]  # fmt: skip
            while (await client.get("/api/status")).json()["waiting"] < 3:
                await asyncio.sleep(0.05)
            running.send_signal(signal.SIGTERM)
            return await asyncio.gather(*asked)

    with alone(seconds=20, grace=0.5) as (url, running):
        start = time.monotonic()
        got = asyncio.run(ended(url, running))
        running.communicate(timeout=90)
        assert time.monotonic() - start < 60
    assert running.returncode == 0
    for response in got:
        if "event-stream" in response.headers["content-type"]:
            kind, told = events(response.text)[-1]
            assert kind == "error"
        else:
            assert response.status_code == 503
            told = response.json()
        assert told["fault"] == "Copydesk is being shut down."


@pytest.mark.slow
def test_an_idle_server_with_open_pages_ends_soon_and_a_second_signal_hurries():
    with alone() as (url, running), httpx.stream("GET", f"{url}/gradio_api/heartbeat/x") as heartbeat:
        assert heartbeat.status_code == 200
        start = time.monotonic()
        running.send_signal(signal.SIGTERM)
        running.wait(90)
        assert time.monotonic() - start < 60
    assert running.returncode == 0
    with alone(seconds=20) as (url, running):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{url}/api/ask", json=BODY, timeout=0.5)
        start = time.monotonic()
        for _ in range(3):
            running.send_signal(signal.SIGTERM)
            time.sleep(0.3)
        running.wait(90)
        assert time.monotonic() - start < 60


@pytest.mark.slow
def test_a_server_that_is_told_to_end_while_it_starts_ends():
    port = free_port()
    with alone(warm=90, port=port) as (_, running):
        end = time.monotonic() + 60
        while True:
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/health", timeout=5)
                break
            assert time.monotonic() < end
            time.sleep(0.1)
        running.send_signal(signal.SIGTERM)
        assert running.wait(90) == 0


def test_a_gate_that_is_closed_lets_those_inside_and_those_who_wait_finish():
    async def run():
        gate, done = Gate(1, 5), []

        async def ask():
            async with gate.slot():
                await asyncio.sleep(0.05)
                done.append(1)

        asked = [asyncio.create_task(ask()) for _ in range(3)]
        await asyncio.sleep(0.01)
        gate.close()
        assert not gate.idle
        with pytest.raises(Ending):
            gate.require_room()
        with pytest.raises(Ending):
            await ask()
        await asyncio.gather(*asked)
        assert done == [1, 1, 1]
        assert gate.idle

    asyncio.run(run())


def test_a_gate_that_is_ended_turns_away_who_waits_and_ends_the_work_inside():
    async def run():
        gate, ended = Gate(1, 5), []

        async def wait():
            async with gate.slot():
                raise AssertionError

        async with gate.slot() as slot:
            slot.ends(lambda: ended.append(1))
            waiting = asyncio.create_task(wait())
            await asyncio.sleep(0.01)
            gate.end()
            with pytest.raises(Ending):
                await waiting
            assert ended == [1]
        assert gate.idle
        gate.end()
        assert ended == [1]
        gate.work(lambda: ended.append(2))
        assert ended == [1, 2]

    asyncio.run(run())


def test_the_page_tells_that_the_server_ends():
    from benchmarks.visitors import WAYS, Misled, TurnedAway
    from serving import serving

    with serving(Answering()) as served:
        gate = served._server._gate
        gate.close()

        async def ask():
            async with WAYS["page"](served.url) as visitor:
                await visitor.ask("Who?")

        with pytest.raises((Misled, TurnedAway)):
            asyncio.run(ask())
