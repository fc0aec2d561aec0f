import json
from datetime import date
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY

from index import sync
from index.errors import IndexMismatch, NotAnIndex
from index.live import Live
from index.store import Store
from rag import OutletCount, Overview
from rag.overview import overview


def write(folder: Path, *articles: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    lines = (json.dumps(article) for article in articles)
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


PILE = (
    {"text": FERRY, "outlet": "Orsk Post", "published": "2025-03-02"},
    {"text": FERRY, "outlet": "Perm Echo", "published": "2025-03-03"},
    {"text": BRIDGE, "outlet": "orsk post", "published": "2025-04-01T23:30:00+05:00"},
    {"text": BREAD, "outlet": "Orsk Post"},
    {"text": "The heron came back to the pond of Aldwick.\n", "title": "A heron"},
)


@pytest.fixture
def live(tmp_path: Path, index_dir: Path) -> Live:
    sync([write(tmp_path / "news", *PILE)], index_dir, embed=False)
    return Live(index_dir)


def test_an_overview_counts_articles_reports_outlets_and_days(live):
    assert overview(live) == Overview(
        articles=5,
        reports=4,
        embedded=0,
        outlets=(OutletCount("Orsk Post", 3), OutletCount("Perm Echo", 1)),
        first=date(2025, 3, 2),
        last=date(2025, 4, 1),
    )


def test_an_overview_is_plain_json(live):
    told = json.loads(json.dumps(overview(live).to_dict()))
    assert told["outlets"] == [{"name": "Orsk Post", "articles": 3}, {"name": "Perm Echo", "articles": 1}]
    assert (told["first"], told["last"], told["articles"]) == ("2025-03-02", "2025-04-01", 5)


def test_articles_without_outlet_and_day_are_counted_without_them(tmp_path, index_dir):
    sync([write(tmp_path / "news", PILE[-1])], index_dir, embed=False)
    assert overview(Live(index_dir)) == Overview(1, 1, 0, (), None, None)
    assert Overview(1, 1, 0, (), None, None).to_dict()["first"] is None


def test_the_articles_are_gone_through_once_for_each_state(live, tmp_path, index_dir, monkeypatch):
    times = []
    described = Store.described
    monkeypatch.setattr(Store, "described", lambda self: times.append(1) or described(self))
    assert overview(live) == overview(live)
    assert len(times) == 1
    sync([write(tmp_path / "news", *PILE[:3])], index_dir, embed=False, prune=True)
    assert overview(live).articles == overview(live).articles == 3
    assert len(times) == 2


@pytest.mark.slow
def test_an_overview_tells_how_far_embedding_is(live, tmp_path, index_dir):
    assert overview(live).embedded == 0
    sync([tmp_path / "news"], index_dir)
    assert overview(live).embedded == 5


@pytest.mark.slow
def test_an_engine_gives_an_overview_of_its_index(engine):
    found = engine.overview()
    assert (found.articles, found.embedded) == (5, 5)
    assert {outlet.articles for outlet in found.outlets} == {1}
    assert found.first
    assert found.first <= found.last


@pytest.mark.slow
def test_an_engine_beside_another_answers_from_its_own_index_with_the_same_models(engine, news, index_dir):
    sync([news], index_dir)
    beside = engine.beside(str(index_dir))
    assert beside.encoder is engine.encoder
    assert beside.overview().articles == 2
    question = "How many people were saved by a trawler?"
    assert "Forty" in beside.ask(question).text
    assert "Forty" not in engine.ask(question).text


@pytest.mark.slow
def test_an_engine_beside_another_is_refused_where_there_is_no_index_or_one_of_another_model(
    engine, tmp_path, news, index_dir
):
    with pytest.raises(NotAnIndex):
        engine.beside(tmp_path / "nowhere")
    sync([news], index_dir, embed=False)
    store = Store.open(index_dir)
    metadata = store._chunks.metadata | {"model": "another"}
    store._chunks.modify(metadata=metadata)
    with pytest.raises(IndexMismatch, match="another"):
        engine.beside(index_dir)
