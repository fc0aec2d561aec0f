import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings
from contents import BREAD, BRIDGE, FERRY, contents, held

from index.errors import (
    ArticleEmpty,
    ArticleEncoding,
    IndexLocked,
    IndexMismatch,
    IndexTooNew,
    IndexTooOld,
    IndexUnfinished,
    NoArticles,
    NotAnIndex,
    PathMissing,
)
from index.models import MINILM
from index.read import read
from index.recipe import Recipe
from index.store import WRITING, Store
from index.sync import CHUNK_TOKENS, SyncReport, sync

slow = pytest.mark.slow

RECIPE = Recipe(MINILM.name, MINILM.sha256, CHUNK_TOKENS)


def names(report: SyncReport) -> dict[str, list[str]]:
    """What a report lists, by the names of the files."""
    kinds = ("added", "changed", "removed", "unchanged", "duplicates")
    listed = {kind: [Path(path).name for path in getattr(report, kind)] for kind in kinds}
    listed["failed"] = [Path(error.location).name for error in report.failed]
    return {kind: found for kind, found in listed.items() if found}


@slow
def test_indexing_twice_changes_nothing(news: Path, index_dir: Path) -> None:
    assert names(sync([news], index_dir)) == {"added": ["a.txt", "b.md"]}
    before = contents(index_dir)
    assert names(sync([news], index_dir)) == {"unchanged": ["a.txt", "b.md"]}
    assert contents(index_dir) == before
    assert before["texts"] == {"a.txt": FERRY, "b.md": BRIDGE}


@slow
def test_the_order_of_the_paths_does_not_matter(news: Path, tmp_path: Path) -> None:
    a, b = news / "a.txt", news / "b.md"
    for number, paths in enumerate([[news], [a, b], [b, a], [b, news, a, str(news)]]):
        sync(paths, tmp_path / str(number))
    first, *others = (contents(tmp_path / str(number)) for number in range(4))
    assert all(other == first for other in others)


@slow
def test_what_was_changed_added_and_removed_is_told_and_done(news: Path, index_dir: Path) -> None:
    (news / "c.txt").write_text(BREAD)
    sync([news], index_dir)
    (news / "a.txt").write_text(FERRY + "\nOne is missing.\n")
    (news / "b.md").unlink()
    (news / "d.txt").write_text("Orsk is dry.")
    told = names(sync([news], index_dir))
    assert told == {"added": ["d.txt"], "changed": ["a.txt"], "removed": ["b.md"], "unchanged": ["c.txt"]}
    assert held(index_dir) == {"a.txt": FERRY + "\nOne is missing.\n", "c.txt": BREAD, "d.txt": "Orsk is dry."}


@slow
def test_a_renamed_file_is_the_same_article(news: Path, index_dir: Path) -> None:
    sync([news], index_dir)
    (news / "a.txt").rename(news / "z.txt")
    assert names(sync([news], index_dir)) == {"unchanged": ["b.md", "z.txt"]}
    assert held(index_dir) == {"b.md": BRIDGE, "z.txt": FERRY}


@slow
def test_two_files_that_change_places_stay_what_they_are(news: Path, index_dir: Path) -> None:
    (news / "c.txt").write_text(BREAD)
    sync([news], index_dir)
    (news / "a.txt").write_text(BREAD)
    (news / "c.txt").write_text(FERRY)
    assert names(sync([news], index_dir)) == {"unchanged": ["a.txt", "b.md", "c.txt"]}
    assert held(index_dir) == {"a.txt": BREAD, "b.md": BRIDGE, "c.txt": FERRY}


@slow
def test_the_same_text_in_two_files_is_one_article(news: Path, index_dir: Path) -> None:
    (news / "copy.txt").write_text(FERRY)
    assert names(sync([news], index_dir)) == {"added": ["a.txt", "b.md"], "duplicates": ["copy.txt"]}
    (news / "a.txt").unlink()
    assert names(sync([news], index_dir)) == {"unchanged": ["b.md", "copy.txt"]}
    assert held(index_dir) == {"b.md": BRIDGE, "copy.txt": FERRY}


