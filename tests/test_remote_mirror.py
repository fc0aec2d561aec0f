import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY, QUESTION, contents, held

from index import mirror
from index.embed import Encoder
from index.errors import IndexUnfinished, IndexUnusable
from index.lexical import Lexical
from index.live import Live
from index.place import to_place
from index.status import status
from index.store import Store
from index.sync import rebuild, sync
from index.verify import verify
from rag.retrieve import HybridRetriever

pytestmark = pytest.mark.slow


@pytest.fixture
def elsewhere(made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HybridRetriever]:
    """A reader on another machine."""
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
    live = Live(made)
    yield HybridRetriever(live, Encoder(), 50)
    live.close()


def found(retriever: HybridRetriever) -> dict[str, str]:
    return {Path(p.article.path).name: p.article.text for p in retriever.retrieve(f"{QUESTION} Bread?", 100)}


def write(news: Path, address: str, cache: Path, encoder: Encoder) -> None:
    """Index on the machine of the first writer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_CACHE", str(cache))
        sync([news], address, embedding_model=encoder)


def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """After how many changes readers have fetched articles, from now on."""
    asked: list[int] = []
    real = Store.shown_since

    def shown_since(store: Store, changes: int):
        asked.append(changes)
        return real(store, changes)

    monkeypatch.setattr(Store, "shown_since", shown_since)
    return asked


def test_a_fresh_reader_has_the_lexical_half_of_the_writer(made: str, elsewhere: HybridRetriever, cache: Path) -> None:
    theirs = Lexical(next(cache.glob("*/*")), Store.open(made).state)
    ours = Lexical(Store.open(made).home, Store.open(made).state)
    assert Store.open(made).home.is_relative_to(cache.with_name("elsewhere"))
    assert ours.search(QUESTION, 10) == theirs.search(QUESTION, 10) != []
    assert found(elsewhere) == {"a.txt": FERRY, "b.md": BRIDGE}


def test_a_reader_fetches_what_came_and_no_more(
    made: str, elsewhere: HybridRetriever, news: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fetched(monkeypatch)
    (news / "c.txt").write_text(BREAD)
    write(news, made, cache, elsewhere.encoder)
    assert found(elsewhere) == {"a.txt": FERRY, "b.md": BRIDGE, "c.txt": BREAD}
    for number in range(3):
        (news / f"{number}.txt").write_text(BREAD.replace("200", f"30{number}"))
        write(news, made, cache, elsewhere.encoder)
    assert found(elsewhere).keys() == {"a.txt", "b.md", "c.txt", "0.txt", "1.txt", "2.txt"}
    assert asked == [1, 2]
    assert verify(made).faults == ()


def test_what_is_gone_is_dropped_and_what_came_with_it_fetched(
    made: str, elsewhere: HybridRetriever, news: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fetched(monkeypatch)
    (news / "a.txt").write_text(BREAD)
    write(news, made, cache, elsewhere.encoder)
    (news / "c.txt").write_text(FERRY)
    write(news, made, cache, elsewhere.encoder)
    (news / "a.txt").unlink()
    write(news, made, cache, elsewhere.encoder)
    assert found(elsewhere) == {"c.txt": FERRY, "b.md": BRIDGE}
    assert asked == [1]  # and nothing from the first change on
    assert verify(made).faults == ()
    store = Store.open(made)
    theirs = Lexical(next(cache.glob("*/*")), store.state).search(QUESTION, 10)
    assert Lexical(store.home, store.state).search(QUESTION, 10) == theirs != []


def test_an_article_that_went_and_came_again_is_there_once(
    made: str, elsewhere: HybridRetriever, news: Path, cache: Path
) -> None:
    (news / "a.txt").unlink()
    write(news, made, cache, elsewhere.encoder)
    (news / "a.txt").write_text(FERRY)
    write(news, made, cache, elsewhere.encoder)
    assert found(elsewhere) == {"a.txt": FERRY, "b.md": BRIDGE}
    assert verify(made).faults == ()


def test_a_move_fetches_nothing(made: str, elsewhere: HybridRetriever, news: Path, cache: Path) -> None:
    (news / "a.txt").rename(news / "moved.txt")
    write(news, made, cache, elsewhere.encoder)
    assert found(elsewhere) == {"moved.txt": FERRY, "b.md": BRIDGE}


def test_a_half_that_is_ahead_of_the_server_is_compared_with_it(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(made)
    note = store.home / "half.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"changes": 7, "state": "0" * 16}))
    (store.home / "lexical" / store.state[:16]).rename(store.home / "lexical" / ("0" * 16))
    asked = fetched(monkeypatch)
    assert mirror.bring_in_step(store, store.marks)
    assert asked == [7]
    assert verify(made).faults == ()


def test_a_half_of_which_something_is_left_is_made_anew(
    made: str, news: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
        Live(made).close()
    (news / "a.txt").unlink()
    sync([news], made, embedding_model=encoder)
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
    monkeypatch.setattr("index.lexical_writer._has_deleted", lambda _folder: True)
    asked = fetched(monkeypatch)
    Live(made).close()
    assert asked == [1, 0]
    assert verify(made).faults == ()


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"state": "x"}', "\0"])
def test_a_note_that_cannot_be_read_is_none(made: str, cache: Path, note: str) -> None:
    home = next(cache.glob("*/*"))
    (home / "half.json").write_text(note)
    shutil.rmtree(home / "lexical")
    assert verify(made).faults == ()


def test_articles_that_are_not_those_of_the_last_run_are_told_and_mended(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(made)
    store.remove([min(store.held())])
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
    with pytest.raises(IndexUnfinished, match="copydesk rebuild"):
        Live(made)
    assert verify(made).faults
    assert not status(made).in_step
    rebuild(made)
    assert verify(made).faults == ()
    Live(made).close()


def test_texts_of_a_run_that_is_under_way_are_not_in_a_half(made: str, tmp_path: Path, news: Path) -> None:
    (news / "c.txt").write_text(BREAD)

    def interrupt(_stage: str, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync([news], made, progress=interrupt)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
        live = Live(made)
        assert live.read(lambda _store, lexical: lexical.count()) == 2
    sync([news], made)
    assert held(made) == {"a.txt": FERRY, "b.md": BRIDGE, "c.txt": BREAD}


def test_a_cache_that_cannot_be_written_is_told_with_its_setting(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "file"))
    with pytest.raises(IndexUnusable, match="COPYDESK_CACHE"):
        Live(made)


def test_a_collection_made_anew_has_another_half(made: str, news: Path, encoder: Encoder) -> None:
    place = to_place(made)
    before = contents(made)
    client = place.connect()  # type: ignore[union-attr]
    for name in (place.chunks, place.articles):
        client.delete_collection(name)
    sync([news], made, embedding_model=encoder)
    Live(made).close()
    assert contents(made) == before
