"""Who has the page open: what is kept of a reader goes when the page has been closed for a while.

Gradio forgets only what an event gives back as a state, and keeps its own copy of the page for each of up to 10,000
visits; neither would ever go here.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from ui.serve.faults import note

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp, Receive, Scope, Send

AWAY_SECONDS = 600.0
"""A computer that sleeps for a moment, or a bad line, ends nobody's conversation."""

LEFT_AT_MOST = 30
"""Visits that may be come back to; each takes about a megabyte, most of it Gradio's."""

SWEEP_SECONDS = 30.0

MOST = 1000
"""Visits that are kept at most; one more ends the one that was used the longest ago."""

_BEAT = "/gradio_api/heartbeat/"


class Presence:
    """Which visits of a page are open, and what ends those that are not; of one event loop."""

    def __init__(self, page: "gr.Blocks") -> None:
        self._page = page
        self._open: Counter[str] = Counter()
        self._left: dict[str, float] = {}

    @contextmanager
    def visit(self, session: str) -> Iterator[None]:
        """While a browser has the page open."""
        self._open[session] += 1
        try:
            yield
        finally:
            self._open[session] -= 1
            self._left[session] = time.time()
            self._open += Counter()  # which drops those that are at zero

    @asynccontextmanager
    async def sweeping(self) -> AsyncIterator[None]:
        """A context in which visits that have been over for a while are forgotten."""
        task = asyncio.create_task(self._sweep_again_and_again())
        try:
            yield
        finally:
            task.cancel()

    async def _sweep_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for value, delete in self.forget():
                try:
                    await asyncio.to_thread(delete, value)
                except OSError as error:
                    note("What a reader left could not be deleted", error)

    def forget(self) -> list[tuple[Any, Any]]:
        """Let go of the visits that are over: what each kept, with what deletes it."""
        from gradio import State

        holder = self._page.state_holder
        now = time.time()
        last = {session: self._last(session, now) for session in holder.session_data}
        left = sorted((session for session in last if not self._open[session]), key=last.__getitem__, reverse=True)
        gone = [s for place, s in enumerate(left) if place >= LEFT_AT_MOST or now - last[s] >= AWAY_SECONDS]
        kept: list[tuple[Any, Any]] = []
        for session in gone:
            holder.time_last_used.pop(session, None)
            state = holder.session_data.pop(session)
            held = [(value, state.blocks_config.blocks.get(key)) for key, value in state.state_data.items()]
            kept += [(value, block.delete_callback) for value, block in held if isinstance(block, State)]
        self._left = {session: left for session, left in self._left.items() if session in holder.session_data}
        return kept

    def _last(self, session: str, now: float) -> float:
        """When a visit was last open or used."""
        if self._open[session] > 0:
            return now
        used = self._page.state_holder.time_last_used.get(session)
        return max(self._left.get(session, 0.0), used.timestamp() if used else 0.0)


class Watched:
    """Tells a Presence of the connections that a browser holds while the page is open."""

    def __init__(self, app: "ASGIApp", presence: Presence) -> None:
        self._app = app
        self._presence = presence

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["path"].startswith(_BEAT):
            with self._presence.visit(scope["path"].removeprefix(_BEAT)):
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)
