"""Whether the server lives, and whether it can answer: for whoever starts, stops and chooses servers.

Both are told to anybody, under whatever name the server is called, and as often as it is asked: they say yes or no.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from index.errors import CopydeskError
from ui.serve.gate import Ending, Gate
from ui.serve.paths import HEALTH, READY
from ui.serve.pulse import NOT_NOW, STARTING, Pulse
from ui.serve.told import problem, response

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)

_FRESH = 2.0
"""Seconds for which a look at the index holds."""

_PATIENCE = 2.0
"""Seconds; who asks mostly waits no longer."""


class Readiness:
    """Whether questions can be answered: the index can be read, and the server is not being ended."""

    def __init__(self, look: Callable[[], None], gate: Gate) -> None:
        self._pulse = Pulse(look, _FRESH)
        self._gate = gate
        self._was_ready = True

    async def fault(self) -> CopydeskError | None:
        """Why not; None where they can. What exactly is wrong with the index goes into the log, once."""
        if self._gate.closed:
            return Ending()
        ready, _ = await self._pulse.take(_PATIENCE)
        if ready != self._was_ready:
            self._was_ready = ready
            self._tell(ready=ready)
        return None if ready else NOT_NOW

    def _tell(self, *, ready: bool) -> None:
        if ready:
            log.warning("The index can be read again", extra={"told": {"message": "The index can be read again"}})
            return
        error = self._pulse.fault()
        kind = type(error).__name__ if error else "no answer in time"
        what = "The index cannot be read now"
        log.warning("%s: %s", what, kind, extra={"told": {"message": what, "error": kind}})


class Probes:
    """Answers what asks for the server's health and readiness, and passes everything else on."""

    def __init__(self, app: "ASGIApp", readiness: Readiness) -> None:
        self._app = app
        self._readiness = readiness

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer, or pass a request on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"] not in (HEALTH, READY):
            await self._app(scope, receive, send)
            return
        fault = await self._readiness.fault() if scope["path"] == READY else None
        await _answer(fault)(scope, receive, send)


async def starting(scope: "Scope", receive: "Receive", send: "Send") -> None:
    """The application of a server that does not answer questions yet: it lives, and is not ready."""
    if scope["type"] == "http":
        await _answer(None if scope["path"] == HEALTH else STARTING)(scope, receive, send)


def _answer(fault: CopydeskError | None) -> "Response":
    if fault is None:
        return response({"ok": True})
    wait = str(getattr(fault, "retry_after", 5))
    return response({"ok": False} | problem(fault), 503, {"Retry-After": wait, "Cache-Control": "no-store"})
