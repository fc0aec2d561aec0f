"""The one application: page, HTTP API and MCP server, behind the guards that all of them share."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from index.errors import CopydeskError
from ui.page.dress import dress
from ui.serve.access import Access
from ui.serve.api import router
from ui.serve.asking import Desk
from ui.serve.bodies import Bounded
from ui.serve.door import Door
from ui.serve.faults import InWords
from ui.serve.gate import Gate
from ui.serve.guard import Guard
from ui.serve.headers import OwnHostOnly
from ui.serve.limits import Limits, Rates
from ui.serve.login import add_login
from ui.serve.mcp import McpServer, unfit
from ui.serve.metrics import Metrics
from ui.serve.presence import MOST, Presence, Watched
from ui.serve.probes import Probes, Readiness
from ui.serve.refusal import respond
from ui.serve.requests import Recorded
from ui.serve.scrape import add_metrics
from ui.serve.watch import Watch

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.telemetry import TelemetryConfig
    from starlette.requests import Request
    from starlette.responses import Response

    from rag.engine import Engine

_DESCRIPTION = (
    "Answers questions over a pile of news articles, every sentence with the exact characters it rests on. Positions"
    " are half-open and count code points of an article's text. Errors are `{fault, mend}`."
)

_NO_TELEMETRY: "TelemetryConfig" = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Else an environment variable would be enough to send questions to another host."""

_KEEP = 3600
"""Seconds for which uploads and exports lie in the temporary folder."""


def build_app(
    engine: "Engine",
    page: "gr.Blocks",
    access: Access,
    limits: Limits,
    gate: Gate | None = None,
    watch: Watch | None = None,
) -> "FastAPI":
    """The application that serves an engine; `gate` is the one that the page asks through, `watch` its watch.

    Every request passes the same guards before anything looks at it, whichever part it is for.
    """
    from fastapi import FastAPI
    from starlette.routing import Route

    gate = gate or Gate(limits.at_once, limits.waiting)
    watch = watch or Watch(Metrics(gate))
    desk = Desk(engine, gate, watch)
    rates = Rates(limits)
    door = Door(access, rates)
    tools = McpServer(desk)
    presence = Presence(page)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with tools.running(), presence.sweeping():
            yield

    app = FastAPI(
        title="Copydesk",
        version=version("copydesk"),
        description=_DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
        lifespan=running,
    )
    app.router.routes.append(Route("/mcp", tools, include_in_schema=False))
    add_login(app, door)
    if watch.metrics:
        add_metrics(app, watch.metrics, engine)
    app.include_router(router(desk))
    _speak_in_words(app)
    guards: list[tuple[Any, dict[str, Any]]] = [
        (Watched, {"presence": presence}),
        (Bounded, {"limits": limits}),
        (Guard, {"access": access, "door": door, "rates": rates}),
        (Probes, {"readiness": Readiness(engine.look, gate)}),
        (InWords, {}),
        (OwnHostOnly, {"secure": access.secure}),
        *_proxied(access),
        (Recorded, {"watch": watch, "proxies": access.proxies if access.public else ()}),
    ]
    for guard, settings in guards:
        app.add_middleware(guard, **settings)
    return _mounted(app, page, limits)


def _proxied(access: Access) -> list[tuple[Any, dict[str, Any]]]:
    """What reads where a request came from, of the proxies that may say so; nobody else is believed."""
    if access.public is None:
        return []
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    return [(ProxyHeadersMiddleware, {"trusted_hosts": list(access.proxies)})]


def _speak_in_words(app: "FastAPI") -> None:
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    from ui.serve.refusal import Refusal

    async def told(_: "Request", error: Exception) -> "Response":
        match error:
            case RequestValidationError():
                return respond(Refusal(422, unfit(error.errors()), "See /api/openapi.json for what is asked for."))
            case HTTPException():
                return respond(Refusal(error.status_code, f"{error.detail}.", "See /api/openapi.json.", error.headers))
            case _:
                assert isinstance(error, CopydeskError)
                return respond(error)

    for kind in (RequestValidationError, HTTPException, CopydeskError):
        app.add_exception_handler(kind, told)


def _mounted(app: "FastAPI", page: "gr.Blocks", limits: Limits) -> "FastAPI":
    import gradio as gr

    page.api_open = False
    page.state_session_capacity = MOST
    page.delete_cache = page.delete_cache or (_KEEP // 4, _KEEP)
    page.has_launched = page.is_running = True  # else Gradio takes any file of this machine for one it was sent
    _count_nothing(page)
    served: FastAPI = gr.mount_gradio_app(
        app,
        page,
        "/",
        run_history=False,
        show_error=False,
        max_file_size=limits.upload,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        **dress(),
    )
    return served


def _count_nothing(page: "gr.Blocks") -> None:
    """Leave out what Gradio makes for its monitoring, with every event: a table of up to 10,000 earlier ones."""
    queue = page._queue
    queue.ANALYTICS_MAX_EVENTS = 1
    queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
