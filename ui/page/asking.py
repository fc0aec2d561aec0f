"""A question on its way to an answer, as the page follows it; whatever goes wrong comes back in words."""

import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

from anyio import to_thread

from index.errors import CopydeskError
from rag.answer import Answer
from rag.events import Line, Stage
from ui.page.session import Stopped, Work
from ui.page.wanted import Wanted
from ui.render.conversation import Progress

if TYPE_CHECKING:
    from rag.engine import Engine

log = logging.getLogger(__name__)


class Slots(Protocol):
    """What bounds how many questions are answered at once; `ui.serve.gate.Gate` is one."""

    def slot(self) -> AbstractAsyncContextManager[Any]:
        """A context in which a question may be answered; entering it may raise a CopydeskError."""
        ...


class Unexpected(CopydeskError):
    """A defect, as the reader is told of it; the log has the rest."""

    def __init__(self) -> None:
        super().__init__("Something went wrong while answering.", "Ask again; the log of Copydesk says more.")


class _Open:
    """Bounds nothing."""

    def slot(self) -> AbstractAsyncContextManager[Any]:
        return nullcontext()


OPEN = _Open()
"""Lets every question in at once."""


async def follow(
    engine: "Engine", wanted: Wanted, work: Work, gate: Slots = OPEN
) -> AsyncIterator[Progress | Answer | CopydeskError]:
    """How far a question is, and last what came of it: an answer, or an error in words."""
    try:
        async for told in _followed(engine, wanted, work, gate):
            yield told
    except CopydeskError as error:
        yield error
    except Exception:
        log.exception("A question could not be answered")
        yield Unexpected()


async def _followed(engine: "Engine", wanted: Wanted, work: Work, gate: Slots) -> AsyncIterator[Progress | Answer]:
    slot = gate.slot()
    await work.until(slot.__aenter__())
    choice = wanted.choice
    stream = engine.stream(wanted.question, outlets=choice.outlets, since=choice.since, until=choice.until)
    stage: Stage | None = None
    lines: tuple[str, ...] = ()
    try:
        while (event := await work.until(to_thread.run_sync(next, stream, None, abandon_on_cancel=True))) is not None:
            match event:
                case Stage():
                    stage = event
                case Line():
                    lines = (*lines, event.text)
                case Answer():
                    yield event
                    return
            yield Progress(stage, lines)
        raise Stopped
    finally:
        stream.close()
        await slot.__aexit__(None, None, None)
