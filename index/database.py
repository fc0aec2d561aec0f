"""The Chroma database of an index directory: opening it, and going through what it holds."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from index.errors import NotAnIndex

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

PAGE = 500
"""Records taken at a time: bounds memory, whatever the size of the pile."""

HEAVIEST = 4_000_000
"""Characters of texts written together: a Chroma server takes requests of 40 MB unless told otherwise."""

T = TypeVar("T")

_SQLITE = "chroma.sqlite3"
_SQLITE_HEADER = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html
_opened = itertools.count()


class Client(Protocol):
    """What is asked of a Chroma client, embedded or of a server."""

    def get_collection(self, name: str, *, embedding_function: None) -> "Collection":
        """The collection of that name."""

    def get_or_create_collection(
        self,
        name: str,
        *,
        embedding_function: None,
        configuration: Any = None,
        schema: Any = None,
        metadata: Any = None,
    ) -> "Collection":
        """The collection of that name, made where it is missing."""

    def list_collections(self) -> "Sequence[Collection]":
        """All collections."""

    def get_max_batch_size(self) -> int:
        """How many records may be written at a time."""

    def close(self) -> None:
        """Give back what the client holds."""


def is_begun(index_dir: Path) -> bool:
    """Tell whether a directory holds a database, whatever is in it."""
    return (index_dir / _SQLITE).is_file()


def connect(index_dir: Path) -> Client:
    """A client of its own for an index directory; raises NotAnIndex where the database is damaged.

    Chroma shares what it has loaded among all clients of one path in a process, and goes on using the vectors that it
    loaded first, whatever another process writes: so each gets another spelling of the path.
    """
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    damaged = "Bring it back from a copy, or index the articles into a new directory."
    database = index_dir / _SQLITE
    # Asked before Chroma is, which keeps a client that it could not make and fails otherwise the next time.
    if is_begun(index_dir) and _head(database) not in (b"", _SQLITE_HEADER):
        raise NotAnIndex(index_dir, f"{_SQLITE} is no database.", damaged)
    own = f"{index_dir}/" + "".join("./" if bit == "1" else "/" for bit in f"{next(_opened):b}")
    try:
        return cast(Client, chromadb.PersistentClient(own, settings=Settings(anonymized_telemetry=False)))
    except ChromaError as error:
        raise NotAnIndex(index_dir, f"its Chroma database cannot be opened ({error}).", damaged) from error


def names(client: Client) -> set[str]:
    """The names of a database's collections."""
    return {collection.name for collection in client.list_collections()}


def rows(
    collection: "Collection", *, where: dict[str, Any] | None = None, texts: bool = False
) -> Iterator[tuple[str, Any, str]]:
    """Each record's id, metadata and, where `texts` are wanted, text; taken by pages, in no order.

    The ids are asked for first: for each page by its offset, Chroma goes through all that comes before.
    """
    return some(collection, ids(collection, where), texts=texts)


def ids(collection: "Collection", where: dict[str, Any] | None = None) -> list[str]:
    """The id of each record, in no order."""
    return collection.get(where=where, include=[])["ids"]


def some(collection: "Collection", ids: Sequence[str], *, texts: bool = True) -> Iterator[tuple[str, Any, str]]:
    """The records with these ids, in no order."""
    include: Any = ["metadatas", "documents"] if texts else ["metadatas"]
    for batch in batches(ids, PAGE):
        yield from _zipped(collection.get(ids=batch, include=include))


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most `size` of them."""
    left = iter(items)
    while batch := list(itertools.islice(left, size)):
        yield batch


def weighed(items: Iterable[T], count: int, weight: Callable[[T], int]) -> Iterator[list[T]]:
    """Lists of at most `count` of them, that together weigh at most HEAVIEST; what alone weighs more is alone."""
    batch: list[T] = []
    load = 0
    for item in items:
        if batch and (len(batch) == count or load + weight(item) > HEAVIEST):
            yield batch
            batch, load = [], 0
        batch.append(item)
        load += weight(item)
    if batch:
        yield batch


def _zipped(page: Any) -> Iterator[tuple[str, Any, str]]:
    texts = page["documents"] or [""] * len(page["ids"])
    return zip(page["ids"], page["metadatas"] or [], texts, strict=True)


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(len(_SQLITE_HEADER))
