"""An index both of whose halves are in Chroma: on a server of the tests' that speaks the Search API's JSON."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from contents import BREAD, BRIDGE, FERRY, QUESTION
from making import make_article
from remote import ChromaServer
from search_api import Distributed, distributed

import rag
from index.article import Chunk
from index.choice import ALL, Choice
from index.embed import Encoder
from index.hit import Hit
from index.search_api import KEY, search, written
from index.status import status
from index.store import Store
from index.sync import rebuild, sync
from index.verify import verify
from rag.retrieve import RRF_K, fuse

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cache")]


@pytest.fixture(scope="module")
def server(chroma: ChromaServer) -> Iterator[Distributed]:
    with distributed(chroma) as server:
        yield server


@pytest.fixture
def there(server: Distributed) -> str:
    return server.address(f"news-{uuid4().hex[:12]}")


@pytest.fixture
def pile(news: Path) -> Path:
    for n, place in enumerate(("Perm", "Orsk", "Omsk", "Tomsk")):
        for what in ("boat", "bridge", "trawler"):
            (news / f"{what}-{place}.txt").write_text(f"A {what} at {place}\n\nThe {what} was saved {n} days later.\n")
    return news


def test_an_index_on_such_a_server_needs_no_lexical_half_and_is_kept_in_step(
    server: Distributed, there: str, news: Path, cache: Path, encoder: Encoder
) -> None:
    sync([news], there, embedding_model=encoder)
    assert server.schemas[-1]["keys"][KEY]["sparse_vector"]["sparse_vector_index"]["config"]["bm25"]
    assert "by its Search API" in status(there).words
    assert (status(there).chunks, status(there).in_step) == (2, True)
    engine = rag.open(there)
    assert "Forty people" in engine.ask("How many people were saved by a trawler?").text
    assert engine.ask("How much does a loaf cost in Perm?").abstained
    (news / "a.txt").write_text(BREAD)
    sync([news], there, embedding_model=encoder)
    assert "Rs. 200" in engine.ask("How much does a loaf cost in Perm?").text
    assert {passage.article.text for passage in engine.search(QUESTION)} == {BREAD, BRIDGE}
    assert rebuild(there) == 2
    assert verify(there).faults == ()
    assert len(sync([news], there, embedding_model=encoder).unchanged) == 2
    assert not cache.exists()
    engine.close()


@pytest.mark.parametrize("limit", [2, 5, 50])
def test_the_server_fuses_the_union_of_both_halves_as_is_done_here(
    server: Distributed, there: str, pile: Path, encoder: Encoder, limit: int
) -> None:
    sync([pile], there, embedding_model=encoder)
    store, vector = Store.open(there), encoder.encode([QUESTION])[0]
    found = store.fused_hits(vector, QUESTION, limit, ALL, RRF_K)
    _dense, words = asked_of(server.searches[-1])
    ours = [Hit(id_, 0.0) for id_ in server.ranking(collection_of(store), words, None)]
    expected = fuse([store.nearest(vector, limit), ours])
    assert [hit.chunk_id for hit in found] == [hit.chunk_id for hit in expected]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=1e-8)
    assert len(found) > limit or limit == 50


def test_what_both_halves_find_is_what_a_folder_finds(
    there: str, pile: Path, index_dir: Path, encoder: Encoder
) -> None:
    for place in (there, index_dir):
        sync([pile], place, embedding_model=encoder)
    server, folder = rag.open(there), rag.open(index_dir)
    for question in ("Which bridge is at Omsk?", "boat Tomsk", "Who was saved?", "zeppelin", "the of in"):
        assert {p.chunk_id for p in server.search(question, 50)} == {p.chunk_id for p in folder.search(question, 50)}
    server.close()
    folder.close()


def test_articles_are_chosen_by_the_server(there: str, tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "wire.csv").write_text(
        f'text,title,outlet,published\n"{FERRY}",Ferry,The Gull,2026-02-03\n"{BREAD}",Bread,The Heron,2026-02-05\n'
    )
    sync([tmp_path / "wire.csv"], there, embedding_model=encoder)
    engine = rag.open(there)
    assert [p.article.title for p in engine.search("ferry", outlets=["the gull"])] == ["Ferry"]
    assert [p.article.title for p in engine.search("ferry", since=date(2026, 2, 4))] == ["Bread"]
    engine.close()


def test_the_request_asks_for_so_many_of_each_half_and_leaves_none_out() -> None:
    asked = search(np.array([0.6, 0.8], np.float32), "Ferries, ferry!", 5, Choice(("Gull",)), 60).to_dict()
    dense, words = asked_of(asked)
    assert (dense["limit"], words["limit"], asked["limit"]["limit"]) == (5, 5, 10)
    assert dense["return_rank"] is words["return_rank"] is True
    assert dense["default"] == words["default"] == 1e9
    assert (words["key"], words["query"]["values"]) == (KEY, [1.0])
    assert asked["filter"] == {"outlet_key": {"$in": ["gull"]}}
    assert asked["select"] == {"keys": ["#score"]}


def test_a_question_without_words_asks_the_dense_half_alone() -> None:
    asked = search(np.array([0.6, 0.8], np.float32), "the of in", 5, ALL, 60).to_dict()
    assert (len(asked_of(asked)), asked["limit"]["limit"]) == (1, 5)


def test_a_word_counts_the_more_the_oftener_it_is_there_and_less_in_a_title() -> None:
    def weights(text: str, title: str = "") -> list[float]:
        chunk = Chunk("a-000", "a", 0, len(text), text, ())
        return list(written(make_article(text, title=title), chunk)[KEY].values)

    assert weights("ferry ferry")[0] > weights("ferry")[0]
    assert weights("", "ferry")[0] == pytest.approx(weights("ferry")[0] / 2)
    assert weights("ferry", "ferries")[0] == pytest.approx(weights("ferry")[0] * 1.5)
    assert written(make_article("x", title="the"), Chunk("a-000", "a", 0, 3, "the", ())) == {}


def asked_of(asked: dict) -> list[dict]:
    """The `$knn` of a search."""
    return [each["$div"]["right"]["$sum"][1]["$knn"] for each in terms(asked["rank"]["$mul"][1])]


def terms(rank: dict) -> list[dict]:
    return rank.get("$sum", [rank])


def collection_of(store: Store) -> str:
    return f"/api/v2/tenants/default_tenant/databases/default_database/collections/{store._chunks.id}"
