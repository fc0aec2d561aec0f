"""Where an index is kept: in a folder of this machine, or in collections on a Chroma server.

Whatever is done with an index goes through a `Place`, which both are.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.folder import Folder
from index.server import Server, is_address

if TYPE_CHECKING:
    from index.database import Client

Guard = Callable[[], None]
"""Called before each write; raises IndexLocked where the right to write was lost."""


class Place(Protocol):
    """What keeps an index."""

    @property
    def name(self) -> Path | str:
        """What errors name it by."""

    @property
    def chunks(self) -> str:
        """The name of the collection of vectors."""

    @property
    def articles(self) -> str:
        """The name of the collection of texts."""

    @property
    def folder(self) -> Path | None:
        """The folder of this machine that all of it lies in; None on a server."""

    def is_begun(self) -> bool:
        """Tell whether anything was ever written."""

    def is_made(self) -> bool:
        """Tell whether the collections are there, or something else that is not to be written over."""

    def open(self) -> "Client":
        """A client to a database that holds both collections; raises NotAnIndex, IndexUnfinished, IndexUnusable."""

    def create(self) -> "Client":
        """A client to a database in which they can be made; raises NotAnIndex, IndexUnusable."""

    def home(self, chunks_id: str) -> Path:
        """The folder of this machine that the lexical half lies in, for the collection of that id."""

    def searches_words(self, client: "Client") -> bool:
        """Tell whether Chroma itself can search by words there, once there is a collection of texts."""

    def locked(self) -> AbstractContextManager[Guard]:
        """Hold the place for writing; raises IndexLocked where somebody else does."""


Where = Path | str | Place
"""A folder, the address of a collection on a server, or what was made of one."""


def to_place(where: Where) -> Place:
    """The place that is meant; raises AddressUnusable for the address of a server that is none."""
    if isinstance(where, str) and is_address(where):
        return Server.parse(where)
    return Folder(Path(where).absolute()) if isinstance(where, Path | str) else where
