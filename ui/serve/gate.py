"""The gate before the models: so many questions are answered at once, so many wait, the rest is told to come back."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Self

from index.errors import CopydeskError

_FIRST_GUESS = 1.0
"""Seconds that a question takes, until some have been measured."""

_LONGEST_WAIT = 120
"""Seconds; who is told to come back later than that does not come back."""


class Busy(CopydeskError):
    """All places to wait are taken; `retry_after` are the seconds after which one should be free."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many questions are waiting.", f"Ask again in {retry_after} s.")
        self.retry_after = retry_after


class Ending(CopydeskError):
    """The server is being ended; another one may answer after `retry_after` seconds."""

    retry_after = 10

    def __init__(self) -> None:
        super().__init__("Copydesk is being shut down.", f"Ask again in {self.retry_after} s.")


class Gate:
    """Lets `at_once` questions through at the same time and `waiting` more wait, in their order; from any thread."""

    def __init__(self, at_once: int = 2, waiting: int = 64) -> None:
        self.at_once = at_once
        self._places = waiting
        self._lock = Lock()
        self._held = 0
        self._queue: deque[Future[None]] = deque()
        self._mean = _FIRST_GUESS
        self._working: set[Callable[[], None]] = set()
        self._ended = False
        self.closed = False
        """Whether nobody is let in any more."""

    @property
    def asking(self) -> int:
        """How many questions are being answered now."""
        return self._held

    @property
    def waiting(self) -> int:
        """How many questions wait now."""
        return len(self._queue)

    def slot(self) -> "Slot":
        """A context, for `with` in a thread and `async with` in an event loop, in which a question may be answered.

        Entering it waits for its turn, and raises Busy where no place to wait is free, and Ending when the server ends.
        In an event loop take the second: a thread that waits is one less for those who are being answered.
        """
        return Slot(self)

    def close(self) -> None:
        """Let nobody in who comes now; those inside and those who wait come to their end."""
        self.closed = True

    def end(self) -> None:
        """Turn those away who wait, and end the work of those inside."""
        with self._lock:
            self.closed = self._ended = True
            waiting, working = list(self._queue), list(self._working)
            self._queue.clear()
        for ticket in waiting:
            if ticket.set_running_or_notify_cancel():
                ticket.set_exception(Ending())
        for end in working:
            end()

    @property
    def idle(self) -> bool:
        """Whether nobody is inside and nobody waits."""
        return not self._held and not self._queue

    @property
    def ended(self) -> bool:
        """Whether work was ended before it was done."""
        return self._ended

    def work(self, end: Callable[[], None]) -> None:
        """Have work inside ended by `end`, should it come to that before `unwork`."""
        with self._lock:
            self._working.add(end)
            ended = self._ended
        if ended:
            end()

    def unwork(self, end: Callable[[], None]) -> None:
        """Forget work that is done."""
        with self._lock:
            self._working.discard(end)

    def require_room(self) -> None:
        """Raise Busy or Ending where a question that came now would be turned away."""
        with self._lock:
            self._require_room()

    def _require_room(self) -> None:
        if self.closed:
            raise Ending
        if self._held >= self.at_once and len(self._queue) >= self._places:
            wait = math.ceil(self._mean * (len(self._queue) + 1) / self.at_once)
            raise Busy(min(max(wait, 1), _LONGEST_WAIT))

    def enter(self) -> "Future[None]":
        """A ticket that is done when its turn has come; raises Busy and Ending."""
        ticket: Future[None] = Future()
        with self._lock:
            self._require_room()
            if self._held < self.at_once and not self._queue:
                self._held += 1
                ticket.set_result(None)
            else:
                self._queue.append(ticket)
        return ticket

    def leave(self, seconds: float | None = None) -> None:
        """Let the next one in; `seconds` is how long the question took."""
        with self._lock:
            if seconds is not None:
                self._mean += 0.1 * (seconds - self._mean)
            self._held -= 1
            while self._queue and self._held < self.at_once:
                ticket = self._queue.popleft()
                if ticket.set_running_or_notify_cancel():
                    self._held += 1
                    ticket.set_result(None)

    def give_up(self, ticket: "Future[None]") -> None:
        """Give a ticket back whose owner waits no longer, whether its turn has come or not."""
        with self._lock:
            if ticket in self._queue:
                self._queue.remove(ticket)
                ticket.cancel()
                return
        if not ticket.cancel() and ticket.exception() is None:
            self.leave()


class Slot:
    """One question's place at the gate, to be entered once."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._since = 0.0
        self._end: Callable[[], None] | None = None

    def ends(self, end: Callable[[], None]) -> None:
        """Have `end` called, from whatever thread, should the server end before the question is answered."""
        self._end = end
        self._gate.work(end)

    def _leave(self) -> None:
        if self._end:
            self._gate.unwork(self._end)
        self._gate.leave(monotonic() - self._since)

    def __enter__(self) -> Self:
        ticket = self._gate.enter()
        try:
            ticket.result()
        except BaseException:
            self._gate.give_up(ticket)
            raise
        self._since = monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    async def __aenter__(self) -> Self:
        ticket = self._gate.enter()
        try:
            await asyncio.wrap_future(ticket)
        except BaseException:
            self._gate.give_up(ticket)
            raise
        self._since = monotonic()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()
