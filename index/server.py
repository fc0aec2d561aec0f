"""An index in collections on a Chroma server, told by the address `http://HOST:PORT/COLLECTION`.

COLLECTION holds the vectors, COLLECTION-articles the texts with all that is known of them, so that any number of
readers elsewhere can show a quote in its place; COLLECTION-lease is there while somebody writes. The lexical half is
each machine's own (`index.mirror`), since a single Chroma node refuses sparse vectors and the Search API. Chroma's
distributed form has both: an index that is made there has both halves in Chroma (`index.search_api`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from index import database
from index.access import read_access
from index.errors import AddressUnusable, IndexUnfinished, NotAnIndex

if TYPE_CHECKING:
    from index.database import Client
    from index.http import HttpClient

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,400}[A-Za-z0-9]")
"""What Chroma takes as a collection's name, short enough for an ending."""

_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")
_PORTS = {"http": 80, "https": 443}
_MEND = "Write it as http://HOST:PORT/COLLECTION or https://HOST/COLLECTION."


def is_address(where: str) -> bool:
    """Tell whether a server is meant, not a folder."""
    return where.lower().startswith(("http:/", "https:/"))


@dataclass(frozen=True, slots=True)
class Server:
    """A `Place` whose writer holds a lease: the server's address with what it is below of, and a collection there."""

    base: str
    collection: str

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read an address; raises AddressUnusable, which does not repeat what may be secret in it."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise AddressUnusable("The address of the index's server is none.", _MEND) from error
        if "@" in parts.netloc or parts.query or parts.fragment:
            fault = "The address of the index's server has more in it than a host, a port and a collection."
            mend = f"{_MEND} What the server asks for goes into COPYDESK_INDEX_TOKEN or COPYDESK_INDEX_HEADERS."
            raise AddressUnusable(fault, mend)
        below, _, collection = parts.path.rstrip("/").rpartition("/")
        named = parts.hostname or ""
        if not _HOST.fullmatch(named) or not collection:
            raise AddressUnusable(f"{address} names no host, or no collection on it.", _MEND)
        if not _NAME.fullmatch(collection):
            fault = f"{address} ends in no name of a collection."
            raise AddressUnusable(fault, "Use three letters, digits, dots, dashes and underscores or more.")
        host = f"[{named}]" if ":" in named else named
        return cls(f"{parts.scheme}://{host}:{port or _PORTS[parts.scheme]}{below}", collection)

    @property
    def name(self) -> str:
        """The address."""
        return f"{self.base}/{self.collection}"

    @property
    def folder(self) -> None:
        """None: nothing of it lies on this machine."""
        return

    @property
    def chunks(self) -> str:
        """The name of the collection of vectors."""
        return self.collection

    @property
    def articles(self) -> str:
        """The name of the collection of texts."""
        return f"{self.collection}-articles"

    @property
    def lease(self) -> str:
        """The name of the collection that is there while somebody writes."""
        return f"{self.collection}-lease"

    def is_begun(self) -> bool:
        """Tell whether the server has either of the collections."""
        return bool(self._names())

    def is_made(self) -> bool:
        """Tell whether the server has more of them than a killed run's first step."""
        return not self._names() <= {self.articles}

    def open(self) -> "HttpClient":
        """A client; raises NotAnIndex, IndexUnfinished, IndexUnreachable, IndexRefused and AddressUnusable."""
        client = self.connect()
        names = self._names(client)
        if not names:
            mend = f"Make one: copydesk index PATH --index {self.name}."
            raise NotAnIndex(self.name, "there is no such collection on the server.", mend)
        if self.chunks not in names:
            raise IndexUnfinished(self.name, "its making was interrupted.")
        if self.articles not in names:
            raise NotAnIndex(self.name, "this collection is no Copydesk index.", "Name another collection.")
        return client

    def create(self) -> "HttpClient":
        """A client; raises as `open` does, but for NotAnIndex and IndexUnfinished."""
        return self.connect()

    def connect(self) -> "HttpClient":
        """A client, whatever is on the server; raises IndexUnreachable, IndexRefused, NotAnIndex, AddressUnusable."""
        from index.http import HttpClient

        return HttpClient(self.name, self.base, read_access().headers())

    def home(self, chunks_id: str) -> Path:
        """A folder below the cache folder, for this address and this collection, which may be deleted and made anew."""
        return read_access().cache_folder() / re.sub(r"[^A-Za-z0-9._-]+", "-", self.name) / chunks_id

    @contextmanager
    def locked(self) -> Iterator[Callable[[], None]]:
        """Hold the lease; raises IndexLocked, as does what it gives where the lease was lost."""
        from index.lease import Lease

        with closing(self.connect()) as client, Lease(client, self.lease, self.name) as lease:
            yield lease.require

    def searches_words(self, client: "Client") -> bool:
        """Tell whether the server has the Search API, as Chroma's distributed form does, by a search for nothing."""
        from index.search_api import is_spoken

        return is_spoken(client.get_collection(self.articles, embedding_function=None))

    def _names(self, client: "HttpClient | None" = None) -> set[str]:
        """Which of its own collections the server has."""
        if client:
            return database.names(client) & {self.chunks, self.articles}
        with closing(self.connect()) as own:
            return self._names(own)
