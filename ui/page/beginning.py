"""Questions to begin with, made once for each state of an index, since making them takes as long as answering some."""

from threading import Lock
from typing import TYPE_CHECKING

from rag.examples import examples

if TYPE_CHECKING:
    from rag.engine import Engine


class Beginning:
    """The examples of one engine; it can be used from several threads."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._lock = Lock()
        self._made: tuple[str, tuple[str, ...]] | None = None

    def examples(self) -> tuple[str, ...]:
        """The questions; who comes while they are being made waits for them."""
        with self._lock:
            state = self._engine.making.index
            if self._made is None or self._made[0] != state:
                self._made = state, examples(self._engine)
            return self._made[1]
