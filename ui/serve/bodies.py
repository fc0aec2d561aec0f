"""Bodies of requests, bounded in bytes and in time before anything reads them."""

from typing import TYPE_CHECKING

from ui.serve.limits import MEBIBYTE, Limits
from ui.serve.payloads import EVENTS, require_own_files
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
            body, following = await self._whole(receive, most)
            if scope["path"] in EVENTS and scope["method"] == "POST":
                require_own_files(body)
            await self._app(scope, following, send)

    def _most(self, path: str) -> int:
        if path == UPLOAD:
            return self._limits.upload
        return self._limits.body if path.startswith("/gradio_api/") else min(_SMALL, self._limits.body)

    async def _whole(self, receive: "Receive", most: int) -> "tuple[bytes, Receive]":
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

        return bytes(body), replay

    async def _stream(self, scope: "Scope", receive: "Receive", send: "Send", most: int) -> None:
        import anyio

        upload = _Upload(receive, send, most, self._limits.seconds)
        with anyio.move_on_after(_UPLOAD_SECONDS) as waiting:
            try:
                await self._app(scope, upload.receive, upload.send)
            except Exception:
                if upload.fault is None:
                    raise
        if upload.fault is not None:
            raise upload.fault
        if waiting.cancelled_caught:
            raise _slow()


class _Upload:
    """An upload that is passed on as it comes; `fault` is what is wrong with it, whatever its reader makes of that."""

    def __init__(self, receive: "Receive", send: "Send", most: int, seconds: float) -> None:
        self.fault: Refusal | None = None
        self._receive = receive
        self._send = send
        self._most = most
        self._seconds = seconds
        self._read = 0
        self._whole = False

    async def receive(self) -> "Message":
        """The next piece; raises a Refusal."""
        if self._whole:
            return await self._receive()
        try:
            return await self._piece()
        except Refusal as error:
            self.fault = error
            raise

    async def send(self, message: "Message") -> None:
        """Pass an answer on, unless the upload is refused."""
        if self.fault is None:
            await self._send(message)

    async def _piece(self) -> "Message":
        import anyio

        try:
            with anyio.fail_after(self._seconds):
                message = await self._receive()
        except TimeoutError:
            raise _slow() from None
        self._read += len(message.get("body", b""))
        _require(self._read, self._most)
        self._whole = not message.get("more_body", False)
        return message


def _require_small(scope: "Scope", most: int) -> None:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    for length in lengths:
        if not length.isdigit() or len(length) > _DIGITS:
            raise Refusal(400, "The length of the body is no number.", "Send the request again.")
        _require(int(length), most)


def _require(size: int, most: int) -> None:
    if size > most:
        amount = f"{most // MEBIBYTE} MB" if most >= MEBIBYTE else f"{most // 1024} kB"
        raise Refusal(413, "The request is too large.", f"Send {amount} at most.")


def _slow() -> Refusal:
    return Refusal(408, "The request came too slowly.", "Send it again.")