@slow
@pytest.mark.parametrize("pool", [1000, 3], ids=["texts of their own", "texts that recur"])
def test_after_any_changes_the_index_is_that_of_the_files(news: Path, index_dir: Path, pool: int) -> None:
    chance = random.Random(pool)  # noqa: S311
    for _ in range(25):
        path = news / chance.choice(["a.txt", "b.txt", "c.txt"])
        if chance.random() < 0.3:
            path.unlink(missing_ok=True)
        else:
            path.write_text(f"Boat {chance.randrange(pool)} left the port of Orsk.")
        sync([news], index_dir)
        first = {file.read_text(): file.name for file in sorted(news.iterdir(), reverse=True)}
        assert held(index_dir) == {name: text for text, name in first.items()}


@slow
def test_a_file_renamed_from_text_to_markdown_is_indexed_as_markdown(news: Path, tmp_path: Path) -> None:
    (news / "a.txt").write_text("---\ntitle: Orsk\n---\n\nThe ferry sank.\n")
    sync([news], tmp_path / "updated")
    (news / "a.txt").rename(news / "a.md")
    for name in ("updated", "fresh"):
        sync([news], tmp_path / name)
    assert contents(tmp_path / "updated") == contents(tmp_path / "fresh")


@slow
def test_a_removal_is_seen_however_the_folder_is_spelled(news: Path, index_dir: Path) -> None:
    spelled = news / ".." / news.name
    sync([spelled], index_dir)
    (news / "a.txt").unlink()
    assert names(sync([spelled], index_dir)) == {"removed": ["a.txt"], "unchanged": ["b.md"]}


@slow
def test_one_bad_file_stops_no_other(news: Path, index_dir: Path) -> None:
    (news / "bad.txt").write_bytes(b"caf\xe9")
    (news / "empty.txt").touch()
    report = sync([news], index_dir)
    assert names(report) == {"added": ["a.txt", "b.md"], "failed": ["bad.txt", "empty.txt"]}
    assert [type(error) for error in report.failed] == [ArticleEncoding, ArticleEmpty]


@slow
def test_a_file_whose_name_is_not_unicode_stops_no_other(news: Path, index_dir: Path) -> None:
    Path(os.fsdecode(os.fsencode(news) + b"/\xff.txt")).write_text(BREAD)
    assert names(sync([news], index_dir)) == {"added": ["a.txt", "b.md"], "failed": ["\ufffd.txt"]}


@slow
def test_a_file_that_turned_unreadable_keeps_its_last_version(news: Path, index_dir: Path) -> None:
    sync([news], index_dir)
    (news / "a.txt").write_bytes(b"caf\xe9")
    assert names(sync([news], index_dir, prune=True)) == {"unchanged": ["b.md"], "failed": ["a.txt"]}
    assert held(index_dir) == {"a.txt": FERRY, "b.md": BRIDGE}


