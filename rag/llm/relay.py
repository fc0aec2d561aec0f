"""Work on a thread of its own, handed over piece by piece: who waits for it can leave at any moment."""

from collections.abc import Callable, Generator
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Generic, TypeVar

from rag.errors import LlmUnusable

PULSE = 0.2
"""After so many seconds without a piece, who waits gets a chance to leave."""

Piece = TypeVar("Piece")


class Relay(Generic[Piece]):
    """One run of work that gives pieces while somebody waits for them; `name` is who does it, for errors."""

    def __init__(self, name: str, work: "Callable[[Relay[Piece]], None]", *, daemon: bool) -> None:
        self._name = name
        self._work = work
        self._daemon = daemon
        self._pieces: SimpleQueue[Piece | _End] = SimpleQueue()
        self.left = Event()
        self.given = False

    def give(self, piece: Piece) -> bool:
        """Hand over a piece; True says that nobody waits for another."""
        self.given = True
        self._pieces.put(piece)
        return self.left.is_set()

    def pieces(self, seconds: float) -> Generator[Piece | None, None, None]:
        """The pieces as they come, and None where none has come for a while.

        Closing it tells the work that nobody waits. Raises what the work raises, and LlmUnusable after `seconds`.
        """
        end = monotonic() + seconds
        # LlamaIndex keeps the running span in a context variable.
        Thread(target=copy_context().run, args=(self._run,), name="copydesk-llm", daemon=self._daemon).start()
        try:
            while not isinstance(piece := self._next(end - monotonic()), _End):
                yield piece
                if monotonic() > end:
                    raise LlmUnusable(
                        f"{self._name} has not finished within {seconds:g} s.",
                        "Give it more time by COPYDESK_LLM_TIMEOUT, or choose a faster model.",
                    )
        finally:
            self.left.set()
        if piece.error:
            raise piece.error

    def _run(self) -> None:
        with _End(self._pieces):
            self._work(self)

    def _next(self, left: float) -> "Piece | _End | None":
        try:
            return self._pieces.get(timeout=max(0.0, min(PULSE, left)))
        except Empty:
            return None


class _End:
    """The last thing to be handed over, with the error that ended the work; it is raised where it is waited for."""

    def __init__(self, pieces: "SimpleQueue[Piece | _End]") -> None:
        self._pieces = pieces
        self.error: BaseException | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        self._pieces.put(self)
        return True
