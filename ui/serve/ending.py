"""The end of a server: what is asked already is answered, as far as that is done in time, before connections close."""

from time import monotonic
from typing import TYPE_CHECKING

from uvicorn import Server

from ui.serve.gate import Gate

if TYPE_CHECKING:
    from types import FrameType

    from uvicorn import Config

LAST_SECONDS = 5
"""What is ended early has so long to say so, as have open pages to hang up."""


class Unhurried(Server):
    """Ends when told to by a signal, once nobody asks or waits, and after `grace` seconds at the latest.

    Until then it is still reached: it says that it is not ready, and tells whoever asks something new to come again. A
    second signal ends what is under way at once.
    """

    def __init__(self, config: "Config", gate: Gate, grace: float) -> None:
        super().__init__(config)
        self._gate = gate
        self._grace = grace
        self._signals = 0
        self._until: float | None = None

    def handle_exit(self, sig: int, frame: "FrameType | None") -> None:  # noqa: ARG002 (uvicorn calls it so)
        """Begin to end; the rest is done in the event loop, since a signal may come while a lock is held."""
        self._signals += 1
        self.force_exit = self._signals > 2

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether it is time to go."""
        if self._signals:
            self._gate.close()
            self._until = self._until or monotonic() + self._grace
            if self._gate.idle or self._signals > 1 or monotonic() > self._until:
                self._gate.end()
                self.should_exit = True
        return await super().on_tick(counter)
