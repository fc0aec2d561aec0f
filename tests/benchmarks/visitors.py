"""Readers of a running server: by the API, by its events, and by the page as a browser speaks to it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Protocol, Self

import httpx
from lxml import html

_MARKERS = re.compile(r" (?:\[\d+\])+$")
_WAIT = re.compile(r"Ask again in (\d+) s\.")
_PATIENCE = 600.0
"""Seconds; who waits is far from the first in a full queue."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came back: the question as the server repeats it, and the lines of the answer without their markers."""

    question: str
    lines: tuple[str, ...]


class TurnedAway(Exception):
    """Too much at once; to come again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"come again in {seconds} s")
        self.seconds = seconds


class Misled(Exception):
    """What came back is not what was asked for."""


class Visitor(Protocol):
    """One reader, who asks one question after another."""

    async def ask(self, question: str) -> Told:
        """Ask; raises TurnedAway, Misled and httpx.HTTPError."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *_error: object) -> None: ...


class _Reader:
    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=_PATIENCE, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.client.aclose()


class ByApi(_Reader):
    """Asks for the answer as JSON."""

    async def ask(self, question: str) -> Told:
        got = await self.client.post("/api/ask", json={"question": question})
        _require(got)
        return _answered(got.json())


class ByEvents(_Reader):
    """Asks for the answer as events, which must come in their order and tell the same lines as the answer."""

    async def ask(self, question: str) -> Told:
        accept = {"Accept": "text/event-stream"}
        lines: list[str] = []
        async with self.client.stream("POST", "/api/ask", json={"question": question}, headers=accept) as stream:
            _require(stream)
            async for kind, data in _events(stream):
                if kind == "line":
                    lines.append(data["text"])
                elif kind == "answer":
                    return _checked(data, lines)
                elif kind == "error":
                    _turn_away(data["mend"])
                    raise Misled(data["fault"])
        raise Misled("the events ended without an answer")


class ByPage(_Reader):
    """Opens the page and asks in it: a session with its heartbeat, events by Gradio's queue, and its differences."""

    async def __aenter__(self) -> Self:
        self._session = token_hex(6)
        page, config = await self.client.get("/"), await self.client.get("/config")
        _require(page)
        _require(config)
        told = config.json()["dependencies"]
        self._ask = next((one["id"], wire) for one in told for wire, event in one["targets"] if event == "ask")
        self._beating = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *error: object) -> None:
        self._beating.cancel()
        with suppress(asyncio.CancelledError, httpx.HTTPError):
            await self._beating
        await super().__aexit__(*error)

    async def ask(self, question: str) -> Told:
        number, wire = self._ask
        sent = {
            "data": [None], "event_data": {"question": question}, "fn_index": number, "session_hash": self._session,
            "trigger_id": wire,
        }  # fmt: skip
        joined = await self.client.post("/gradio_api/queue/join", json=sent)
        _require(joined)
        return await self._followed(joined.json()["event_id"], question)

    async def _followed(self, event: str, question: str) -> Told:
        from gradio_client.utils import apply_diff

        shown: list[Any] | None = None
        asked = {"session_hash": self._session}
        async with self.client.stream("GET", "/gradio_api/queue/data", params=asked) as stream:
            _require(stream)
            async for _, message in _events(stream):
                if message.get("event_id") not in (event, None):
                    raise Misled("an event of another session")
                if message["msg"] == "process_generating":
                    data = message["output"]["data"]
                    shown = data if shown is None else [apply_diff(*pair) for pair in zip(shown, data, strict=True)]
                    if _question(html.fragment_fromstring(shown[1])) != question:
                        raise Misled("the work on another question")
                elif message["msg"] == "process_completed":
                    if not message["success"]:
                        raise Misled("the page tells of a defect")
                    return _shown(message["output"]["data"][1])
        raise Misled("the queue ended without an answer")

    async def _beat(self) -> None:
        async with self.client.stream("GET", f"/gradio_api/heartbeat/{self._session}") as beats:
            async for _ in beats.aiter_bytes():
                pass


WAYS: dict[str, type[ByApi | ByEvents | ByPage]] = {"API": ByApi, "events": ByEvents, "page": ByPage}


async def persist(visitor: Visitor, question: str, tries: int = 40) -> tuple[Told, int]:
    """Ask, and come again as told where one is turned away; the answer, and how often that was."""
    for away in range(tries):
        try:
            return await visitor.ask(question), away
        except TurnedAway as told:
            await asyncio.sleep(told.seconds)
    raise Misled("turned away for ever")


def _require(got: httpx.Response) -> None:
    if got.status_code == 429:
        raise TurnedAway(int(got.headers["Retry-After"]))
    got.raise_for_status()


def _turn_away(mend: str) -> None:
    if found := _WAIT.search(mend):
        raise TurnedAway(int(found[1]))


async def _events(stream: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    kind, data = "", ""
    async for line in stream.aiter_lines():
        if not line and data:
            yield kind, json.loads(data)
            kind, data = "", ""
        elif line.startswith("event:"):
            kind = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            data += line.removeprefix("data:").strip()


def _checked(answer: Any, lines: list[str]) -> Told:
    if lines != answer["text"].split("\n") and not answer["abstained"]:
        raise Misled("other lines than the answer's")
    return _answered(answer)


def _answered(answer: Any) -> Told:
    return Told(answer["question"], tuple(_MARKERS.sub("", line) for line in answer["text"].split("\n")))


def _shown(markup: str) -> Told:
    turn = html.fragment_fromstring(markup)
    for failure in turn.find_class("failure"):
        _turn_away(failure.text_content())
        raise Misled(failure.text_content())
    for marker in turn.find_class("marker"):
        marker.drop_tree()
    lines = turn.xpath(".//div[@class='answer']/p[not(contains(@class, 'unsaid') or contains(@class, 'worth'))]")
    lines = lines or turn.xpath(".//div[@class='abstention']/p")
    return Told(_question(turn), tuple(_MARKERS.sub("", line.text_content().strip()) for line in lines))


def _question(turn: Any) -> str:
    return "".join(heading.text_content() for heading in turn.find_class("question"))
