"""Who comes in: a session's cookie, a name with its password, or a token."""

import hmac
import json
import logging
import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from collections import OrderedDict
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from time import monotonic
from typing import TYPE_CHECKING

from ui.serve.access import Access
from ui.serve.limits import Rates
from ui.serve.refusal import too_many
from ui.serve.sessions import Sessions

if TYPE_CHECKING:
    from starlette.datastructures import Headers

_HASHING = 2
"""Passwords checked at the same time; each takes 64 MB and a core."""

_WAITING = 16

_KNOWN = 300
"""Seconds for which a program that sends its password each time is known by it."""

_MOST_KNOWN = 1000


log = logging.getLogger(__name__)


class Door:
    """Asks who comes, and bounds how often somebody may try."""

    def __init__(self, access: Access, rates: Rates) -> None:
        from anyio import CapacityLimiter

        self.access = access
        self.sessions = Sessions(secure=access.secure)
        self._rates = rates
        self._hashing = CapacityLimiter(_HASHING)
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, float] = OrderedDict()

    async def who(self, headers: "Headers", address: str) -> str | None:
        """The name of who sends these headers, None of a stranger; raises a Refusal where it was tried too often.

        Who sends credentials is not asked for a cookie, so that a wrong token does not come in by one.
        """
        given = headers.getlist("authorization")
        if not given:
            return self.sessions.name(self.cookie(headers))
        scheme, _, proof = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        match scheme.lower():
            case "bearer":
                return self.token(proof.strip())
            case "basic":
                return await self._basic(proof.strip(), address)
            case _:
                return None

    def cookie(self, headers: "Headers") -> str:
        """The value of the session's cookie, "" where there is none."""
        try:
            found = SimpleCookie("; ".join(headers.getlist("cookie"))).get(self.sessions.cookie)
        except CookieError:
            return ""
        return found.value if found else ""

    def token(self, token: str) -> str | None:
        """The name of a token's owner."""
        return self.access.tokens.owner(token) if self.access.tokens else None

    def count(self, address: str) -> None:
        """Count an attempt to log in; raises a Refusal where it is one too many."""
        self._rates.take("logins", address)

    async def password(self, name: str, password: str, address: str) -> bool:
        """Whether a password is right; each attempt counts, of the address and of the name."""
        from anyio import to_thread

        if self.access.passwords is None:
            return False
        self.count(address)
        self._rates.take("names", name[:64])
        if self._hashing.statistics().tasks_waiting >= _WAITING:
            raise too_many("Too many are logging in.", 2)
        right = await to_thread.run_sync(self.access.passwords.check, name, password, limiter=self._hashing)
        if not right:
            log.warning("A login from %s was refused", address)  # not the name: some type their password there
        return right

    async def _basic(self, proof: str, address: str) -> str | None:
        try:
            name, colon, password = b64decode(proof, validate=True).decode().partition(":")
        except (NotBase64, UnicodeDecodeError):
            return None
        mark = hmac.digest(self._key, json.dumps([name, password]).encode(), sha256)
        if self._known.get(mark, 0) > monotonic():
            return name
        if not colon or not await self.password(name, password, address):
            return None
        self._known[mark] = monotonic() + _KNOWN
        self._known.move_to_end(mark)
        while len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return name
