from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from strategies import make

from index.article import Article, Chunk
from index.chunk import chunk
from index.copies import record
from index.errors import IndexMismatch, IndexTooNew, IndexTooOld, IndexUnfinished, NotAnIndex
from index.recipe import FORMAT, Recipe
from index.split import split
from index.store import WRITING, Held, Store, digest

RECIPE = Recipe("a-model", "fingerprint", 20)
IST = timezone(timedelta(hours=5, minutes=30))
TEXT = "The ferry sank off Orsk.\n\n- Forty were saved.\n- One was lost.\n\n| a | b |\n\nThe 🚢 was old."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "index", RECIPE)


def pieces(article: Article, budget: int = 20) -> tuple[Chunk, ...]:
    return chunk(article, split(article), lambda some: [len(text.split()) for text in some], budget)


def unit_vectors(count: int) -> np.ndarray:
    return np.eye(8, dtype=np.float32)[:count]


def put(store: Store, article: Article) -> tuple[Chunk, ...]:
    chunks = pieces(article, 8)
    store.put([(article, chunks, record(article))])
    store.embed([(article, chunks)], unit_vectors(len(chunks)))
    return chunks


def state(store: Store) -> str:
    return digest(store.held())


def all_chunks(store: Store) -> list[Chunk]:
    return [piece for _, chunks in store.all_with_chunks() for piece in chunks]


PROVENANCE = [
    {},
    {"published": date(2024, 5, 4)},
    {"published": date(1903, 5, 4)},
    {"published": datetime(2024, 5, 4, 15, 58, tzinfo=IST)},
    {"published": datetime(2024, 5, 4, tzinfo=UTC)},
    {"updated": datetime(2024, 5, 4, 15, 58, tzinfo=IST), "author": "A. Reporter"},
    {"path": "/news/a.jsonl", "part": "12", "format": "record"},
    {"outlet": "Orsk Daily", "url": "https://news.example/1", "dateline": "ORSK", "body": 4, "title": 'A "title" 🚢'},
]


@pytest.mark.parametrize("provenance", PROVENANCE)
def test_an_article_comes_back_as_it_was_put(store: Store, provenance: dict[str, object]) -> None:
    article = replace(make(TEXT), **provenance)
    put(store, article)
    back = store.articles([article.id])[article.id]
    assert back == article
    assert type(back.published) is type(article.published)
    if isinstance(article.published, datetime):
        assert back.published.utcoffset() == article.published.utcoffset()
    assert list(store.all_articles()) == [article]


def test_chunks_come_back_as_they_were_put_with_their_sentences(store: Store) -> None:
    chunks = put(store, make(TEXT))
    assert len(chunks) > 1
    assert tuple(store.chunks([piece.id for piece in chunks]).values()) == chunks
    assert list(store.all_with_chunks()) == [(make(TEXT), chunks)]
    assert store.with_chunks([make(TEXT).id]) == {make(TEXT).id: (make(TEXT), chunks)}
    assert sorted(store.vector_ids()) == [piece.id for piece in chunks]


def test_copies_come_back_as_they_were_put_and_as_they_were_linked(store: Store) -> None:
    put(store, make(TEXT))
    assert list(store.records()) == [record(make(TEXT))]
    linked = replace(record(make(TEXT)), copies=("0" * 16,), report=make(TEXT).id)
    store.relink([linked])
    assert list(store.records()) == [linked]
    assert list(store.report([make(TEXT).id])) == [replace(make(TEXT), report=make(TEXT).id)]
    assert list(store.report([])) == []


def test_an_article_waits_until_it_is_embedded(store: Store) -> None:
    article, chunks = make(TEXT), pieces(make(TEXT), 8)
    store.put([(article, chunks, record(article))])
    assert store.waiting() == [article.id]
    assert (store.count_articles(), store.count_vectors()) == (1, 0)
    store.embed([(article, chunks)], unit_vectors(len(chunks)))
    assert store.waiting() == []
    assert store.count_vectors() == len(chunks)


def test_an_article_without_chunks_does_not_wait(store: Store) -> None:
    store.put([(make("Orsk"), (), record(make("Orsk")))])
    assert store.waiting() == []


def test_more_than_a_page_of_articles_comes_back_in_the_order_of_their_locations(store: Store) -> None:
    many = [
        replace(make(f"Boat {n} left."), id=f"{n:016x}", path=f"/news/{(n * 7) % 1009:04d}.txt") for n in range(501)
    ]
    store.put([(article, (), record(article)) for article in many])
    assert list(store.all_articles()) == sorted(many, key=lambda article: article.path)


def test_what_is_not_held_is_not_found(store: Store) -> None:
    assert store.articles(["nothing"]) == {}
    assert store.chunks([]) == {}
    assert store.nearest(unit_vectors(1)[0], 5) == []


def test_putting_twice_holds_once(store: Store) -> None:
    chunks = put(store, make(TEXT))
    before = state(store)
    put(store, make(TEXT))
    assert (store.count_articles(), store.count_vectors(), state(store)) == (1, len(chunks), before)


def test_a_chunk_is_nearest_to_its_own_vector_with_cosine_one(store: Store) -> None:
    chunks = put(store, make(TEXT))
    for piece, vector in zip(chunks, unit_vectors(len(chunks)), strict=True):
        first, *others = store.nearest(vector, 100)
        assert first.chunk_id == piece.id
        assert first.score == pytest.approx(1, abs=1e-5)
        assert [hit.score for hit in others] == pytest.approx([0] * (len(chunks) - 1), abs=1e-5)


