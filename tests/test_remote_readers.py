"""Readers who have an index open while it is deleted and made anew, and many who come at once."""

import os
import signal
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY, QUESTION
from processes import forking, started

from index.embed import Encoder
from index.errors import IndexMismatch, NotAnIndex
from index.listing import articles
from index.live import Live
from index.place import to_place
from index.server import Server
from index.store import Store
from index.sync import sync
from index.verify import verify
from rag.retrieve import HybridRetriever

pytestmark = pytest.mark.slow


@pytest.fixture
def opened(made: str, encoder: Encoder) -> Iterator[HybridRetriever]:
    live = Live(made)
    yield HybridRetriever(live, encoder, 50)
    live.close()


def delete(address: str) -> None:
    place = to_place(address)
    assert isinstance(place, Server)
    client = place.connect()
    for name in (place.chunks, place.articles):
        client.delete_collection(name)
    client.close()


def texts(retriever: HybridRetriever) -> set[str]:
    return {passage.article.text for passage in retriever.retrieve(f"{QUESTION} Bread?", 100)}


@pytest.mark.parametrize("other", [False, True])
def test_a_reader_is_told_that_its_index_was_deleted_and_goes_on_with_the_next(
    made: str, opened: HybridRetriever, news: Path, encoder: Encoder, other: bool
) -> None:
    assert texts(opened) == {FERRY, BRIDGE}
    delete(made)
    for _ in range(2):
        with pytest.raises(NotAnIndex, match="not on the server"):
            texts(opened)
    if other:
        (news / "a.txt").write_text(BREAD)
    sync([news], made, embedding_model=encoder)
    assert texts(opened) == {BREAD if other else FERRY, BRIDGE}


def test_an_index_that_is_made_anew_under_a_question_is_asked_again(
    made: str, opened: HybridRetriever, news: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times = Store.with_chunks, []

    def with_chunks(store: Store, ids: list[str]):
        times.append(ids)
        if len(times) == 1:
            delete(made)
            (news / "c.txt").write_text(BREAD)
            sync([news], made, embedding_model=encoder)
        return real(store, ids)

    monkeypatch.setattr(Store, "with_chunks", with_chunks)
    assert texts(opened) == {FERRY, BRIDGE, BREAD}


def test_an_index_that_is_made_anew_with_another_model_is_not_asked(
    made: str, opened: HybridRetriever, monkeypatch: pytest.MonkeyPatch, news: Path
) -> None:
    delete(made)
    with monkeypatch.context() as patch:
        patch.setattr(Encoder, "fingerprint", property(lambda _self: "another"))
        sync([news], made, embed=False)
    with pytest.raises(IndexMismatch, match="another model"):
        texts(opened)


def test_what_only_reads_texts_makes_no_lexical_half(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
    assert len(articles(made)) == 2
    assert not (tmp_path / "elsewhere").exists()


def open_and_tell(address: str, cache: str, log: str) -> None:
    """Open an index, and write down how often the articles were fetched."""
    real = Store.shown_since

    def shown_since(store: Store, changes: int):
        with Path(log).open("a") as stream:
            stream.write("fetched\n")
        return real(store, changes)

    Store.shown_since = shown_since  # type: ignore[method-assign]
    os.environ["COPYDESK_CACHE"] = cache
    Live(address).close()


def test_of_readers_that_start_at_once_on_a_machine_one_makes_the_half(made: str, tmp_path: Path) -> None:
    asked = made, str(tmp_path / "elsewhere"), str(tmp_path / "log")
    processes = [started(open_and_tell, *asked) for _ in range(4)]
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert (tmp_path / "log").read_text() == "fetched\n"


def open_and_stop(address: str, cache: str, far: Event) -> None:
    """Begin to make a half, and come no further."""
    real = Store.shown_since

    def shown_since(store: Store, changes: int):
        for each in real(store, changes):
            yield each
            far.set()
            signal.pause()

    Store.shown_since = shown_since  # type: ignore[method-assign]
    os.environ["COPYDESK_CACHE"] = cache
    Live(address)


def test_a_half_whose_making_was_killed_is_made_by_the_next(
    made: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = forking().Event()
    process = started(open_and_stop, made, str(tmp_path / "elsewhere"), far)
    assert far.wait(60)
    process.kill()
    process.join()
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "elsewhere"))
    lexical = Store.open(made).home / "lexical"
    assert [folder.name for folder in lexical.iterdir()] == [f"making-{process.pid}"]
    assert verify(made).faults == ()
    assert [folder.name for folder in lexical.iterdir()] == [Store.open(made).state[:16]]
