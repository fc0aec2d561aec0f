"""One writer at a time to an index on a server: a lease, which ends with its holder."""

import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from index.errors import IndexLocked, IndexRefused, IndexUnusable, NotAnIndex

if TYPE_CHECKING:
    from index.http import HttpClient

_SECONDS = 20.0
"""How long a lease lasts that is not renewed; longer than a request is tried again (`index.http`)."""

_RENEWED = 4.0
"""Seconds between renewals, and so those in which a holder who lives shows itself to who waits."""

_PAUSE = 0.25
_REFUSALS = 5


@dataclass(frozen=True, slots=True)
class _Found:
    """A lease that is there: its collection's id, who holds it, and until when by the server's clock."""

    id: str
    holder: str
    expires: float


class Lease:
    """The right to write, held between `__enter__` and `__exit__` and renewed by a thread of its own.

    It is a collection whose name is the lease's: Chroma makes one of a name once, so of writers that start at once one
    gets it. Its metadata say who holds it and until when, by the server's clock. One that is over is first renamed, by
    its id, to a name that comes of the id; whoever does so does the same, and the name is free for one of them again.

    What Chroma's API does not allow is to bind a write to the lease. Each is preceded by `require`, and a holder stops
    well before its lease is over; but a write that is on its way for longer than that, as through a proxy that hangs,
    can still arrive when another writes. Ids come from content, so it writes nothing twice; it might write marks of an
    older state, which `copydesk check` finds and the next run mends.
    """

    def __init__(self, client: "HttpClient", name: str, address: str) -> None:
        self._client = client
        self._name = name
        self._address = address
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4()}"
        self._collection: Any = None
        self._renewed = 0.0
        self._refused = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="copydesk-lease", daemon=True)

    def __enter__(self) -> Self:
        """Take the lease; raises IndexLocked where another holds it, which takes seconds to be sure of."""
        self._take()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back; where the server is gone, it ends by itself."""
        self._ended.set()
        if error:
            self._client.hurry()
        self._thread.join()
        with suppress(IndexUnusable):
            self._put_aside(str(self._collection.id))

    def require(self) -> None:
        """Raise IndexLocked unless the lease is held for some seconds more."""
        if monotonic() - self._renewed > 0.8 * _SECONDS:
            fault = f"the right to write was lost: the server was not reached for {_SECONDS:.0f} s, or another took it."
            raise IndexLocked(self._address, fault, "Index again: what is written already is not written twice.")

    def _take(self) -> None:
        met: _Found | None = None
        while not self._create():
            found = self._find()
            if found is None:  # it was given back just now
                continue
            if met and (found.holder != met.holder or found.expires > met.expires):
                who = ":".join(found.holder.split(":")[:2])
                mend = "Wait until that run has ended, then index again."
                raise IndexLocked(self._address, f"another process is writing to it ({who}).", mend)
            if found.expires < self._client.now():
                self._put_aside(found.id)
            else:
                met = found
                sleep(_PAUSE)

    def _create(self) -> bool:
        began = monotonic()
        try:
            self._collection = self._client.create_collection(self._name, self._terms())
        except IndexRefused:
            found = self._find()
            self._refused = 0 if found else self._refused + 1
            if self._refused == _REFUSALS:  # it is not for the sake of another's lease
                raise
            if not found or found.holder != self._holder:
                return False
            # The first try had reached the server, its answer was lost.
            self._collection = self._client.get_collection(self._name)
        self._renewed = began
        return True

    def _find(self) -> _Found | None:
        try:
            collection = self._client.get_collection(self._name)
        except NotAnIndex:
            return None
        terms = collection.metadata or {}
        return _Found(str(collection.id), str(terms.get("holder", "")), float(terms.get("expires", 0)))

    def _terms(self) -> dict[str, Any]:
        return {"holder": self._holder, "expires": self._client.now() + _SECONDS}

    def _put_aside(self, id_: str) -> None:
        """Free the name of a lease by its id, so that nobody's who came after is meant; then delete it."""
        aside = f"{self._name}-{id_}"
        with suppress(NotAnIndex, IndexRefused):  # another has done it
            self._client.rename_collection(id_, aside)
        with suppress(NotAnIndex):
            self._client.delete_collection(aside)

    def _keep(self) -> None:
        """Renew it till the end; what fails is tried again, and `require` counts the time."""
        while not self._ended.wait(_RENEWED):
            with suppress(IndexUnusable):
                if not self._renew():
                    self._renewed = float("-inf")
                    return

    def _renew(self) -> bool:
        began = monotonic()
        try:
            self._collection.modify(metadata=self._terms())
        except NotAnIndex:
            return False
        found = self._find()  # it can have been renamed, and be there still
        if not found or found.id != str(self._collection.id):
            return False
        self._renewed = began
        return True
