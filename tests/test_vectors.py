from pathlib import Path

import pytest
from contents import BREAD, contents, held

import rag
from index.status import status
from index.store import Store
from index.sync import sync
from index.vectors import embed_waiting

pytestmark = pytest.mark.slow


class StoppedError(Exception):
    pass


def stop_embedding(stage: str, _done: int, _total: int) -> None:
    if stage == "embedding articles":
        raise StoppedError


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A hundred articles, more than are embedded together."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(100):
        paragraphs = (f"Boat {number} left quay {n}. " + "It was old and it was not insured. " * 20 for n in range(3))
        (folder / f"{number:03d}.txt").write_text(f"Boat {number} leaves\n\n" + "\n\n".join(paragraphs) + "\n")
    return folder


def counts(index_dir: Path) -> tuple[int, int, bool]:
    found = status(index_dir)
    return found.articles, found.embedded, found.in_step


def test_articles_that_are_left_to_a_later_run_are_found_by_their_words(news: Path, index_dir: Path) -> None:
    sync([news], index_dir, embed=False)
    assert counts(index_dir) == (2, 0, True)
    assert Store.open(index_dir).count_vectors() == 0
    engine = rag.open(index_dir)
    assert [Path(p.article.path).name for p in engine.search("Which lorries take the tunnel?")] == ["b.md"]
    assert "trawler" in engine.ask("Who saved the forty people?").text


def test_a_later_run_embeds_what_an_earlier_one_left(news: Path, index_dir: Path, tmp_path: Path) -> None:
    sync([news], index_dir, embed=False)
    (news / "c.txt").write_text(BREAD)
    sync([news], index_dir)
    assert counts(index_dir) == (3, 3, True)
    sync([news], tmp_path / "fresh")
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_an_article_that_goes_before_it_is_embedded_leaves_no_vector(news: Path, index_dir: Path) -> None:
    sync([news], index_dir, embed=False)
    (news / "a.txt").unlink()
    sync([news], index_dir)
    assert counts(index_dir) == (1, 1, True)
    assert list(held(index_dir)) == ["b.md"]


def test_embedding_that_was_interrupted_goes_on_where_it_stopped(many: Path, index_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(StoppedError):
        sync([many], index_dir, progress=stop_embedding)
    articles, embedded, in_step = counts(index_dir)
    assert 0 < embedded < articles == 100
    assert in_step
    assert {Path(p.article.path).name for p in rag.open(index_dir).search("Boat 99", 100)} >= {"099.txt", "000.txt"}
    steps: list[tuple[str, int, int]] = []
    sync([many], index_dir, progress=lambda *step: steps.append(step))
    assert {total for stage, _, total in steps if stage == "embedding articles"} == {100 - embedded}
    assert steps[-1] == ("embedding articles", 100 - embedded, 100 - embedded)
    sync([many], tmp_path / "fresh")
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_where_nothing_waits_nothing_is_embedded_and_readers_load_nothing(news: Path, index_dir: Path) -> None:
    sync([news], index_dir)
    store = Store.open(index_dir)
    before = store.version

    class NoHands:
        """Fail where they are asked for anything."""

    assert embed_waiting(store, NoHands(), stop_embedding) == 0  # type: ignore[arg-type]
    assert store.version == before


def test_new_vectors_are_told_to_readers(news: Path, index_dir: Path) -> None:
    sync([news], index_dir, embed=False)
    engine = rag.open(index_dir)
    (state, before) = engine.store.version
    assert engine.store.count_vectors() == 0
    sync([news], index_dir)
    assert engine.store.version == (state, before + 1)
    assert engine.store.count_vectors() > 0