@slow
def test_articles_elsewhere_stay_unless_pruned(news: Path, index_dir: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text(BREAD)
    sync([news], index_dir)
    assert names(sync([other], index_dir)) == {"added": ["c.txt"]}
    assert set(held(index_dir)) == {"a.txt", "b.md", "c.txt"}
    assert names(sync([other], index_dir, prune=True)) == {"removed": ["a.txt", "b.md"], "unchanged": ["c.txt"]}
    assert held(index_dir) == {"c.txt": BREAD}


@slow
def test_an_article_without_a_sentence_is_held_without_chunks(index_dir: Path, news: Path) -> None:
    (news / "a.txt").write_text("Updated 4 May 2024")
    assert names(sync([news / "a.txt"], index_dir)) == {"added": ["a.txt"]}
    store = Store.open(index_dir)
    assert (store.count_articles(), store.count_vectors(), store.waiting()) == (1, 0, [])


@slow
def test_progress_tells_what_is_done_and_how_much_of_it(news: Path, index_dir: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    sync([news], index_dir, progress=lambda *step: steps.append(step))
    read_ = [("reading files", 1, 2), ("reading files", 2, 2)]
    assert steps == [*read_, ("embedding articles", 2, 2)]
    steps.clear()
    sync([news], index_dir, progress=lambda *step: steps.append(step))
    assert steps == read_


@slow
def test_a_lost_lexical_half_is_made_again_from_chroma(news: Path, index_dir: Path) -> None:
    sync([news], index_dir)
    before = contents(index_dir)
    shutil.rmtree(index_dir / "lexical")
    assert names(sync([news], index_dir)) == {"unchanged": ["a.txt", "b.md"]}
    assert contents(index_dir) == before


@slow
@pytest.mark.parametrize("removed", [False, True])
def test_an_unfinished_index_is_finished_by_the_next_run(news: Path, index_dir: Path, removed: bool) -> None:
    sync([news], index_dir)
    store = Store.open(index_dir)
    store.mark(WRITING)
    store.remove([read(news / "b.md").id])
    with pytest.raises(IndexUnfinished):
        Store.open(index_dir)
    if removed:
        (news / "a.txt").unlink()
    sync([news], index_dir)
    assert held(index_dir) == ({} if removed else {"a.txt": FERRY}) | {"b.md": BRIDGE}


@slow
@pytest.mark.parametrize("made", [[], ["articles"]])
def test_an_index_whose_making_was_interrupted_is_made(news: Path, index_dir: Path, made: list[str]) -> None:
    client = chromadb.PersistentClient(str(index_dir), settings=Settings(anonymized_telemetry=False))
    for name in made:
        client.create_collection(name, embedding_function=None)
    assert names(sync([news], index_dir)) == {"added": ["a.txt", "b.md"]}


def test_nothing_to_index_is_told_and_makes_no_index(news: Path, index_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(PathMissing):
        sync([news, tmp_path / "nowhere"], index_dir)
    (tmp_path / "void").mkdir()
    with pytest.raises(NoArticles, match="void"):
        sync([tmp_path / "void"], index_dir)
    (news / "a.txt").write_bytes(b"\x00")
    assert names(sync([news / "a.txt"], index_dir)) == {"failed": ["a.txt"]}
    assert not index_dir.exists()


OTHER_RECIPES = [
    (Recipe("another", "0", CHUNK_TOKENS), IndexMismatch),
    (Recipe(MINILM.name, "0", CHUNK_TOKENS), IndexMismatch),
    (Recipe(MINILM.name, MINILM.sha256, 64), IndexMismatch),
    (Recipe(MINILM.name, MINILM.sha256, CHUNK_TOKENS, format=99), IndexTooNew),
    (Recipe(MINILM.name, MINILM.sha256, CHUNK_TOKENS, format=1), IndexTooOld),
]


@pytest.mark.parametrize(("recipe", "error"), OTHER_RECIPES)
def test_an_index_of_another_recipe_is_left_as_it_is(
    news: Path, index_dir: Path, recipe: Recipe, error: type[Exception]
) -> None:
    Store.create(index_dir, recipe).mark("digest")
    for _ in range(2):
        with pytest.raises(error):
            sync([news], index_dir)
    assert chromadb.PersistentClient(
        str(index_dir), settings=Settings(anonymized_telemetry=False)
    ).get_collection("chunks", embedding_function=None).metadata["model"] == recipe.model  # fmt: skip


def test_a_foreign_chroma_database_is_left_as_it_is(news: Path, index_dir: Path) -> None:
    client = chromadb.PersistentClient(str(index_dir), settings=Settings(anonymized_telemetry=False))
    client.create_collection("quickstart", embedding_function=None)
    with pytest.raises(NotAnIndex):
        sync([news], index_dir)
    assert [collection.name for collection in client.list_collections()] == ["quickstart"]


@pytest.mark.parametrize("damage", [b"garbage" * 1000, b"SQLite format 3\x00" + b"\x00" * 5000])
def test_a_damaged_database_is_told(news: Path, index_dir: Path, damage: bytes) -> None:
    index_dir.mkdir()
    (index_dir / "chroma.sqlite3").write_bytes(damage)
    with pytest.raises(NotAnIndex, match="index"):
        sync([news], index_dir)


def test_a_file_is_no_place_for_an_index(news: Path, index_dir: Path) -> None:
    index_dir.write_text("x")
    with pytest.raises(NotAnIndex):
        sync([news], index_dir)
    assert index_dir.read_text() == "x"


def test_a_second_writer_is_refused(news: Path, index_dir: Path) -> None:
    hold = "import filelock, sys\nwith filelock.FileLock(sys.argv[1]):\n print('held', flush=True)\n input()"
    index_dir.mkdir()
    command = [sys.executable, "-c", hold, str(index_dir / "copydesk.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(IndexLocked, match="another process"):
            sync([news], index_dir)
        other.communicate("\n")
