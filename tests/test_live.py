import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from contents import BREAD, FERRY
from processes import run, started

import rag
from index.embed import Encoder
from index.errors import IndexUnfinished, NotAnIndex
from index.lexical import Lexical
from index.live import Live
from index.store import WRITING, Store
from index.sync import sync
from rag.retrieve import HybridRetriever

pytestmark = pytest.mark.slow

QUESTION = "Which ferry, bridge or bread is there in Perm or off Orsk?"
RIVERS = ("Kama", "Lena", "Ob", "Don", "Neva", "Ural", "Oka", "Amur", "Volga", "Irtysh")


def found(retriever: HybridRetriever) -> set[str]:
    """The names of the files that a question finds, whose words are in all of them."""
    return {Path(passage.article.path).name for passage in retriever.retrieve(QUESTION, 100)}


@pytest.fixture
def opened(news: Path, index_dir: Path, encoder: Encoder) -> HybridRetriever:
    """A reader of an index of a.txt and b.md."""
    sync([news], index_dir)
    return HybridRetriever(Live(index_dir), encoder, 50)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.live._PATIENCE", 0.5)


def test_an_engine_sees_what_another_process_has_changed(news: Path, index_dir: Path) -> None:
    sync([news], index_dir)
    engine = rag.open(index_dir)
    assert engine.ask("How much does a loaf cost in Perm?").abstained
    (news / "c.txt").write_text(BREAD)
    run(sync, [news], index_dir)
    assert "Rs. 200" in engine.ask("How much does a loaf cost in Perm?").text
    (news / "c.txt").unlink()
    run(sync, [news], index_dir)
    assert engine.ask("How much does a loaf cost in Perm?").abstained


def test_an_article_is_read_as_it_is_now(news: Path, index_dir: Path, opened: HybridRetriever) -> None:
    assert found(opened) == {"a.txt", "b.md"}
    (news / "a.txt").write_text(FERRY.replace("Forty", "Fifty"))
    run(sync, [news], index_dir)
    texts = [passage.text for passage in opened.retrieve("Who was saved by a trawler?", 1)]
    assert "Fifty people were saved by a trawler." in texts[0]


def test_a_moved_article_is_read_at_its_new_place(news: Path, index_dir: Path, opened: HybridRetriever) -> None:
    assert found(opened) == {"a.txt", "b.md"}
    (news / "a.txt").rename(news / "z.txt")
    run(sync, [news], index_dir)
    assert found(opened) == {"b.md", "z.txt"}


def test_until_the_texts_are_in_the_old_ones_are_found_and_then_the_new_ones(
    news: Path, index_dir: Path, opened: HybridRetriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.take._BATCH", 1)
    (news / "a.txt").unlink()
    (news / "c.txt").write_text(BREAD)
    (news / "d.txt").write_text("The ferry off Orsk is new.")
    seen: list[tuple[str, set[str]]] = []
    sync([news], index_dir, progress=lambda stage, _done, _total: seen.append((stage, found(opened))))
    old, new = {"a.txt", "b.md"}, {"b.md", "c.txt", "d.txt"}
    assert seen == [*[("reading files", old)] * 3, ("embedding articles", new)]
    assert found(opened) == new


def test_between_the_marks_a_reader_waits(index_dir: Path, opened: HybridRetriever) -> None:
    writer = Store.open(index_dir)
    state = writer.state
    writer.mark(WRITING)
    later = threading.Timer(0.3, writer.mark, [state])
    later.start()
    assert found(opened) == {"a.txt", "b.md"}
    later.join()


@pytest.mark.usefixtures("impatient")
def test_a_reader_that_has_waited_long_enough_is_told(index_dir: Path, opened: HybridRetriever) -> None:
    writer = Store.open(index_dir)
    state = writer.state
    writer.mark(WRITING)
    for read in (lambda: found(opened), lambda: Live(index_dir)):
        with pytest.raises(IndexUnfinished, match="under way or was interrupted") as error:
            read()
        assert "copydesk index" in error.value.mend
    writer.mark(state)
    assert found(opened) == {"a.txt", "b.md"}


@pytest.mark.usefixtures("opened")
def test_what_is_read_while_the_index_changes_is_read_again(index_dir: Path) -> None:
    live, writer = Live(index_dir), Store.open(index_dir)
    state, times = writer.state, []

    def change_once(store: Store, _lexical: Lexical) -> str:
        times.append(store.state)
        if len(times) == 1:
            writer.mark(WRITING)
            threading.Timer(0.1, writer.mark, [state]).start()
        return store.state

    assert live.read(change_once) == state
    assert len(times) == 2


def test_an_index_whose_first_texts_are_not_in_is_not_read_and_not_waited_for(
    news: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.take._BATCH", 1)
    told: list[type[Exception]] = []

    def look(stage: str, _done: int, _total: int) -> None:
        if stage == "reading files":
            with pytest.raises((NotAnIndex, IndexUnfinished)) as error:
                Live(index_dir)
            told.append(error.type)
        else:
            assert Live(index_dir).store.count_articles() == 2

    sync([news], index_dir, progress=look)
    assert told[-1] is IndexUnfinished


def write_all(news: Path, index_dir: Path, piles: Sequence[dict[str, str]]) -> None:
    """Index one pile after the other from the same folder."""
    for pile in piles:
        for file in news.iterdir():
            file.unlink()
        for name, text in pile.items():
            (news / name).write_text(text)
        sync([news], index_dir)


def piles() -> list[dict[str, str]]:
    """A pile of five, in which each time two articles go, one is changed, and two come."""
    made = []
    for turn in range(5):
        names = [RIVERS[(2 * turn + n) % len(RIVERS)] for n in range(5)]
        pile = {f"{name}.txt": f"{name} news\n\nThe ferry on the {name} sank at {name} bridge.\n" for name in names}
        made.append(pile | {f"{names[2]}.txt": f"The bread on the {names[2]} went up for time {turn} at Perm.\n"})
    return made


def test_who_asks_while_another_process_writes_sees_one_state_or_the_next(
    tmp_path: Path, index_dir: Path, encoder: Encoder
) -> None:
    news, states = tmp_path / "piles", piles()
    news.mkdir()
    write_all(news, index_dir, states[:1])
    readers = [HybridRetriever(Live(index_dir), encoder, 50) for _ in range(2)]
    seen: list[set[str]] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def ask(retriever: HybridRetriever) -> None:
        try:
            while not done.is_set():
                seen.append({passage.article.text for passage in retriever.retrieve(QUESTION, 100)})
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)

    # One of the readers is used from two threads.
    threads = [threading.Thread(target=ask, args=(reader,)) for reader in (readers[0], *readers)]
    for thread in threads:
        thread.start()
    writer = started(write_all, news, index_dir, states[1:])
    writer.join()
    done.set()
    for thread in threads:
        thread.join()
    assert writer.exitcode == 0
    assert faults == []
    expected = [set(pile.values()) for pile in states]
    assert all(found in expected for found in seen)
    assert expected[0] in seen
    for reader in readers:
        assert {passage.article.text for passage in reader.retrieve(QUESTION, 100)} == expected[-1]
