"""How much one user may ask of the server: bounds, and the count of what was taken of them."""

import ipaddress
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.serve.refusal import too_many

if TYPE_CHECKING:
    from limits import RateLimitItem

MEBIBYTE = 1 << 20

_NETWORK = 64
"""Bits of an IPv6 address that a provider gives to one customer; the rest the customer chooses."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a server. Those by the minute hold for each user, or address where nobody logs in; 0 is no bound.

    `at_once` questions are answered at the same time, `waiting` more may wait. A body is `body` bytes at most, one with
    files `upload` bytes; either must have come after `seconds`, or send something in each such time if it has files.
    """

    at_once: int = 2
    waiting: int = 64
    questions: int = 120
    requests: int = 6000
    uploads: int = 60
    logins: int = 20
    body: int = MEBIBYTE
    upload: int = 32 * MEBIBYTE
    seconds: float = 20.0


class Rates:
    """Counts what each user takes."""

    def __init__(self, limits: Limits) -> None:
        from limits import RateLimitItemPerHour, RateLimitItemPerMinute
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())
        bounds = {
            "questions": RateLimitItemPerMinute(limits.questions),
            "requests": RateLimitItemPerMinute(limits.requests),
            "events": RateLimitItemPerMinute(10 * limits.questions),
            "uploads": RateLimitItemPerMinute(limits.uploads),
            "logins": RateLimitItemPerMinute(limits.logins),
            "names": RateLimitItemPerHour(10 * limits.logins),
        }
        self._bounds: dict[str, RateLimitItem] = {kind: item for kind, item in bounds.items() if item.amount}

    def take(self, kind: str, who: str) -> None:
        """Count one of a kind for somebody; raises a Refusal (429) with the wait where that is one too many."""
        bound = self._bounds.get(kind)
        if bound is None or self._counter.hit(bound, kind, who):
            return
        reset = self._counter.get_window_stats(bound, kind, who).reset_time
        raise too_many("That is too much in a short time.", max(math.ceil(reset - time.time()), 1))


def address(client: tuple[str, int] | None) -> str:
    """Whom an address stands for: itself, or of IPv6 the network that one customer has."""
    try:
        found = ipaddress.ip_address(client[0]) if client else None
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, _NETWORK), strict=False))
    return str(found or "unknown")
