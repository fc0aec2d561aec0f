import json
import shutil
import zipfile
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY, contents, held

from index.columns import parse_columns
from index.errors import ArticleRecord, ArticleUnreadable
from index.store import Store
from index.sync import SyncReport, sync

pytestmark = pytest.mark.slow


def told(report: SyncReport) -> dict[str, list[str]]:
    """What a report lists, by the names of files and parts."""
    kinds = ("added", "changed", "removed", "unchanged", "duplicates")
    listed = {kind: [location.rpartition("/")[2] for location in getattr(report, kind)] for kind in kinds}
    listed["failed"] = [error.location.rpartition("/")[2] for error in report.failed]
    return {kind: found for kind, found in listed.items() if found}


def write_lines(path: Path, *texts: str, **fields: str) -> None:
    path.write_text("".join(json.dumps({"title": text[:5], "text": text} | fields) + "\n" for text in texts))


def texts(index_dir: Path) -> dict[str, str]:
    return {a.location.rpartition("/")[2]: a.text for a in Store.open(index_dir).all_articles()}


def test_each_record_of_a_file_is_an_article_that_comes_and_goes_by_itself(tmp_path: Path, index_dir: Path) -> None:
    file = tmp_path / "news.jsonl"
    write_lines(file, FERRY, BRIDGE)
    assert told(sync([file], index_dir)) == {"added": ["news.jsonl::line 1", "news.jsonl::line 2"]}
    write_lines(file, FERRY, BREAD, BRIDGE)
    report = told(sync([file], index_dir))
    assert report["unchanged"] == ["news.jsonl::line 1", "news.jsonl::line 3"]
    write_lines(file, FERRY)
    assert told(sync([file], index_dir))["unchanged"] == ["news.jsonl::line 1"]
    assert list(texts(index_dir)) == ["news.jsonl::line 1"]
    sync([file], tmp_path / "fresh")
    assert contents(index_dir) == contents(tmp_path / "fresh")


def test_entries_of_an_archive_are_articles_and_a_bad_one_stops_no_other(tmp_path: Path, index_dir: Path) -> None:
    file = tmp_path / "news.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", FERRY)
        archive.writestr("bad.txt", b"caf\xe9")
        archive.writestr("b.md", BRIDGE)
    report = told(sync([file], index_dir))
    assert report == {"added": ["news.zip::a.txt", "news.zip::b.md"], "failed": ["news.zip::bad.txt"]}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", b"caf\xe9")
        archive.writestr("b.md", BREAD)
    report = told(sync([file], index_dir))
    assert report == {"changed": ["news.zip::b.md"], "failed": ["news.zip::a.txt"]}
    assert texts(index_dir) == {"news.zip::a.txt": FERRY, "news.zip::b.md": BREAD}


def test_an_article_that_is_unpacked_is_the_same_article(tmp_path: Path, news: Path, index_dir: Path) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.write(news / "a.txt", "a.txt")
    sync([tmp_path / "news.zip"], index_dir)
    assert told(sync([tmp_path / "news.zip", news], index_dir))["duplicates"]
    (tmp_path / "news.zip").unlink()
    assert told(sync([news], index_dir, prune=True)) == {"unchanged": ["a.txt", "b.md"]}
    assert held(index_dir) == {"a.txt": FERRY, "b.md": BRIDGE}


def test_columns_of_a_table_are_those_that_are_named(tmp_path: Path, index_dir: Path) -> None:
    file = tmp_path / "news.csv"
    file.write_text("Kopf,Story,Paper,Tag\nA ferry,The ferry sank off Orsk.,Orsk Daily,2024-05-04\n")
    columns = parse_columns(["title=Kopf", "text=Story", "outlet=Paper", "published=Tag"])
    sync([file], index_dir, columns=columns)
    (article,) = Store.open(index_dir).all_articles()
    assert (article.title, article.outlet, str(article.published)) == ("A ferry", "Orsk Daily", "2024-05-04")
    assert "The ferry sank off Orsk." in article.text


def test_a_record_with_a_strange_date_is_replaced_by_its_next_version(tmp_path: Path, index_dir: Path) -> None:
    file = tmp_path / "news.jsonl"
    for text in (FERRY, BREAD):
        write_lines(file, text, published="the day of the storm")
        report = sync([file], index_dir)
        assert [type(error) for error in report.failed] == [ArticleRecord]
        assert list(texts(index_dir)) == ["news.jsonl::line 1"]
    assert told(report)["changed"] == ["news.jsonl::line 1"]


def test_an_index_in_the_folder_that_is_indexed_is_not_indexed_itself(news: Path) -> None:
    index_dir = news / "index"
    assert told(sync([news], index_dir)) == {"added": ["a.txt", "b.md"]}
    (index_dir / "notes.txt").write_text(BREAD)
    assert told(sync([news], index_dir)) == {"unchanged": ["a.txt", "b.md"]}


def test_a_folder_inside_the_index_is_indexed_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(FERRY, "utf-8")
    assert told(sync([tmp_path / "articles"], tmp_path)) == {"added": ["a.txt"]}


def test_a_folder_in_which_nothing_is_left_keeps_its_articles_unless_pruned(
    news: Path, index_dir: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.txt").write_text(BREAD)
    sync([news, other], index_dir)
    shutil.rmtree(news)
    news.mkdir()
    report = sync([news, other], index_dir)
    assert told(report) == {"unchanged": ["c.txt"], "failed": ["news"]}
    assert [(type(error), "--prune" in error.mend) for error in report.failed] == [(ArticleUnreadable, True)]
    assert set(held(index_dir)) == {"a.txt", "b.md", "c.txt"}
    assert told(sync([news, other], index_dir, prune=True)) == {"removed": ["a.txt", "b.md"], "unchanged": ["c.txt"]}
    assert held(index_dir) == {"c.txt": BREAD}
