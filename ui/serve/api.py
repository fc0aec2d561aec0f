"""The HTTP API: the same results as from Python, as JSON, or as events while they are made."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.errors import CopydeskError
from rag.answer import Answer, describe
from ui.serve import schema
from ui.serve.asking import Asked, Asking, Desk, Sought
from ui.serve.faults import note
from ui.serve.record import blamed, request_id
from ui.serve.refusal import DEFECT, Refusal
from ui.serve.told import problem, response, told, written

if TYPE_CHECKING:
    from fastapi import APIRouter
    from starlette.requests import Request
    from starlette.responses import Response

    from index.article import Article

_LONGEST_ID = 200
_EVENTS = "text/event-stream"

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": schema.Problem, "description": "Who asks is not known here."},
    413: {"model": schema.Problem, "description": "The request is too large."},
    422: {"model": schema.Problem, "description": "The question or a filter is none."},
    429: {"model": schema.Problem, "description": "Too much at once; `Retry-After` says when to come again."},
    503: {"model": schema.Problem, "description": "The index cannot be read, or the server is being ended."},
}
_STREAM = {
    "description": "The answer; with `Accept: text/event-stream` the events `stage` (searching, reading, checking),"
    " `line` (a line of the answer's text), `answer` (all of it, last) or `error` (fault and mend).",
    "content": {_EVENTS: {"schema": {"type": "string"}}},
}


def router(desk: Desk) -> "APIRouter":
    """The routes below `/api`."""
    from fastapi import APIRouter
    from fastapi import Request as Incoming
    from starlette.responses import Response

    routes = APIRouter(prefix="/api", responses=_PROBLEMS)

    @routes.post("/ask", response_model=schema.AnswerTold, responses={200: _STREAM})
    async def ask(asked: Asked, request: Incoming) -> Response:
        """Answer a question, every sentence with its source, or say that the articles do not."""
        streams = _EVENTS in request.headers.get("accept", "")
        asking = desk.ask(asked, "stream" if streams else "api")
        if streams:
            desk.gate.require_room()
            return _streamed(asking)
        answer = await _answered(asking, request)
        if answer is None:
            raise Refusal(499, "Nobody waits for the answer.", "Ask again.")
        return response(told(answer.to_dict()))

    @routes.post("/search", response_model=schema.PassagesTold)
    async def search(sought: Sought) -> Response:
        """The passages nearest to a question."""
        return response({"passages": [told(passage.to_dict()) for passage in await desk.search(sought, "search")]})

    @routes.get("/articles/{article_id}", response_model=schema.ArticleRead, responses={404: {"model": schema.Problem}})
    def article(article_id: str) -> Response:
        """An article with its text, by the id that citations give."""
        return response(read(desk, article_id))

    @routes.get("/status", response_model=schema.StatusTold)
    def status() -> Response:
        """What the index holds, what answers are made with, and how busy the server is."""
        busy = {"status": "ready", "asking": desk.gate.asking, "waiting": desk.gate.waiting}
        return response(busy | desk.engine.overview().to_dict() | {"making": asdict(desk.engine.making)})

    @routes.api_route("/{rest:path}", methods=["GET", "POST", "HEAD", "DELETE"], include_in_schema=False)
    def nothing(rest: str) -> Response:  # noqa: ARG001
        raise Refusal(404, "The API has no such call.", "See /api/openapi.json.")

    return routes


def read(desk: Desk, article_id: str) -> dict[str, Any]:
    """An article with its text as plain JSON values; raises a Refusal where there is none."""
    found: Article | None = desk.engine.article(article_id) if len(article_id) <= _LONGEST_ID else None
    if found is None:
        raise Refusal(404, "There is no article with this id.", "Take the id from a citation or a passage.")
    return told(describe(found)) | {"format": found.format, "body": found.body, "text": found.text}


async def _answered(asking: Asking, request: "Request") -> Answer | None:
    """The answer; None where who asked has gone, which ends the work on it."""
    from anyio import CancelScope

    answer = None
    with CancelScope() as waiting:

        async def watch() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            asking.close()
            waiting.cancel()

        watching = asyncio.create_task(watch())
        try:
            answer = await asking.answer()
        finally:
            watching.cancel()
    return answer


def _streamed(asking: Asking) -> "Response":
    from sse_starlette import EventSourceResponse, ServerSentEvent

    async def sent() -> AsyncIterator[ServerSentEvent]:
        try:
            async for event in asking.events():
                kind, data = _event(event)
                yield ServerSentEvent(written(data), event=kind)
        except CopydeskError as error:
            blamed(error)
            yield ServerSentEvent(written(problem(error) | {"request": request_id()}), event="error")
        except Exception as error:  # noqa: BLE001 (what has begun as a stream ends as one)
            note("A question could not be answered", error)
            yield ServerSentEvent(written(problem(DEFECT) | {"request": request_id()}), event="error")

    async def gone(_: Any) -> None:
        asking.close()

    return EventSourceResponse(sent(), client_close_handler_callable=gone, send_timeout=30)


def _event(event: Any) -> tuple[str, dict[str, Any]]:
    from rag.events import Line

    if isinstance(event, Answer):
        return "answer", told(event.to_dict())
    return ("line", {"text": event.text}) if isinstance(event, Line) else ("stage", {"stage": str(event)})
