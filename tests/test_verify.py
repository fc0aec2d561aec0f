import shutil
from pathlib import Path

import pytest

from index.lexical_writer import LexicalWriter
from index.store import WRITING, Store
from index.sync import rebuild, sync
from index.verify import verify

pytestmark = pytest.mark.slow


@pytest.fixture
def made(news: Path, index_dir: Path) -> Store:
    sync([news], index_dir)
    return Store.open(index_dir)


def faults(store: Store) -> str:
    return "\n".join(verify(store.index_dir).faults)


def test_an_index_that_was_made_is_whole(made: Store) -> None:
    report = verify(made.index_dir)
    assert (report.articles, report.chunks, report.vectors, report.faults) == (2, 2, 2, ())


def test_what_is_not_embedded_yet_is_no_fault(news: Path, index_dir: Path) -> None:
    sync([news], index_dir, embed=False)
    report = verify(index_dir)
    assert (report.chunks, report.vectors, report.faults) == (2, 0, ())


def test_a_text_that_was_altered_is_found(made: Store) -> None:
    id_ = next(iter(made.held()))
    made._articles.update(ids=[id_], documents=["Nothing of it is true."], embeddings=[[1.0]])
    assert "its text is not the one that was written" in faults(made)
    assert "not in" in faults(made)


def test_a_chunk_whose_text_was_altered_is_found(made: Store) -> None:
    id_ = next(made.vector_ids())
    vectors = list(made.vectors([id_]).values())
    made._chunks.update(ids=[id_], documents=["Nothing of it is true."], embeddings=vectors)
    assert faults(made) == f"{id_}: the text beside its vector is not that of the article."


def test_a_vector_that_was_lost_is_found(made: Store) -> None:
    id_ = next(made.vector_ids())
    made._chunks.delete(ids=[id_])
    assert faults(made) == f"{id_} has no vector, though its article counts as embedded."


def test_an_article_that_was_lost_is_found(made: Store) -> None:
    made._articles.delete(ids=[next(iter(made.held()))])
    assert "There are articles of an interrupted run." in faults(made)
    assert "has a vector, but no article." in faults(made)


def test_an_interrupted_run_is_found(made: Store) -> None:
    made.mark(WRITING)
    assert faults(made).startswith("An indexing run is under way or was interrupted.")


def test_a_lexical_half_that_holds_too_little_is_found_and_rebuilt(made: Store) -> None:
    LexicalWriter(made.index_dir).finish(made.state)
    assert "is not in the lexical half." in faults(made)
    assert "The lexical half holds 0 chunks, the articles have 2." in faults(made)
    assert rebuild(made.index_dir) == 2
    assert faults(made) == ""


def test_a_lost_lexical_half_is_found_and_rebuilt(made: Store) -> None:
    shutil.rmtree(made.index_dir / "lexical")
    assert faults(made) == "The lexical half is missing. Run `copydesk rebuild`."
    rebuild(made.index_dir)
    assert faults(made) == ""


def test_of_very_many_faults_the_first_are_told(news: Path, index_dir: Path) -> None:
    for number in range(60):
        (news / f"n{number}.txt").write_text(f"Boat {number} left the port of Orsk.")
    sync([news], index_dir, embed=False)
    store = Store.open(index_dir)
    LexicalWriter(index_dir).finish(store.state)
    told = verify(index_dir).faults
    assert len(told) == 51
    assert told[-1] == "There are more faults like these."
