"""Each request gets an id, is timed, and is told to the Watch when it is over."""

import ipaddress
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from ui.serve.paths import kind_of, route_of
from ui.serve.record import Record, current, is_id
from ui.serve.watch import Watch

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

RECORD = "copydesk.record"
"""Where a scope has the record of its request."""

_HEADER = b"x-request-id"
_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT", "PATCH"}


class Recorded:
    """Notes of each request how it went; stands before all that could fail.

    The id is that of the proxy's header `X-Request-Id`, if it comes from one of `proxies` and can be written anywhere
    as it is, else a new one; it goes back in the same header.
    """

    def __init__(self, app: "ASGIApp", watch: Watch, proxies: Sequence[str]) -> None:
        self._app = app
        self._watch = watch
        self._proxies = [ipaddress.ip_network(proxy) for proxy in proxies]

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in _METHODS else "other"
        record = Record(method=method, route=route_of(scope["path"]))
        record.id = self._given(scope) or record.id

        async def named(message: "Message") -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() != _HEADER]
                message = {**message, "headers": [*kept, (_HEADER, record.id.encode())]}
            await send(message)

        token = current.set(record)
        asks = method == "POST" and kind_of(scope["path"]) == "questions"
        self._watch.answering += asks
        try:
            await self._app({**scope, RECORD: record}, receive, named)
        finally:
            current.reset(token)
            self._watch.answering -= asks
            record.seconds = perf_counter() - record.begun
            self._watch.request(record)

    def _given(self, scope: "Scope") -> str | None:
        ids = [value.decode("latin-1") for name, value in scope["headers"] if name == _HEADER]
        return ids[0] if len(ids) == 1 and is_id(ids[0]) and self._is_proxy(scope) else None

    def _is_proxy(self, scope: "Scope") -> bool:
        try:
            client = ipaddress.ip_address(scope["client"][0]) if scope.get("client") else None
        except ValueError:
            return False
        return client is not None and any(client in network for network in self._proxies)
