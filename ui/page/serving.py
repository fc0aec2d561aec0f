"""Serves the page in this process."""

import socket
import sys
from threading import Event
from typing import TYPE_CHECKING

from index.errors import CopydeskError
from ui.page.desk import build
from ui.page.dress import dress

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.engine import Engine

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; form-action 'self'"
)
"""Gradio needs inline scripts and evaluates its templates; nothing at all may come from or go to another host."""

_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class AddressUnusable(CopydeskError):
    """The page cannot be served at the address asked for."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Port {port} on {host} cannot be used: {reason}.", "Choose another one with `--port`.")
        self.host = host
        self.port = port


def launch(engine: "Engine", host: str, port: int) -> "gr.Blocks":
    """Serve the page in the background until its `close`; raises AddressUnusable."""
    from starlette.middleware import Middleware

    _require_free(host, port)
    page = build(engine)
    page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        app_kwargs={"middleware": [Middleware(_OwnHostOnly)]},
        **dress(),
    )
    return page


def serve(engine: "Engine", host: str, port: int) -> None:
    """Serve the page until interrupted; raises AddressUnusable."""
    engine.warm_up()
    page = launch(engine, host, port)
    sys.stdout.write(f"Copydesk is at {page.local_url} (Ctrl+C ends it).\n")
    sys.stdout.flush()
    try:
        Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)


def _require_free(host: str, port: int) -> None:
    """Gradio itself looks only at the loopback address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressUnusable(host, port, error.strerror or str(error)) from error


class _OwnHostOnly:
    """Tells the browser to load from, and send to, no other host."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def with_policy(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, with_policy)
