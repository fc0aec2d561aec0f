"""Articles and chunks in Chroma, which is the truth: all else on disk can be made again from it.

Two collections. `articles` holds the texts with all that is known of them, chunks and sentences too; Chroma wants a
vector for every record, and an article's is the constant [1.0], never searched. `chunks` holds the vectors, which may
come later, in records that a plain LlamaIndex `ChromaVectorStore` can read; its metadata says how the index was made
(`Recipe`), which articles it holds (`state`), and how many times vectors were added (`vectors`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from index import database, records
from index.article import Article, Chunk, located, owner
from index.choice import ALL, Choice
from index.copies import Record
from index.errors import IndexMismatch, IndexUnfinished, NotAnIndex
from index.recipe import Recipe, read_recipe

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from numpy.typing import NDArray

CHUNKS = "chunks"
ARTICLES = "articles"
WRITING = "writing"
_NO_VECTOR: Sequence[float] = [1.0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found, with its score: cosine similarity in the dense half, BM25 in the lexical one."""

    chunk_id: str
    score: float


class Held(NamedTuple):
    """Where an article that is held comes from: its file, and the part of it."""

    path: str
    part: str | None

    @property
    def location(self) -> str:
        """The file and, behind two colons, the part of it."""
        return located(self.path, self.part)


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

        Raises NotAnIndex, IndexTooNew, IndexTooOld, and IndexUnfinished unless `unfinished` ones are asked for.
        """
        if not database.is_begun(index_dir):
            raise NotAnIndex(index_dir, "there is no Copydesk index.", "Make one: copydesk index PATH --index DIR.")
        client = database.connect(index_dir)
        names = database.names(client)
        if names <= {ARTICLES}:
            raise IndexUnfinished(index_dir, "its making was interrupted.")
        if not {CHUNKS, ARTICLES} <= names:
            raise NotAnIndex(
                index_dir, "this Chroma database holds no Copydesk index.", "Name the directory that holds one."
            )
        metadata = dict(client.get_collection(CHUNKS, embedding_function=None).metadata or {})
        recipe = read_recipe(index_dir, metadata)
        if metadata.get("state", WRITING) == WRITING and not unfinished:
            raise IndexUnfinished(index_dir, "an indexing run is under way or was interrupted.")
        return cls(index_dir, client, recipe)

    @classmethod
    def open_or_create(cls, index_dir: Path, recipe: Recipe) -> Self:
        """Open an index to write to it, finished or not, or make it; raises NotAnIndex, IndexTooNew, IndexTooOld."""
        if database.is_begun(index_dir) and not _collections(index_dir) <= {ARTICLES}:
            return cls.open(index_dir, unfinished=True)
        return cls.create(index_dir, recipe)

    @classmethod
    def create(cls, index_dir: Path, recipe: Recipe) -> Self:
        """Make the collections, empty and marked as unfinished; those that a killed run has made already stay."""
        index_dir.mkdir(parents=True, exist_ok=True)
        client = database.connect(index_dir)
        cosine: Any = {"hnsw": {"space": "cosine"}}
        client.get_or_create_collection(ARTICLES, embedding_function=None)
        marks = {"state": WRITING, "vectors": 0}
        client.get_or_create_collection(
            CHUNKS, embedding_function=None, configuration=cosine, metadata=asdict(recipe) | marks
        )
        return cls(index_dir, client, recipe)

    def close(self) -> None:
        """Give back what the client holds; the store cannot be used after."""
        self._client.close()  # type: ignore[attr-defined]  # only of the class that `PersistentClient` gives

    def require(self, recipe: Recipe) -> None:
        """Raise IndexMismatch where the index was made by another recipe."""
        for field, ours in asdict(recipe).items():
            theirs = getattr(self.recipe, field)
            if theirs != ours:
                mend = f"Use {field}={theirs}, or index the articles into a new directory."
                raise IndexMismatch(self.index_dir, f"it was made with {field}={theirs}, not {ours}.", mend)

    @property
    def version(self) -> tuple[str, int]:
        """What is there now: the state, a digest of the articles held or "writing", and the count of `vectors`."""
        marks = self._client.get_collection(CHUNKS, embedding_function=None).metadata or {}
        return str(marks.get("state", WRITING)), int(marks.get("vectors", 0))

    @property
    def state(self) -> str:
        """A digest of the articles held, or "writing" while they are being changed."""
        return self.version[0]

    def mark(self, state: str) -> None:
        """Set the state: WRITING before the first change that a reader would see, a digest after the last."""
        self._mark(state, self.version[1])

    def mark_vectors(self) -> None:
        """Count that there are more vectors than before, for readers to load them."""
        state, vectors = self.version
        self._mark(state, vectors + 1)

    def held(self) -> dict[str, Held]:
        """Where each article that is held comes from, by its id."""
        return {id_: Held(meta["path"], meta.get("part")) for id_, meta, _ in database.rows(self._articles)}

    def shown(self, *, embedded: bool | None = None) -> list[str]:
        """The ids of the articles that readers see, sorted; those with vectors or those without, where it is said."""
        is_shown: dict[str, Any] = {"report": {"$ne": ""}}
        where: Any = is_shown if embedded is None else {"$and": [is_shown, {records.EMBEDDED: embedded}]}
        return sorted(self._articles.get(where=where, include=[])["ids"])

    def records(self) -> Iterator[Record]:
        """What the copies of each article are found by."""
        return (records.record(id_, metadata) for id_, metadata, _ in database.rows(self._articles))

    def put(self, articles: Sequence[tuple[Article, tuple[Chunk, ...], Record]]) -> None:
        """Write articles, each with its chunks, none of them embedded, and its record of copies."""
        for at in range(0, len(articles), self._batch):
            batch = articles[at : at + self._batch]
            self._articles.upsert(
                ids=[article.id for article, _, _ in batch],
                embeddings=[_NO_VECTOR] * len(batch),
                documents=[article.text for article, _, _ in batch],
                metadatas=[records.article_metadata(*entry) for entry in batch],
            )

    def move(self, moved: Mapping[str, Held]) -> None:
        """Record that articles come from elsewhere now."""
        self._update({id_: {"path": to.path, "part": to.part} for id_, to in moved.items()})

    def relink(self, linked: Iterable[Record]) -> None:
        """Record which articles are copies of each other."""
        self._update({record.id: records.link_metadata(record) for record in linked})

    def waiting(self) -> list[str]:
        """The ids of the articles that are not embedded."""
        return sorted(id_ for id_, _, _ in database.rows(self._articles, where={records.EMBEDDED: False}))

    def embed(self, articles: Sequence[tuple[Article, tuple[Chunk, ...]]], vectors: "NDArray[np.float32]") -> None:
        """Write the vectors of articles' chunks, one after the other, then that the articles are embedded."""
        pairs = [(article, chunk) for article, chunks in articles for chunk in chunks]
        for at in range(0, len(pairs), self._batch):
            batch = pairs[at : at + self._batch]
            self._chunks.upsert(
                ids=[chunk.id for _, chunk in batch],
                embeddings=vectors[at : at + self._batch],
                documents=[chunk.text for _, chunk in batch],
                metadatas=[records.chunk_metadata(*pair) for pair in batch],
            )
        self._update({article.id: {records.EMBEDDED: True} for article, _ in articles})

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles with their chunks."""
        for batch in database.batches(article_ids, 100):
            owned: Any = {"article_id": {"$in": batch}}
            self._chunks.delete(where=owned)
            self._articles.delete(ids=batch)

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles with these ids, by id."""
        return {id_: records.article(id_, text, meta) for id_, meta, text in database.some(self._articles, ids)}

    def with_chunks(self, ids: Sequence[str]) -> dict[str, tuple[Article, tuple[Chunk, ...]]]:
        """The articles with these ids and their chunks, by id."""
        return {
            id_: (records.article(id_, text, meta), records.chunks(id_, text, meta))
            for id_, meta, text in database.some(self._articles, ids)
        }

    def all_with_chunks(self, choice: Choice = ALL) -> Iterator[tuple[Article, tuple[Chunk, ...]]]:
        """Every article of a choice with its chunks, by pages, in no order."""
        for id_, meta, text in database.rows(self._articles, where=choice.where(), texts=True):
            yield records.article(id_, text, meta), records.chunks(id_, text, meta)

    def all_articles(self) -> Iterator[Article]:
        """Every article, in the order of their locations."""
        held = self.held()
        for batch in database.batches(sorted(held, key=lambda id_: (held[id_].location, id_)), database.PAGE):
            found = self.articles(batch)
            yield from (found[id_] for id_ in batch if id_ in found)

    def described(self, choice: Choice = ALL) -> Iterator[Article]:
        """The articles of a choice without their texts, in no order."""
        return (records.article(id_, "", meta) for id_, meta, _ in database.rows(self._articles, where=choice.where()))

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """The chunks with these ids, by id."""
        found = self.with_chunks(sorted({owner(id_) for id_ in ids}))
        held = {chunk.id: chunk for _, chunks in found.values() for chunk in chunks}
        return {id_: held[id_] for id_ in ids if id_ in held}

    def report(self, report_ids: Sequence[str]) -> Iterator[Article]:
        """The articles of independent reports, in no order."""
        if report_ids:
            for id_, meta, text in database.rows(
                self._articles, where={"report": {"$in": list(report_ids)}}, texts=True
            ):
                yield records.article(id_, text, meta)

    def nearest(self, vector: "NDArray[np.float32]", limit: int, choice: Choice = ALL) -> list[Hit]:
        """The chunks nearest to a unit vector, with their cosine similarities, best first."""
        limit = min(limit, self.count_vectors())
        if not limit:
            return []
        found = self._chunks.query(
            query_embeddings=vector[None, :], n_results=limit, where=choice.where(), include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [Hit(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)]

    def vectors(self, ids: Sequence[str]) -> dict[str, "NDArray[np.float32]"]:
        """The vectors of chunks, by their ids."""
        found = self._chunks.get(ids=list(ids), include=["embeddings"]) if ids else None
        return dict(zip(found["ids"], found["embeddings"], strict=True)) if found else {}  # type: ignore[arg-type]

    def digests(self) -> dict[str, str]:
        """The SHA-256 that each article's text had when it was written, by its id."""
        return {id_: str(metadata["sha256"]) for id_, metadata, _ in database.rows(self._articles)}

    def embedded_texts(self, ids: Sequence[str]) -> dict[str, str]:
        """The texts beside the vectors of chunks, by the chunks' ids."""
        return {id_: text for id_, _, text in database.some(self._chunks, ids)}

    def vector_ids(self) -> Iterator[str]:
        """The ids of the chunks that have vectors, in no order."""
        return (id_ for id_, _, _ in database.rows(self._chunks))

    def count_articles(self) -> int:
        """How many articles are held."""
        return self._articles.count()

    def count_vectors(self) -> int:
        """How many chunks have vectors."""
        return self._chunks.count()

    def _mark(self, state: str, vectors: int) -> None:
        self._chunks.modify(metadata=asdict(self.recipe) | {"state": state, "vectors": vectors})

    def _update(self, changes: Mapping[str, dict[str, Any]]) -> None:
        for batch in database.batches(changes, self._batch):
            self._articles.update(ids=batch, metadatas=[changes[id_] for id_ in batch])


def _collections(index_dir: Path) -> set[str]:
    """The names of the collections in a directory."""
    client = database.connect(index_dir)
    try:
        return database.names(client)
    finally:
        client.close()  # type: ignore[attr-defined]  # only of the class that `PersistentClient` gives


def digest(held: Mapping[str, Held]) -> str:
    """The state of an index that holds these articles."""
    listing = sorted(f"{id_} {where.location}" for id_, where in held.items())
    return hashlib.sha256("\n".join(listing).encode("utf-8", "surrogatepass")).hexdigest()
