"""What an answer's making tells of itself while it goes on: its stages, its lines, and last the answer."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from typing import TypeVar

from rag.answer import Answer, Passage


class Stage(StrEnum):
    """What the engine does now, as a reader would call it."""

    SEARCHING = "searching"
    READING = "reading"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Line:
    """A checked line of an answer's text, with its markers; all of them, by line ends, are the text."""

    text: str


Flow = Generator[Stage | Line, None, tuple[Answer, list[Passage]]]
"""The work on a question: it tells its stages, and the first lines of the answer's text where they are final before the
rest; it returns the answer and the passages that were read for it."""

Heed = Callable[[], None]
"""Asked before each small piece of work: it raises where nobody waits for the work any more."""

Result = TypeVar("Result")


class _Ended(Exception):
    """Nobody waits for the work any more."""


def carry_on() -> None:
    """Heed nothing: the work goes on to its end."""


def outcome(flow: Generator[object, None, Result]) -> Result:
    """What work returns at its end, whatever it tells before."""
    while True:
        try:
            next(flow)
        except StopIteration as end:
            result: Result = end.value
            return result


class Stream(Iterator[Stage | Line | Answer]):
    """The stages of an answer as they begin, its lines as soon as they are checked, and last the answer itself.

    `close` can be called from any thread, also while another one waits for what comes next: the work ends before its
    next passage, sentence or stage, a model that writes is stopped, and who waits gets no more. What is left alone
    before its end does no work.
    """

    def __init__(self, flow: Callable[[Heed], Flow]) -> None:
        self._closed = Event()
        self._events = _told(flow(self._heed))

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> Stage | Line | Answer:
        """What comes next; StopIteration after the answer, or once it is closed."""
        try:
            self._heed()
            return next(self._events)
        except _Ended:
            raise StopIteration from None

    def close(self) -> None:
        """End the work, if it is not done."""
        self._closed.set()

    def _heed(self) -> None:
        if self._closed.is_set():
            raise _Ended


def _told(flow: Flow) -> Iterator[Stage | Line | Answer]:
    told = 0
    while True:
        try:
            event = next(flow)
        except StopIteration as end:
            answer, _ = end.value
            break
        told += isinstance(event, Line)
        yield event
    yield from map(Line, answer.text.split("\n")[told:])
    yield answer
