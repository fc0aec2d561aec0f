"""Articles and chunks in Chroma, which is the truth: all else on disk can be made again from it.

Two collections. `articles` holds the texts with all that is known of them, chunks and sentences too; Chroma wants a
vector for every record, and an article's is the constant [1.0], never searched. `chunks` holds the vectors, which may
come later, in records that a plain LlamaIndex `ChromaVectorStore` can read; its metadata says how the index was made
(`Recipe`), and how far it is (`Marks`).
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from index import database, records, search_api
from index.article import Article, Chunk, owner
from index.choice import ALL, Choice
from index.copies import Record
from index.errors import IndexMismatch, IndexReplaced, IndexUnfinished
from index.held import Held, digest
from index.hit import Hit
from index.marks import WRITING, Marks, proof, read_marks
from index.place import Guard, Place, Where, to_place
from index.recipe import Recipe, read_recipe
from index.search_api import FUSED

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

_NO_VECTOR: Sequence[float] = [1.0]
_COSINE: Any = {"hnsw": {"space": "cosine"}}


class Store:
    """The two collections of one index; `home` is the folder of this machine that its lexical half lies in.

    Where it is `fused` there is no such half: the chunks' words are in Chroma, too (`index.search_api`).
    """

    def __init__(self, place: Place, client: database.Client, recipe: Recipe, guard: Guard) -> None:
        self.place = place
        self.index_dir = place.name
        self.recipe = recipe
        self._client = client
        self._guard = guard
        self._chunks = client.get_collection(place.chunks, embedding_function=None)
        self._articles = client.get_collection(place.articles, embedding_function=None)
        self._batch = client.get_max_batch_size()
        self.fused = bool((self._chunks.metadata or {}).get(FUSED))
        self.home = place.home(str(self._chunks.id))

    @classmethod
    def open(cls, where: Where, *, unfinished: bool = False, guard: Guard = lambda: None) -> Self:
        """Open an existing index; `guard` is what `Place.locked` gave to who writes.

        Raises NotAnIndex, IndexTooNew, IndexTooOld, and IndexUnfinished unless `unfinished` ones are asked for; on a
        server also IndexUnreachable and IndexRefused.
        """
        place = to_place(where)
        client = place.open()
        metadata = dict(client.get_collection(place.chunks, embedding_function=None).metadata or {})
        recipe = read_recipe(place.name, metadata)
        if read_marks(metadata).state == WRITING and not unfinished:
            raise IndexUnfinished(place.name, "an indexing run is under way or was interrupted.")
        return cls(place, client, recipe, guard)

    @classmethod
    def open_or_create(cls, where: Where, recipe: Recipe, guard: Guard = lambda: None) -> Self:
        """Open an index to write to it, finished or not, or make it; raises as `open` does."""
        place = to_place(where)
        if place.is_made():
            return cls.open(place, unfinished=True, guard=guard)
        return cls.create(place, recipe, guard)

    @classmethod
    def create(cls, where: Where, recipe: Recipe, guard: Guard = lambda: None) -> Self:
        """Make the collections, empty and marked as unfinished; those that a killed run has made already stay."""
        place = to_place(where)
        client = place.create()
        guard()
        client.get_or_create_collection(place.articles, embedding_function=None)
        fused = place.searches_words(client)
        form = {"schema": search_api.schema()} if fused else {"configuration": _COSINE}
        marks = Marks()._asdict() | ({FUSED: True} if fused else {})
        client.get_or_create_collection(place.chunks, embedding_function=None, metadata=asdict(recipe) | marks, **form)
        return cls(place, client, recipe, guard)

    def close(self) -> None:
        """Give back what the client holds; the store cannot be used after."""
        self._client.close()

    def require(self, recipe: Recipe) -> None:
        """Raise IndexMismatch where the index was made by another recipe."""
        for field, ours in asdict(recipe).items():
            theirs = getattr(self.recipe, field)
            if theirs != ours:
                mend = f"Use {field}={theirs}, or index the articles into a new directory."
                raise IndexMismatch(self.index_dir, f"it was made with {field}={theirs}, not {ours}.", mend)

    @property
    def marks(self) -> Marks:
        """How far the index is now; raises IndexReplaced where another was made in its place."""
        found = self._found()
        if found.id != self._chunks.id:
            raise IndexReplaced(self.index_dir, "it was deleted and made anew.", "Open it again.")
        return read_marks(found.metadata or {})

    def searches_words(self) -> bool:
        """Tell whether Chroma could search by words there."""
        return self.place.searches_words(self._client)

    def is_replaced(self) -> bool:
        """Tell whether another index was made in its place; raises NotAnIndex where there is none any more."""
        return self._found().id != self._chunks.id

    @property
    def version(self) -> tuple[str, int]:
        """What is there now: the state, a digest of the articles held or "writing", and the count of `vectors`."""
        return self.marks.version

    @property
    def state(self) -> str:
        """A digest of the articles held, or "writing" while they are being changed."""
        return self.marks.state

    def mark(self, state: str) -> None:
        """Set the state: WRITING before the first change that a reader would see."""
        self._mark(self.marks._replace(state=state))

    def mark_shown(self, held: Mapping[str, Held]) -> Marks:
        """Set the state to that of the articles held, after the last change that a reader would see."""
        marks = self.marks
        marks = marks._replace(state=digest(held), changes=marks.changes + 1, proof=proof(held))
        self._mark(marks)
        return marks

    def mark_vectors(self) -> None:
        """Count that there are more vectors than before, for readers to load them."""
        self._mark((marks := self.marks)._replace(vectors=marks.vectors + 1))

    def held(self) -> dict[str, Held]:
        """Where each article that is held comes from, by its id."""
        return {id_: Held(meta["path"], meta.get("part")) for id_, meta, _ in database.rows(self._articles)}

    def shown(self, *, embedded: bool | None = None) -> list[str]:
        """The ids of the articles that readers see, sorted; those with vectors or those without, where it is said."""
        is_shown: dict[str, Any] = {"report": {"$ne": ""}}
        where: Any = is_shown if embedded is None else {"$and": [is_shown, {records.EMBEDDED: embedded}]}
        return sorted(database.ids(self._articles, where))

    def records(self) -> Iterator[Record]:
        """What the copies of each article are found by."""
        return (records.record(id_, metadata) for id_, metadata, _ in database.rows(self._articles))

    def put(self, articles: Sequence[tuple[Article, tuple[Chunk, ...], Record]]) -> None:
        """Write articles, each with its chunks, none of them embedded, and its record of copies."""
        change = {records.CHANGE: self.marks.changes + 1}
        for batch in database.weighed(articles, self._batch, lambda entry: len(entry[0].text)):
            self._guard()
            self._articles.upsert(
                ids=[article.id for article, _, _ in batch],
                embeddings=[_NO_VECTOR] * len(batch),
                documents=[article.text for article, _, _ in batch],
                metadatas=[records.article_metadata(*entry) | change for entry in batch],
            )

    def move(self, moved: Mapping[str, Held]) -> None:
        """Record that articles come from elsewhere now."""
        self._update({id_: {"path": to.path, "part": to.part} for id_, to in moved.items()})

    def relink(self, linked: Iterable[Record]) -> None:
        """Record which articles are copies of each other."""
        self._update({record.id: records.link_metadata(record) for record in linked})

    def waiting(self) -> list[str]:
        """The ids of the articles that are not embedded."""
        return sorted(database.ids(self._articles, {records.EMBEDDED: False}))

    def embed(self, articles: Sequence[tuple[Article, tuple[Chunk, ...]]], vectors: "NDArray[np.float32]") -> None:
        """Write the vectors of articles' chunks, one after the other, then that the articles are embedded."""
        pairs = [(article, chunk) for article, chunks in articles for chunk in chunks]
        for at in range(0, len(pairs), self._batch):
            batch = pairs[at : at + self._batch]
            self._guard()
            self._chunks.upsert(
                ids=[chunk.id for _, chunk in batch],
                embeddings=vectors[at : at + self._batch],
                documents=[chunk.text for _, chunk in batch],
                metadatas=[records.chunk_metadata(*pair) | self._words(*pair) for pair in batch],
            )
        self._update({article.id: {records.EMBEDDED: True} for article, _ in articles})

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles with their chunks."""
        for batch in database.batches(article_ids, 100):
            owned: Any = {"article_id": {"$in": batch}}
            self._guard()
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
        return self._with_chunks(choice.where())

    def shown_since(self, changes: int) -> Iterator[tuple[Article, tuple[Chunk, ...]]]:
        """The articles that readers see, with their chunks, that came after so many changes; in no order."""
        return self._with_chunks({"$and": [{"report": {"$ne": ""}}, {records.CHANGE: {"$gt": changes}}]})

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

    def report(self, report_ids: Sequence[str], known: Container[str] = ()) -> list[Article]:
        """The articles of independent reports, but for those whose ids are known, in no order."""
        ids = database.ids(self._articles, {"report": {"$in": list(report_ids)}}) if report_ids else []
        return list(self.articles([id_ for id_ in ids if id_ not in known]).values())

    def nearest(self, vector: "NDArray[np.float32]", limit: int, choice: Choice = ALL) -> list[Hit]:
        """The chunks nearest to a unit vector, with their cosine similarities, best first."""
        found = self._chunks.query(
            query_embeddings=vector[None, :], n_results=limit, where=choice.where(), include=["distances"]
        )
        distances = (found["distances"] or [[]])[0]
        return [Hit(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)]

    def fused_hits(
        self, vector: "NDArray[np.float32]", question: str, limit: int, choice: Choice, rrf_k: int
    ) -> list[Hit]:
        """The `limit` best chunks of each half, as Chroma's Search API fuses them, best first."""
        return search_api.hits(self._chunks, search_api.search(vector, question, limit, choice, rrf_k))

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
        return iter(database.ids(self._chunks))

    def count_articles(self) -> int:
        """How many articles are held."""
        return self._articles.count()

    def count_vectors(self) -> int:
        """How many chunks have vectors."""
        return self._chunks.count()

    def _with_chunks(self, where: dict[str, Any] | None) -> Iterator[tuple[Article, tuple[Chunk, ...]]]:
        for id_, meta, text in database.rows(self._articles, where=where, texts=True):
            yield records.article(id_, text, meta), records.chunks(id_, text, meta)

    def _found(self) -> "Collection":
        return self._client.get_collection(self.place.chunks, embedding_function=None)

    def _mark(self, marks: Marks) -> None:
        self._guard()
        fused = {FUSED: True} if self.fused else {}
        self._chunks.modify(metadata=asdict(self.recipe) | marks._asdict() | fused)

    def _words(self, article: Article, chunk: Chunk) -> dict[str, Any]:
        return search_api.written(article, chunk) if self.fused else {}

    def _update(self, changes: Mapping[str, dict[str, Any]]) -> None:
        for batch in database.batches(changes, self._batch):
            self._guard()
            self._articles.update(ids=batch, metadatas=[changes[id_] for id_ in batch])
