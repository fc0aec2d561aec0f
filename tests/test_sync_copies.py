import json
from pathlib import Path

import pytest
from contents import contents
from rewrites import stories, wire

import rag
from index.article import Article
from index.store import Store
from index.sync import rebuild, sync

pytestmark = pytest.mark.slow

STORY = stories()["01-a"]
OTHER = stories()["02-a"]


def save(folder: Path, name: str, text: str, outlet: str, published: str) -> None:
    title, body = text.split("\n\n", 1)
    record = {"title": title, "text": body, "outlet": outlet, "published": published}
    (folder / name).write_text(json.dumps(record) + "\n")


@pytest.fixture
def wires(tmp_path: Path) -> Path:
    """A story that two outlets carry, the second a day later, and another story."""
    folder = tmp_path / "wires"
    folder.mkdir()
    save(folder, "a.jsonl", STORY, "Orsk Daily", "2024-05-04")
    save(folder, "b.jsonl", wire(STORY), "Perm Post", "2024-05-05")
    save(folder, "c.jsonl", OTHER, "Perm Post", "2024-05-06")
    return folder


def by_file(index_dir: Path) -> dict[str, Article]:
    return {Path(article.path).name: article for article in Store.open(index_dir).all_articles()}


def reports(index_dir: Path) -> dict[str, str]:
    """By the name of a file, that of the file which is the first of its report."""
    found = by_file(index_dir)
    names = {article.id: name for name, article in found.items()}
    return {name: names[article.report or "none"] for name, article in found.items()}


def test_copies_in_two_files_are_one_report_which_is_named_by_the_first(wires: Path, index_dir: Path) -> None:
    sync([wires], index_dir)
    assert reports(index_dir) == {"a.jsonl": "a.jsonl", "b.jsonl": "a.jsonl", "c.jsonl": "c.jsonl"}


def test_copies_that_come_in_different_runs_are_linked_as_those_that_come_together(wires: Path, tmp_path: Path) -> None:
    for name in ("b.jsonl", "c.jsonl", "a.jsonl"):
        sync([wires / name], tmp_path / "updated")
    sync([wires], tmp_path / "fresh")
    assert contents(tmp_path / "updated") == contents(tmp_path / "fresh")


def test_a_report_whose_first_article_goes_is_named_by_the_next(wires: Path, index_dir: Path, tmp_path: Path) -> None:
    sync([wires], index_dir)
    (wires / "a.jsonl").unlink()
    sync([wires], index_dir)
    assert reports(index_dir) == {"b.jsonl": "b.jsonl", "c.jsonl": "c.jsonl"}
    sync([wires], tmp_path / "fresh")
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_a_copy_that_turns_into_another_story_leaves_the_report(wires: Path, index_dir: Path) -> None:
    sync([wires], index_dir)
    save(wires, "b.jsonl", stories()["03-a"], "Perm Post", "2024-05-05")
    sync([wires], index_dir)
    assert reports(index_dir) == {name: name for name in ("a.jsonl", "b.jsonl", "c.jsonl")}


def test_links_are_the_same_when_made_anew(wires: Path, index_dir: Path) -> None:
    sync([wires], index_dir)
    before = contents(index_dir)
    assert rebuild(index_dir) == 3
    assert contents(index_dir) == before


def test_a_search_shows_one_of_the_copies_and_names_the_others(wires: Path, index_dir: Path) -> None:
    sync([wires], index_dir)
    found = by_file(index_dir)
    passages = rag.open(index_dir).search(max(STORY.split("\n\n", 1)[1].split(". "), key=len)[:200], 20)
    assert len(passages) == len({passage.text for passage in passages})
    also = {Path(p.article.path).name: {Path(a.path).name for a in p.also} for p in passages}
    assert also["c.jsonl"] == set()
    assert {**also, "c.jsonl": None} in (
        {"a.jsonl": {"b.jsonl"}, "b.jsonl": {"a.jsonl"}, "c.jsonl": None},
        {"a.jsonl": {"b.jsonl"}, "c.jsonl": None},
    )
    first = passages[0]
    assert first.to_dict()["also"][0]["id"] in {found["a.jsonl"].id, found["b.jsonl"].id}
    same = [p for p in passages if p.article.id != first.article.id and first.text in p.article.text]
    assert same == []


def test_a_search_of_one_outlet_shows_its_copy_and_still_names_the_others(wires: Path, index_dir: Path) -> None:
    sync([wires], index_dir)
    question = max(STORY.split("\n\n", 1)[1].split(". "), key=len)[:200]
    passages = rag.open(index_dir).search(question, 20, outlets=["perm post"])
    assert {passage.article.outlet for passage in passages} == {"Perm Post"}
    assert [article.outlet for article in passages[0].also] == ["Orsk Daily"]
