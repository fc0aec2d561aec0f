"""The guard before everything that is served: page, API, MCP server, files, queue and websocket alike."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ui.serve.access import Access, host_name
from ui.serve.door import Door
from ui.serve.limits import Rates, address
from ui.serve.paths import LOGIN, METRICS, is_open, kind_of
from ui.serve.refusal import Refusal
from ui.serve.requests import RECORD

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Receive, Scope, Send

USER = "copydesk.user"
"""Where a scope has the name of who asks; "" where nobody has to say it."""

_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "DELETE"}
_FOREIGN = {"cross-site", "same-site"}


class Guard:
    """Lets in what is asked of this host, by this host's pages or by programs, by somebody known, and not too often.

    What a proxy says of where a request came from is taken away: the server itself has read it, where it may.
    """

    def __init__(self, app: "ASGIApp", access: Access, door: Door, rates: Rates) -> None:
        self._app = app
        self._access = access
        self._door = door
        self._rates = rates

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on if it may come in; raises a Refusal."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        from starlette.datastructures import Headers

        scope = self._cleaned(scope)
        headers = Headers(scope=scope)
        self._require_own_host(scope, headers)
        _require_method(scope)
        user = await self._known(scope, headers)
        if not is_open(scope["path"]):
            raise Refusal(404, "There is nothing here.", "See /api/openapi.json for what there is.")
        self._count(scope, user or address(scope["client"]))
        if RECORD in scope:
            scope[RECORD].user = user
        await self._app({**scope, USER: user}, receive, send)

    def _cleaned(self, scope: "Scope") -> "Scope":
        kept = [
            (name, value) for name, value in scope["headers"] if not name.startswith((b"x-forwarded", b"forwarded"))
        ]
        scope = {**scope, "headers": kept, "client": scope.get("client")}
        public = self._access.public
        if public and (b"host", public.partition("://")[2].encode()) in kept:
            scope["scheme"] = public.partition("://")[0]
        return scope

    def _require_own_host(self, scope: "Scope", headers: "Headers") -> None:
        hosts = headers.getlist("host")
        name = host_name(hosts[0]) if len(hosts) == 1 else None
        anyhow = self._access.asks and scope["path"] == METRICS  # asked for by an inner address, with a token
        if name is None or (self._access.hosts is not None and name not in self._access.hosts and not anyhow):
            raise Refusal(421, "This server is not called by that name.", "Open it by the address that it told.")
        origins = headers.getlist("origin")
        if any(not self._is_own(origin, hosts[0]) for origin in origins):
            raise Refusal(403, "Another site's page asked for this.", "Open Copydesk itself.")
        visit = scope.get("method") == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site") in _FOREIGN and not origins and not visit:
            raise Refusal(403, "Another site's page asked for this.", "Open Copydesk itself.")

    def _is_own(self, origin: str, host: str) -> bool:
        own = urlsplit(f"//{host}").netloc
        return origin.lower() in {f"http://{own}".lower(), f"https://{own}".lower(), self._access.public}

    async def _known(self, scope: "Scope", headers: "Headers") -> str:
        """Who asks; raises a Refusal, or an invitation to log in, where that must be somebody and is nobody."""
        if not self._access.asks or scope["path"] == LOGIN:
            return ""
        user = await self._door.who(headers, address(scope["client"]))
        if user is not None:
            return user
        self._rates.take("requests", address(scope["client"]))
        if scope.get("method") == "GET" and scope["path"] == "/" and "text/html" in headers.get("accept", ""):
            query = scope["query_string"].decode("latin-1")
            raise Refusal(303, "Log in first.", "Go on to the login.", {"Location": f"{LOGIN}?{query}".rstrip("?")})
        challenges = ["Bearer"] if self._access.tokens else []
        if self._access.passwords and scope["path"].startswith(("/api/", "/mcp")):
            challenges.append('Basic realm="Copydesk", charset="UTF-8"')
        raise Refusal(
            401,
            "Who asks is not known here.",
            "Log in, or send a token or a name with its password.",
            {"WWW-Authenticate": ", ".join(challenges or ["Cookie"])},
        )

    def _count(self, scope: "Scope", who: str) -> None:
        self._rates.take("requests", who)
        if scope.get("method") == "POST" and (kind := kind_of(scope["path"])):
            self._rates.take(kind, who)


def _require_method(scope: "Scope") -> None:
    if scope["type"] == "http" and scope["method"] not in _METHODS:
        raise Refusal(405, "Nothing is done that way here.", "Use GET or POST.", {"Allow": ", ".join(sorted(_METHODS))})
