"""The end of a server: what is asked already is answered, as far as that is done in time, before connections close."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from uvicorn import Server

from ui.serve.gate import Gate
from ui.serve.watch import Watch

if TYPE_CHECKING:
    from socket import socket
    from types import FrameType

    from uvicorn import Config

LAST_SECONDS = 5
"""What is ended early has so long to say so, as have open pages to hang up."""

_QUIET = 2
"""Tenths of a second in which the last events of the page reach it."""

_HURRY = 2
"""Who sends more signals than these does not wait for words either."""


class Unhurried(Server):
    """Ends when told to by a signal, once nobody asks or waits, and after `grace` seconds at the latest.

    Until then it is still reached: it says that it is not ready, and tells whoever asks something new to come again. A
    second signal ends what is under way at once. `begun` is called once it can be reached.
    """

    def __init__(
        self, config: "Config", gate: Gate, watch: Watch, grace: float, begun: Callable[[], None] | None = None
    ) -> None:
        super().__init__(config)
        self._gate = gate
        self._watch = watch
        self._grace = grace
        self._begun = begun
        self._signals = 0
        self._quiet = 0
        self._until: float | None = None

    async def startup(self, sockets: "list[socket] | None" = None) -> None:
        """Begin to be reached."""
        await super().startup(sockets)
        if self._begun:
            await asyncio.to_thread(self._begun)

    def handle_exit(self, sig: int, frame: "FrameType | None") -> None:  # noqa: ARG002 (uvicorn calls it so)
        """Begin to end; the rest is done in the event loop, since a signal may come while a lock is held."""
        self._signals += 1
        self.force_exit = self._signals > _HURRY

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether it is time to go."""
        if self._signals:
            self._gate.close()
            self._until = self._until or monotonic() + self._grace
            late = monotonic() - self._until
            if late > 0 or self._signals > 1:
                self._gate.end()
            is_quiet = self._gate.idle and not self._watch.answering
            self._quiet = self._quiet + 1 if is_quiet else 0
            # Streams are cut by their library as soon as `should_exit` is set: what was said last has to be out.
            self.should_exit = self._quiet > _QUIET or late > LAST_SECONDS or self._signals > _HURRY
        return await super().on_tick(counter)
