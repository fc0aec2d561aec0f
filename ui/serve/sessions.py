"""Who is logged in: a session's number in a signed cookie, the rest in this process, which forgets it at its end."""

import secrets
from collections import OrderedDict
from threading import Lock

_HOURS = 12
"""After so long everybody logs in anew."""

_EACH = 50
"""Sessions of one user; one more ends the oldest."""


class Sessions:
    """The sessions of one server; a stolen cookie is worth nothing after its logout, or the end of the server."""

    def __init__(self, *, secure: bool) -> None:
        from itsdangerous import TimestampSigner

        self._signer = TimestampSigner(secrets.token_bytes(32))
        self._lock = Lock()
        self._names: OrderedDict[str, str] = OrderedDict()
        self._secure = secure
        self.cookie = "__Host-copydesk" if secure else "copydesk"

    def begin(self, name: str) -> str:
        """The header `Set-Cookie` of a new session."""
        number = secrets.token_urlsafe(32)
        with self._lock:
            self._names[number] = name
            own = [held for held, owner in self._names.items() if owner == name]
            for oldest in own[:-_EACH]:
                del self._names[oldest]
        return self._header(self._signer.sign(number).decode(), 3600 * _HOURS)

    def name(self, value: str) -> str | None:
        """Whose session a cookie's value is; None where it is nobody's, or has ended."""
        number = self._number(value)
        with self._lock:
            return self._names.get(number) if number else None

    def end(self, value: str) -> str:
        """The header `Set-Cookie` that ends a session."""
        number = self._number(value)
        with self._lock:
            if number:
                self._names.pop(number, None)
        return self._header("", 0)

    def _number(self, value: str) -> str | None:
        from itsdangerous import BadSignature

        try:
            return self._signer.unsign(value, max_age=3600 * _HOURS).decode()
        except BadSignature:
            return None

    def _header(self, value: str, seconds: int) -> str:
        secure = "; Secure" if self._secure else ""
        return f"{self.cookie}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
