"""Bodies of requests, bounded in bytes and in time before anything reads them."""

from typing import TYPE_CHECKING

from ui.serve.limits import MEBIBYTE, Limits
from ui.serve.refusal import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

UPLOAD = "/gradio_api/upload"

_SMALL = 64 * 1024
"""Bytes that a question with its filters, or a login, never needs."""

_DIGITS = 20
"""Of a length that is meant."""

_UPLOAD_SECONDS = 600
"""All of an upload must have come by then."""


class Bounded:
    """Refuses a body that is too large (413) or too slow (408); what is no upload is read whole before it is passed on.

    A body without its length, in chunks, is counted as it comes.
    """

    def __init__(self, app: "ASGIApp", limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on with its body bounded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._most(scope["path"])
        _require_small(scope, most)
        if scope["path"] == UPLOAD:
            await self._stream(scope, receive, send, most)
        else:
            await self._app(scope, await self._whole(receive, most), send)

    def _most(self, path: str) -> int:
        if path == UPLOAD:
            return self._limits.upload
        return self._limits.body if path.startswith("/gradio_api/") else min(_SMALL, self._limits.body)

    async def _whole(self, receive: "Receive", most: int) -> "Receive":
        import anyio

        body = bytearray()
        first: Message = {"type": "http.disconnect"}
        with anyio.move_on_after(self._limits.seconds) as waiting:
            while (message := await receive())["type"] == "http.request":
                body += message.get("body", b"")
                _require(len(body), most)
                if not message.get("more_body", False):
                    first = {"type": "http.request", "body": bytes(body), "more_body": False}
                    break
        if waiting.cancelled_caught:
            raise _slow()
        pending = [first]

        async def replay() -> "Message":
            return pending.pop() if pending else await receive()

        return replay

    async def _stream(self, scope: "Scope", receive: "Receive", send: "Send", most: int) -> None:
        """Pass an upload on as it comes; a fault in it is told even where its reader makes another of it."""
        import anyio

        read, whole = 0, False
        fault: Refusal | None = None

        async def counted() -> "Message":
            nonlocal read, whole, fault
            if whole:
                return await receive()
            try:
                with anyio.fail_after(self._limits.seconds):
                    message = await receive()
                read += len(message.get("body", b""))
                _require(read, most)
            except TimeoutError:
                fault = _slow()
                raise fault from None
            except Refusal as error:
                fault = error
                raise
            whole = not message.get("more_body", False)
            return message

        async def truthful(message: "Message") -> None:
            if fault is not None:
                raise fault
            await send(message)

        with anyio.move_on_after(_UPLOAD_SECONDS) as upload:
            await self._app(scope, counted, truthful)
        if upload.cancelled_caught:
            raise _slow()


def _require_small(scope: "Scope", most: int) -> None:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    for length in lengths:
        if not length.isdigit() or len(length) > _DIGITS:
            raise Refusal(400, "The length of the body is no number.", "Send the request again.")
        _require(int(length), most)


def _require(size: int, most: int) -> None:
    if size > most:
        amount = f"{most // MEBIBYTE} MB" if most >= MEBIBYTE else f"{most // 1024} kB"
        raise Refusal(413, "The request is too large.", f"Send {amount} at most.", {"Connection": "close"})


def _slow() -> Refusal:
    return Refusal(408, "The request came too slowly.", "Send it again.", {"Connection": "close"})
