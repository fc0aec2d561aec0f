"""Looks at the index now and then for whoever asks how it is: one look at a time, and none that is waited for long."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from index.errors import CopydeskError

T = TypeVar("T")


class Pulse(Generic[T]):
    """What a look gives, taken anew after `fresh` seconds; of one event loop.

    However many ask, one thread looks. A server that does not answer keeps that one busy, and nobody else.
    """

    def __init__(self, look: Callable[[], T], fresh: float) -> None:
        self._look = look
        self._fresh = fresh
        self._taken = 0.0
        self._task: asyncio.Task[T | None] | None = None

    async def take(self, seconds: float) -> tuple[bool, T | None]:
        """Whether the index could be looked at within so many seconds, and what was seen."""
        if self._task is None or (self._task.done() and monotonic() - self._taken > self._fresh):
            self._task = asyncio.create_task(self._taking())
            self._task.add_done_callback(_heard)
        done, _ = await asyncio.wait({self._task}, timeout=seconds)
        if not done or self._task.cancelled() or self._task.exception() is not None:
            return False, None
        return True, self._task.result()

    async def _taking(self) -> T | None:
        from anyio import CapacityLimiter, to_thread

        try:
            return await to_thread.run_sync(self._look, abandon_on_cancel=True, limiter=CapacityLimiter(1))
        finally:
            self._taken = monotonic()

    def fault(self) -> BaseException | None:
        """What went wrong with the last look, if it is over."""
        if self._task is None or not self._task.done() or self._task.cancelled():
            return None
        return self._task.exception()


def _heard(task: "asyncio.Task[T | None]") -> None:
    """Have looked at what went wrong, for else asyncio would log it."""
    if not task.cancelled():
        task.exception()


NOT_NOW = CopydeskError("The index cannot be read now.", "Wait; the log of Copydesk says more.")
STARTING = CopydeskError("Copydesk is starting.", "Wait until it is ready.")