def test_an_article_is_removed_with_its_chunks(store: Store) -> None:
    other = replace(make("Perm is dry."), id="fedcba9876543210")
    put(store, make(TEXT))
    kept = put(store, other)
    store.remove([make(TEXT).id])
    assert store.held() == {other.id: Held(other.path, None)}
    assert all_chunks(store) == list(kept)
    assert sorted(store.vector_ids()) == [piece.id for piece in kept]


def test_the_state_is_a_digest_of_ids_and_locations(store: Store) -> None:
    put(store, make(TEXT))
    id_, before = make(TEXT).id, state(store)
    for where in (Held("/news/b.txt", None), Held("/news/a.txt", "1")):
        store.move({id_: where})
        assert store.held() == {id_: where}
        assert state(store) != before
    store.move({id_: Held("/news/a.txt", None)})
    assert store.held() == {id_: Held("/news/a.txt", None)}
    assert state(store) == before


def test_an_index_is_unfinished_until_it_is_marked_and_where_writing_is(store: Store) -> None:
    for _ in range(2):
        with pytest.raises(IndexUnfinished, match="interrupted"):
            Store.open(store.index_dir)
        assert Store.open(store.index_dir, unfinished=True).state == WRITING
        store.mark(state(store))
        assert Store.open(store.index_dir).state == state(store) == store.state
        store.mark(WRITING)


def test_an_index_of_which_only_the_articles_were_made_is_unfinished(tmp_path: Path) -> None:
    client = chromadb.PersistentClient(str(tmp_path), settings=Settings(anonymized_telemetry=False))
    client.create_collection("articles", embedding_function=None)
    with pytest.raises(IndexUnfinished, match="its making was interrupted"):
        Store.open(tmp_path)


def test_marking_vectors_changes_the_version_but_not_the_state(store: Store) -> None:
    store.mark("digest")
    assert store.version == ("digest", 0)
    store.mark_vectors()
    assert Store.open(store.index_dir).version == store.version == ("digest", 1)
    store.mark("another")
    assert store.version == ("another", 1)
    assert Store.open(store.index_dir).recipe == RECIPE


def test_an_index_opens_with_its_recipe(store: Store) -> None:
    store.mark(state(store))
    assert Store.open(store.index_dir).recipe == RECIPE


@pytest.mark.parametrize("change", [{"model": "other"}, {"fingerprint": "other"}, {"chunk_tokens": 21}])
def test_another_recipe_is_a_mismatch(store: Store, change: dict[str, object]) -> None:
    store.require(RECIPE)
    with pytest.raises(IndexMismatch, match=next(iter(change))):
        store.require(replace(RECIPE, **change))


def test_a_newer_format_is_too_new(tmp_path: Path) -> None:
    Store.create(tmp_path, replace(RECIPE, format=FORMAT + 1)).mark("digest")
    with pytest.raises(IndexTooNew, match="Update Copydesk"):
        Store.open(tmp_path)


def test_an_older_format_is_too_old_for_readers_and_writers(tmp_path: Path) -> None:
    Store.create(tmp_path, replace(RECIPE, format=FORMAT - 1)).mark("digest")
    for unfinished in (False, True):
        with pytest.raises(IndexTooOld, match="into a new directory"):
            Store.open(tmp_path, unfinished=unfinished)


def test_a_folder_or_file_without_chroma_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(NotAnIndex, match="no Copydesk index"):
            Store.open(path)


@pytest.mark.parametrize("names", [["quickstart"], ["chunks"], ["chunks", "articles"]])
def test_a_foreign_chroma_database_is_no_index(tmp_path: Path, names: list[str]) -> None:
    client = chromadb.PersistentClient(str(tmp_path), settings=Settings(anonymized_telemetry=False))
    for name in names:
        client.create_collection(
            name, embedding_function=None, metadata=asdict(RECIPE) if names == ["chunks"] else None
        )
    with pytest.raises(NotAnIndex):
        Store.open(tmp_path)
    assert {collection.name for collection in client.list_collections()} == set(names)


@pytest.mark.parametrize("damage", [b"garbage", b"garbage" * 1000])
def test_a_damaged_database_is_no_index(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(damage)
    with pytest.raises(NotAnIndex):
        Store.open(tmp_path)


def test_a_damaged_database_is_no_index_however_often_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    for _ in range(2):
        with pytest.raises(NotAnIndex):
            Store.open(tmp_path)


def test_a_plain_llama_index_vector_store_reads_the_chunks(store: Store) -> None:
    from llama_index.core.vector_stores.types import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    chunks = put(store, replace(make(TEXT), outlet="Orsk Daily"))
    reader = ChromaVectorStore(chroma_collection=store._chunks)
    found = reader.query(VectorStoreQuery(query_embedding=unit_vectors(1)[0].tolist(), similarity_top_k=1))
    node = found.nodes[0]
    assert (node.node_id, node.text, node.ref_doc_id) == (chunks[0].id, chunks[0].text, make(TEXT).id)
    assert (node.metadata["outlet"], node.metadata["start"]) == ("Orsk Daily", chunks[0].start)
