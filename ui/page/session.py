"""What the page keeps of a reader: the conversation, the question that is worked on, and articles of their own."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from index.errors import CopydeskError
from rag.answer import Answer
from ui.render.conversation import Turn

if TYPE_CHECKING:
    from ui.uploads import SessionIndex

_KEPT_TURNS = 30
"""Turns that a session keeps; their answers hold their articles."""

Result = TypeVar("Result")


class Stopped(CopydeskError):
    """The reader stopped the work on a question."""

    def __init__(self) -> None:
        super().__init__("Stopped before the answer was ready.", "Ask again, or edit the question.")


class Work:
    """The work on one question, which can be stopped while something is waited for; of one event loop."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Let whoever waits in `until` have Stopped."""
        self._stopped.set()

    async def until(self, done: Awaitable[Result]) -> Result:
        """What is waited for; raises Stopped as soon as the work is stopped, and cancels the waiting."""
        task, stop = asyncio.ensure_future(done), asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if self._stopped.is_set():
                raise Stopped
            return task.result()
        finally:
            for waiting in (task, stop):
                waiting.cancel()


@dataclass(slots=True)
class Asked:
    """A turn with when it was asked, in UTC, and which entry has what the reader thought of it."""

    turn: Turn
    at: datetime
    entry: int | None = None


class Session:
    """One reader's page: it is made anew for each. All but its uploads is touched in the event loop alone.

    `looked` is the number of the last source that was asked for, so that no earlier one is shown after it.
    """

    def __init__(self) -> None:
        self._asked: list[Asked] = []
        self._dropped = 0
        self.work: Work | None = None
        self.uploads: SessionIndex | None = None
        self.looked = 0

    def __deepcopy__(self, _memo: object) -> "Session":
        """Gradio copies what it begins a session with; sessions share nothing."""
        return Session()

    @property
    def turns(self) -> list[Turn]:
        """The turns that are kept, oldest first."""
        return [asked.turn for asked in self._asked]

    @property
    def answers(self) -> list[Answer]:
        """The answers that are kept, oldest first, on which the next question may lean."""
        return [turn.outcome for turn in self.turns if isinstance(turn.outcome, Answer)]

    @property
    def asked_at(self) -> list[datetime]:
        """When each of them was asked."""
        return [asked.at for asked in self._asked]

    @property
    def first(self) -> int:
        """The number of the oldest turn that is kept; a turn keeps its number."""
        return self._dropped

    @property
    def next(self) -> int:
        """The number of the turn to come."""
        return self._dropped + len(self._asked)

    def begin(self) -> Work:
        """Begin to work on a question; what is worked on already is stopped, and the oldest turn may be dropped."""
        self.stop()
        self.work = Work()
        while len(self._asked) >= _KEPT_TURNS:
            del self._asked[0]
            self._dropped += 1
        return self.work

    def end(self, work: Work, turn: Turn) -> bool:
        """Keep a finished turn, unless the conversation has gone on without it; say which."""
        if self.work is not work:
            return False
        self.work = None
        self._asked.append(Asked(turn, datetime.now(UTC)))
        return True

    def stop(self) -> None:
        """Stop what is worked on."""
        if self.work:
            self.work.stop()

    def clear(self) -> None:
        """Begin a new conversation; the numbers of turns go on, so that none names two."""
        self.stop()
        self.work = None
        self._dropped = self.next
        self._asked.clear()

    def asked(self, number: int) -> Asked | None:
        """The turn with a number, while it is kept."""
        index = number - self._dropped
        return self._asked[index] if 0 <= index < len(self._asked) else None

    def close(self) -> None:
        """Delete the articles of the reader's own."""
        if self.uploads:
            self.uploads.close()
