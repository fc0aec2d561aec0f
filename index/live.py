"""Both halves of an index as they are now, for those who read while another process writes."""

from collections.abc import Callable
from contextlib import closing, suppress
from threading import Lock
from time import monotonic, sleep
from typing import Any, NamedTuple, TypeVar

from index.errors import IndexMismatch, IndexReplaced, IndexUnfinished, NotAnIndex
from index.lexical import Lexical
from index.marks import WRITING, Marks
from index.mirror import bring_in_step, was_shown
from index.place import Where
from index.store import Store

T = TypeVar("T")

_PATIENCE = 10.0
"""Seconds to wait for a writer between the first and the last of the changes that a reader would see."""

_PAUSE = 0.05
_TRIES = 3


class Live:
    """Reads one state of an index at a time, the old one or the new one, whatever is being written.

    An index that was deleted and made anew is read as it is then. Raises IndexUnusable where there is no index, or its
    first run has not come as far as the texts.
    """

    def __init__(self, where: Where) -> None:
        self._lock = Lock()
        self._now = _settled(Store.open(where, unfinished=True))
        self._retired: Store | None = None
        self._known: dict[Callable[[Store], Any], tuple[str, Any]] = {}

    @property
    def store(self) -> Store:
        """The store as it is now."""
        return self._follow().store

    def read(self, work: Callable[[Store, Lexical | None], T]) -> T:
        """What `work` gives, all of it read from one state; it is done again where that has changed meanwhile.

        The lexical half is None where Chroma has both.

        Raises IndexUnfinished where a writer was interrupted in the middle of what readers see, and NotAnIndex where
        the index was deleted.
        """
        end = monotonic() + _PATIENCE
        while True:
            now = self._follow()
            try:
                result = work(now.store, now.lexical)
                if now.store.state == now.marks.state:
                    return result
            except NotAnIndex:
                if not now.store.is_replaced():
                    raise
            _require_time(now.store, end)

    def known(self, work: Callable[[Store], T]) -> T:
        """What `work` gives, as by `read`; it is done once for each state of the articles, and known by itself."""
        state = self._follow().marks.state
        known = self._known.get(work)
        if known is None or known[0] != state:
            known = self._known[work] = self.read(lambda store, _lexical: (store.state, work(store)))
        result: T = known[1]
        return result

    def close(self) -> None:
        """Give back what is held; nothing can be read after."""
        with self._lock:
            for store in filter(None, (self._retired, self._now.store)):
                store.close()
            self._retired = None

    def _follow(self) -> "_Now":
        now = self._now
        # Without the lock: if there is no server, all who ask are told so at the same time, not one after the other.
        with suppress(IndexReplaced):
            if _settled_marks(now.store).version == now.marks.version:
                return now
        with self._lock:
            try:
                now = _settled(self._now.store, self._now.lexical)
                if now.marks.version != self._now.marks.version and now.store.place.folder:
                    now = now._replace(store=self._reopened())  # Chroma loads what is new; a server does so by itself
            except IndexReplaced:
                now = _settled(self._reopened())
                self._known.clear()
            if now.store is not self._now.store:
                # The old one is kept for one change more: another thread may be reading it.
                if self._retired:
                    self._retired.close()
                self._retired = self._now.store
            self._now = now
            return now

    def _reopened(self) -> Store:
        old = self._now.store
        fresh = Store.open(old.place, unfinished=True)
        if (fresh.recipe.model, fresh.recipe.fingerprint) != (old.recipe.model, old.recipe.fingerprint):
            fresh.close()
            raise IndexMismatch(old.index_dir, "it was made anew with another model.", "Open it again.")
        return fresh


class _Now(NamedTuple):
    """An index in one state."""

    store: Store
    lexical: Lexical | None
    marks: Marks


def _settled(store: Store, lexical: Lexical | None = None) -> _Now:
    """How far the store is when nobody is changing what is seen, and the lexical half of that state."""
    for _ in range(_TRIES):
        marks = _settled_marks(store)
        if store.fused or (lexical and lexical.state == marks.state):
            return _Now(store, lexical, marks)
        if bring_in_step(store, marks) or store.place.folder:
            return _Now(store, Lexical(store.home, marks.state), marks)
    fault = "its articles are not those that the last indexing run left, or change faster than they can be read."
    raise IndexUnfinished(store.index_dir, fault, "Look with `copydesk check`; mend with `copydesk rebuild`.")


def glance(where: Where, work: Callable[[Store], T]) -> T:
    """What `work` gives, all of it read from one state, for who needs no lexical half; raises as `Live` does."""
    end = monotonic() + _PATIENCE
    with closing(Store.open(where, unfinished=True)) as store:
        while True:
            state = _settled_marks(store).state
            result = work(store)
            if store.state == state:
                return result
            _require_time(store, end)


def _settled_marks(store: Store) -> Marks:
    end = monotonic() + _PATIENCE
    while (marks := store.marks).state == WRITING:
        if monotonic() > end or not was_shown(store):
            raise IndexUnfinished(store.index_dir, "an indexing run is under way or was interrupted.")
        sleep(_PAUSE)
    return marks


def _require_time(store: Store, end: float) -> None:
    if monotonic() > end:
        raise IndexUnfinished(store.index_dir, "it changes faster than it can be read.")
