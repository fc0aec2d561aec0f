"""The headers that every response carries: nothing may come from, go to, or be framed by another host."""

from typing import TYPE_CHECKING

from ui.serve.paths import FILE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none';"
    " form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
)
"""Gradio needs inline scripts and evaluates its templates; nothing at all may come from or go to another host."""

_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"referrer-policy", b"same-origin"),  # with "no-referrer" the login's own form would have the origin "null"
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)

_HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")

_OF_FILES = (
    (b"content-security-policy", b"default-src 'none'; sandbox; frame-ancestors 'none'"),
    (b"content-disposition", b"attachment"),
)
"""Files are somebody's: opened by themselves they may do nothing."""

_FIXED = ("/assets/", "/static/")
"""Parts of the page, the same for everybody."""


class OwnHostOnly:
    """Tells the browser to load from, and send to, no other host, and to keep no answer."""

    def __init__(self, app: "ASGIApp", *, secure: bool = False) -> None:
        self._app = app
        self._headers = (*_HEADERS, _HTTPS_ONLY) if secure else _HEADERS

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, and put the headers on what comes back."""

        async def with_policy(message: "Message") -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                kept = scope["path"].startswith(_FIXED) and message["status"] < 400
                caching = (b"cache-control", b"private, max-age=86400" if kept else b"no-store")
                own = _OF_FILES if scope["path"].startswith(FILE) else ()
                ours = dict((*self._headers, caching, *own))
                theirs = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                message = {**message, "headers": [*theirs, *ours.items()]}
            await send(message)

        await self._app(scope, receive, with_policy)
