"""What goes wrong while a request is served: told to who asked in words, and to the log without anybody's text."""

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from index.errors import CopydeskError
from ui.serve.record import blamed, request_id
from ui.serve.refusal import DEFECT, respond

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)


class Discreet(logging.Formatter):
    """Writes of an error its kind and where it came up, not its message, and no control characters of others."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging calls it so)
        """The frames and the kind of an error."""
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__qualname__ if kind else "")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (likewise)
        """The line, in characters that can be seen."""
        return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in super().formatMessage(record))


def note(what: str, error: BaseException, named: str | None = None) -> None:
    """Write a defect into the log: its kind and where it came up, without its message, which may quote an article.

    `named` is the id of what it came up in, unless it is that of the request that is being served.
    """
    blamed(error)
    kind, named = type(error).__qualname__, named or request_id()
    told = {"message": what, "error": kind, "side": "defect", "request": named, "at": places(error.__traceback__)}
    where = f"{what} (request {named})" if named else what
    log.error("%s: %s\n%s", where, kind, "".join(traceback.format_tb(error.__traceback__)), extra={"told": told})


def places(trace: TracebackType | None) -> list[str]:
    """Where an error came up: file, line and function of each frame."""
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class InWords:
    """Answers an error that was raised on the way with its words; of a defect, only that there is one."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, and answer for what goes wrong."""
        begun = False

        async def watched(message: "Message") -> None:
            nonlocal begun
            begun = begun or message["type"] in ("http.response.start", "websocket.accept", "websocket.close")
            await send(message)

        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, watched)
        except CopydeskError as error:
            fault = error
        except Exception as error:  # noqa: BLE001 (the server itself would write its message into the log)
            note("A request could not be served", error)
            fault = DEFECT
        else:
            return
        if begun:
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        response = respond(fault)
        response.headers["Connection"] = "close"  # else what is left of the body could come for ever
        await response(scope, receive, send)
