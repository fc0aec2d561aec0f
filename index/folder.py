"""An index in a folder of this machine: Chroma's files, with the lexical half and the writer's lock beside them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index import database
from index.errors import IndexUnfinished, NotAnIndex
from index.lock import locked

if TYPE_CHECKING:
    from index.database import Client

CHUNKS = "chunks"
ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Folder:
    """A `Place` of which one process is the writer, by a lock on a file."""

    path: Path

    @property
    def name(self) -> Path:
        """The folder itself."""
        return self.path

    @property
    def folder(self) -> Path:
        """The folder itself."""
        return self.path

    @property
    def chunks(self) -> str:
        """The name of the collection of vectors."""
        return CHUNKS

    @property
    def articles(self) -> str:
        """The name of the collection of texts."""
        return ARTICLES

    def is_begun(self) -> bool:
        """Tell whether there is a database, whatever is in it."""
        return database.is_begun(self.path)

    def is_made(self) -> bool:
        """Tell whether there is more in the database than a killed run's first step."""
        if not self.is_begun():
            return False
        client = database.connect(self.path)
        try:
            return not database.names(client) <= {ARTICLES}
        finally:
            client.close()

    def open(self) -> "Client":
        """A client of its own; raises NotAnIndex and IndexUnfinished."""
        if not self.is_begun():
            raise NotAnIndex(self.path, "there is no Copydesk index.", "Make one: copydesk index PATH --index DIR.")
        client = database.connect(self.path)
        names = database.names(client)
        if names <= {ARTICLES}:
            raise IndexUnfinished(self.path, "its making was interrupted.")
        if not {CHUNKS, ARTICLES} <= names:
            fault = "this Chroma database holds no Copydesk index."
            raise NotAnIndex(self.path, fault, "Name the directory that holds one.")
        return client

    def create(self) -> "Client":
        """A client to a database that is made where it is missing."""
        self.path.mkdir(parents=True, exist_ok=True)
        return database.connect(self.path)

    def home(self, chunks_id: str) -> Path:  # noqa: ARG002  # a folder has one index
        """The folder itself: the lexical half lies beside Chroma."""
        return self.path

    def searches_words(self, client: "Client") -> bool:  # noqa: ARG002
        """Tell that embedded Chroma does not."""
        return False

    @contextmanager
    def locked(self) -> Iterator[Callable[[], None]]:
        """Hold the lock file, which the system takes from nobody who lives; raises IndexLocked and NotAnIndex."""
        with locked(self.path):
            yield lambda: None
