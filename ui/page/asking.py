"""A question on its way to an answer, as the page follows it; whatever goes wrong comes back in words."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from anyio import to_thread

from index.errors import CopydeskError
from rag.answer import Answer
from rag.events import Line, Stage, Stream
from ui.page.session import Stopped, Work
from ui.page.wanted import Wanted
from ui.render.conversation import Progress
from ui.serve.faults import note
from ui.serve.record import Question
from ui.serve.told import abroad
from ui.serve.watch import Watch

if TYPE_CHECKING:
    from rag.engine import Engine


class Slots(Protocol):
    """What bounds how many questions are answered at once; `ui.serve.gate.Gate` is one."""

    def slot(self) -> AbstractAsyncContextManager[Any]:
        """A context in which a question may be answered; entering it may raise a CopydeskError."""
        ...


class Unexpected(CopydeskError):
    """A defect, as the reader is told of it; the log has the rest."""

    def __init__(self, named: str) -> None:
        mend = f"Ask again; the log of Copydesk says more of request {named}."
        super().__init__("Something went wrong while answering.", mend)


_AT_ONCE = 0.3
"""Seconds after which a question that was not let in is told to wait."""


class _Open:
    """Bounds nothing."""

    def slot(self) -> AbstractAsyncContextManager[Any]:
        return nullcontext()


OPEN = _Open()
"""Lets every question in at once."""


async def follow(
    engine: "Engine",
    wanted: Wanted,
    work: Work,
    gate: Slots = OPEN,
    before: Sequence[Answer] = (),
    watch: Watch | None = None,
) -> AsyncIterator[Progress | Answer | CopydeskError]:
    """How far a question is, and last what came of it: an answer, or an error in words.

    The question may lean on the answers `before`; `watch` is told how it went.
    """
    choice, noted = wanted.choice, Question("page")
    chat = engine.chat(outlets=choice.outlets, since=choice.since, until=choice.until, history=before)
    try:
        with (watch or Watch()).question(noted):
            async for told in _followed(partial(chat.stream, wanted.question, wanted.searched), work, gate, noted):
                yield told
    except CopydeskError as error:
        yield abroad(error)
    except Exception as error:  # noqa: BLE001 (a reader is told that there is a defect)
        note("A question could not be answered", error, noted.id)
        yield Unexpected(noted.id)


async def _followed(
    ask: Callable[[], Stream], work: Work, gate: Slots, noted: Question
) -> AsyncIterator[Progress | Answer]:
    slot = gate.slot()
    entering = asyncio.ensure_future(slot.__aenter__())
    try:
        if not (await asyncio.wait({entering}, timeout=_AT_ONCE))[0]:
            yield Progress()
        await work.until(asyncio.shield(entering))
    except BaseException:
        await _leave(slot, entering)
        raise
    noted.let_in()
    try:
        stream = ask()
        if place := entering.result():
            place.ends(stream.close)
        async for told in _answered(stream, work):
            if isinstance(told, Answer):
                noted.answered(told)
            yield told
    finally:
        await slot.__aexit__(None, None, None)


async def _leave(slot: AbstractAsyncContextManager[Any], entering: "asyncio.Future[Any]") -> None:
    """Give a place at the gate back, whether it was given already or is still waited for."""
    entering.cancel()
    await asyncio.wait({entering})
    if not entering.cancelled() and entering.exception() is None:
        await slot.__aexit__(None, None, None)


async def _answered(stream: Stream, work: Work) -> AsyncIterator[Progress | Answer]:
    told = Progress()
    try:
        while (event := await work.until(to_thread.run_sync(next, stream, None, abandon_on_cancel=True))) is not None:
            match event:
                case Stage():
                    told = replace(told, stage=event)
                case Line():
                    told = replace(told, lines=(*told.lines, event.text))
                case Answer():
                    yield event
                    return
            yield told
        raise Stopped
    finally:
        stream.close()
