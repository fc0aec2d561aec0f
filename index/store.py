"""Articles and chunks in Chroma, which is the truth: all else on disk can be made again from it.

Two collections: `chunks` with vectors, whose records a plain LlamaIndex `ChromaVectorStore` can read, and `articles`
with the full texts. Chroma wants a vector for every record; an article's is the constant [1.0] and is never searched.
The metadata of `chunks` says how the index was made (`Recipe`) and which articles it holds (`state`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from index import records
from index.article import Article, Chunk
from index.errors import IndexMismatch, IndexTooNew, IndexUnfinished, NotAnIndex

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

FORMAT = 1
CHUNKS = "chunks"
ARTICLES = "articles"
_WRITING = "writing"
_PAGE = 1000
_NO_VECTOR: Sequence[float] = [1.0]
_SQLITE = "chroma.sqlite3"
_SQLITE_HEADER = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index is made; all of it must agree between the index and whoever opens it."""

    model: str
    fingerprint: str
    chunk_tokens: int
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found, with its score: cosine similarity in the dense half, BM25 in the lexical one."""

    chunk_id: str
    score: float


class Store:
    """The two collections of one index directory."""

    def __init__(self, index_dir: Path, client: "ClientAPI", recipe: Recipe) -> None:
        self.index_dir = index_dir
        self.recipe = recipe
        self._client = client
        self._chunks = client.get_collection(CHUNKS, embedding_function=None)
        self._articles = client.get_collection(ARTICLES, embedding_function=None)
        self._batch = client.get_max_batch_size()

    @classmethod
    def open(cls, index_dir: Path, *, unfinished: bool = False) -> Self:
        """Open an existing index.

        Raises NotAnIndex, IndexTooNew, and IndexUnfinished unless `unfinished` ones are asked for (to finish them).
        """
        if not is_begun(index_dir):
            raise NotAnIndex(index_dir, "there is no Copydesk index.", "Make one: copydesk index PATH --index DIR.")
        client = _client(index_dir)
        names = _names(client)
        if names <= {ARTICLES}:
            raise IndexUnfinished(index_dir, "its making was interrupted.")
        if not {CHUNKS, ARTICLES} <= names:
            mend = "Name the directory that holds one."
            raise NotAnIndex(index_dir, "this Chroma database holds no Copydesk index.", mend)
        metadata = dict(client.get_collection(CHUNKS, embedding_function=None).metadata or {})
        if missing := {field.name for field in fields(Recipe)} - metadata.keys():
            raise NotAnIndex(
                index_dir, f"its Chroma collection lacks {', '.join(sorted(missing))}.", "Name a Copydesk index."
            )
        state = metadata.pop("state", _WRITING)
        if int(metadata.get("format", 0)) > FORMAT:
            raise IndexTooNew(index_dir, f"its format is {metadata['format']}, this version reads {FORMAT}.",
                              "Update Copydesk, or index the articles into a new directory.")  # fmt: skip
        if state == _WRITING and not unfinished:
            raise IndexUnfinished(index_dir, "an indexing run is under way or was interrupted.")
        return cls(index_dir, client, Recipe(**metadata))

    @classmethod
    def open_or_create(cls, index_dir: Path, recipe: Recipe) -> Self:
        """Open an index to write to it, finished or not, or make it; raises NotAnIndex and IndexTooNew."""
        if is_begun(index_dir) and not _names(_client(index_dir)) <= {ARTICLES}:
            return cls.open(index_dir, unfinished=True)
        return cls.create(index_dir, recipe)

    @classmethod
    def create(cls, index_dir: Path, recipe: Recipe) -> Self:
        """Make the collections, empty and marked as unfinished; those that a killed run has made already stay."""
        index_dir.mkdir(parents=True, exist_ok=True)
        client = _client(index_dir)
        cosine: Any = {"hnsw": {"space": "cosine"}}
        client.get_or_create_collection(ARTICLES, embedding_function=None)
        client.get_or_create_collection(
            CHUNKS, embedding_function=None, configuration=cosine, metadata=asdict(recipe) | {"state": _WRITING}
        )
        return cls(index_dir, client, recipe)

    def require(self, recipe: Recipe) -> None:
        """Raise IndexMismatch where the index was made by another recipe."""
        for field, ours in asdict(recipe).items():
            theirs = getattr(self.recipe, field)
            if theirs != ours:
                mend = f"Use {field}={theirs}, or index the articles into a new directory."
                raise IndexMismatch(self.index_dir, f"it was made with {field}={theirs}, not {ours}.", mend)

    @property
    def state(self) -> str:
        """A digest of the articles held, or "writing" while they are being changed."""
        return str((self._chunks.metadata or {}).get("state", _WRITING))

    def begin(self) -> None:
        """Mark the index as unfinished, before the first change to it."""
        self._mark(_WRITING)

    def commit(self) -> None:
        """Mark the index as whole, after the last change to it."""
        self._mark(self.digest())

    def digest(self) -> str:
        """The digest that `state` has once the articles held now are committed."""
        listing = sorted(f"{id_} {path}" for id_, path in self.paths().items())
        return hashlib.sha256("\n".join(listing).encode()).hexdigest()

    def paths(self) -> dict[str, str]:
        """The path of each article held, by its id."""
        return {id_: str(metadata["path"]) for id_, metadata, _ in _pages(self._articles, ["metadatas"])}

    def put(self, article: Article, chunks: Sequence[Chunk], vectors: "NDArray[np.float32]") -> None:
        """Write an article: its chunks first, then the article itself, so that an article held is held whole."""
        for at in range(0, len(chunks), self._batch):
            batch = chunks[at : at + self._batch]
            self._chunks.upsert(
                ids=[chunk.id for chunk in batch],
                embeddings=vectors[at : at + self._batch],
                documents=[chunk.text for chunk in batch],
                metadatas=[records.chunk_metadata(article, chunk) for chunk in batch],
            )
        self.put_article(article)

    def put_article(self, article: Article) -> None:
        """Write an article's own record, not its chunks."""
        self._articles.upsert(
            ids=[article.id],
            embeddings=[_NO_VECTOR],
            documents=[article.text],
            metadatas=[records.article_metadata(article)],
        )

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles with their chunks."""
        for article_id in article_ids:
            self._articles.delete(ids=[article_id])
            self._chunks.delete(where={"article_id": article_id})

    def remove_orphans(self) -> None:
        """Remove the chunks of articles that are not held: what a killed run has left."""
        held = self.paths().keys()
        owners = {str(metadata["article_id"]) for _, metadata, _ in _pages(self._chunks, ["metadatas"])}
        for article_id in owners - held:
            self._chunks.delete(where={"article_id": article_id})

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with these ids, by id."""
        return {id_: records.article(id_, text, meta) for id_, meta, text in _rows(self._articles, ids)}

    def all_articles(self) -> Iterator[Article]:
        """Every article, in the order of their paths."""
        for id_ in sorted(paths := self.paths(), key=lambda id_: (paths[id_], id_)):
            yield from self.articles([id_]).values()

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """The chunks with these ids, by id."""
        return {id_: records.chunk(id_, text, meta) for id_, meta, text in _rows(self._chunks, ids)}

    def chunks_of(self, article_ids: Sequence[str]) -> list[Chunk]:
        """All chunks of some articles, in no order."""
        if not article_ids:
            return []
        where: Any = {"article_id": {"$in": list(article_ids)}}
        found = self._chunks.get(where=where, include=["metadatas", "documents"])
        rows = zip(found["ids"], found["metadatas"] or [], found["documents"] or [], strict=True)
        return [records.chunk(id_, text, dict(metadata)) for id_, metadata, text in rows]

    def all_chunks(self) -> Iterator[tuple[Chunk, str]]:
        """Every chunk with its article's title."""
        for id_, metadata, text in _pages(self._chunks, ["metadatas", "documents"]):
            yield records.chunk(id_, text, metadata), str(metadata["title"])

    def nearest(self, vector: "NDArray[np.float32]", limit: int) -> list[Hit]:
        """The chunks nearest to a unit vector, with their cosine similarities, best first."""
        limit = min(limit, self.count_chunks())
        if not limit:
            return []
        found = self._chunks.query(query_embeddings=vector[None, :], n_results=limit, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [Hit(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)]

    def count_articles(self) -> int:
        """How many articles are held."""
        return self._articles.count()

    def count_chunks(self) -> int:
        """How many chunks are held."""
        return self._chunks.count()

    def _mark(self, state: str) -> None:
        self._chunks.modify(metadata=asdict(self.recipe) | {"state": state})


def is_begun(index_dir: Path) -> bool:
    """Tell whether a directory holds a database, whatever is in it."""
    return (index_dir / _SQLITE).is_file()


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(len(_SQLITE_HEADER))


def _names(client: "ClientAPI") -> set[str]:
    return {collection.name for collection in client.list_collections()}


def _client(index_dir: Path) -> "ClientAPI":
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    damaged = "Bring it back from a copy, or index the articles into a new directory."
    database = index_dir / _SQLITE
    # Asked before Chroma is, which keeps a client that it could not make and fails otherwise the next time.
    if is_begun(index_dir) and _head(database) not in (b"", _SQLITE_HEADER):
        raise NotAnIndex(index_dir, f"{_SQLITE} is no database.", damaged)
    try:
        return chromadb.PersistentClient(str(index_dir), settings=Settings(anonymized_telemetry=False))
    except ChromaError as error:
        raise NotAnIndex(index_dir, f"its Chroma database cannot be opened ({error}).", damaged) from error


def _pages(collection: "Collection", include: list[Any]) -> Iterator[tuple[str, Any, str]]:
    for offset in range(0, collection.count(), _PAGE):
        page = collection.get(limit=_PAGE, offset=offset, include=include)
        texts = page["documents"] or [""] * len(page["ids"])
        yield from zip(page["ids"], page["metadatas"] or [], texts, strict=True)


def _rows(collection: "Collection", ids: Sequence[str]) -> Iterator[tuple[str, Any, str]]:
    if ids:
        found = collection.get(ids=list(ids), include=["metadatas", "documents"])
        yield from zip(found["ids"], found["metadatas"] or [], found["documents"] or [], strict=True)
