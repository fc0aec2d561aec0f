"""Both halves of an index as they are now, for those who read while another process writes."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any, TypeVar

from index.errors import IndexUnfinished
from index.lexical import Lexical, is_begun
from index.store import WRITING, Store

T = TypeVar("T")

_PATIENCE = 10.0
"""Seconds to wait for a writer between the first and the last of the changes that a reader would see."""

_PAUSE = 0.05


class Live:
    """Reads one state of an index at a time, the old one or the new one, whatever is being written.

    Raises IndexUnusable where there is no index, or its first run has not come as far as the texts.
    """

    def __init__(self, index_dir: Path) -> None:
        self._lock = Lock()
        self._store = Store.open(index_dir, unfinished=True)
        self._version = self._settled()
        self._lexical = Lexical(index_dir, self._version[0])
        self._retired: Store | None = None
        self._known: dict[Callable[[Store], Any], tuple[str, Any]] = {}

    @property
    def store(self) -> Store:
        """The store as it is now."""
        return self._follow()[0]

    def read(self, work: Callable[[Store, Lexical], T]) -> T:
        """What `work` gives, all of it read from one state; it is done again where that has changed meanwhile.

        Raises IndexUnfinished where a writer was interrupted in the middle of what readers see.
        """
        end = monotonic() + _PATIENCE
        while True:
            store, lexical, state = self._follow()
            result = work(store, lexical)
            if store.state == state:
                return result
            if monotonic() > end:
                raise IndexUnfinished(store.index_dir, "it changes faster than it can be read.")

    def known(self, work: Callable[[Store], T]) -> T:
        """What `work` gives, as by `read`; it is done once for each state of the articles, and known by itself."""
        state = self._follow()[2]
        known = self._known.get(work)
        if known is None or known[0] != state:
            known = self._known[work] = self.read(lambda store, _lexical: (store.state, work(store)))
        result: T = known[1]
        return result

    def close(self) -> None:
        """Give back what is held; nothing can be read after."""
        with self._lock:
            for store in filter(None, (self._retired, self._store)):
                store.close()
            self._retired = None

    def _follow(self) -> tuple[Store, Lexical, str]:
        with self._lock:
            version = self._settled()
            if version != self._version:
                index_dir = self._store.index_dir
                lexical = Lexical(index_dir, version[0]) if version[0] != self._version[0] else self._lexical
                if self._retired:
                    self._retired.close()
                # Kept for one change more: another thread may be reading it.
                self._retired, self._store = self._store, Store.open(index_dir, unfinished=True)
                self._version, self._lexical = version, lexical
            return self._store, self._lexical, version[0]

    def _settled(self) -> tuple[str, int]:
        end = monotonic() + _PATIENCE
        while (version := self._store.version)[0] == WRITING:
            if monotonic() > end or not is_begun(self._store.index_dir):
                raise IndexUnfinished(self._store.index_dir, "an indexing run is under way or was interrupted.")
            sleep(_PAUSE)
        return version
