import shutil
from datetime import date

import pytest

from index.choice import Choice
from index.errors import NotAnIndex
from index.listing import articles
from index.sync import sync

pytestmark = pytest.mark.slow

STORY = "The ferry Marit left the port of {0} at dawn with {1} people and a load of timber, bound for {2}."
TABLE = f"""id,text,title,outlet,published,author
1,"{STORY.format("Orsk", "forty", "Nyborg")}",Ferry leaves,The Gull,2026-02-03,Ada Holm
2,"{STORY.format("Orsk", "forty", "Nyborg")}",Ferry leaves Orsk,The Heron,2026-02-04,
3,"The bakers of Aldwick want more flour.",Bakers want flour,The Heron,,
4,"A bridge was opened on Friday by the mayor.",Bridge opens,The Gull,2026-01-30T10:00:00+00:00,
"""


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listing")
    (folder / "wire.csv").write_text(TABLE, "utf-8")
    assert len(sync([folder / "wire.csv"], folder / "index", embed=False).added) == 4
    return folder / "index"


def titles(index_dir, **chosen):
    return [entry.title for entry in articles(index_dir, Choice(**chosen))]


def test_articles_are_listed_as_they_came_out_and_undated_ones_last(index_dir):
    assert titles(index_dir) == ["Bridge opens", "Ferry leaves", "Ferry leaves Orsk", "Bakers want flour"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"outlets": ("the gull",)}, ["Bridge opens", "Ferry leaves"]),
        ({"since": date(2026, 2, 3), "until": date(2026, 2, 3)}, ["Ferry leaves"]),
        ({"outlets": ("The Heron",), "since": date(2026, 1, 1)}, ["Ferry leaves Orsk"]),
        ({"outlets": ("The Wren",)}, []),
    ],
)
def test_only_what_was_chosen_is_listed(index_dir, chosen, expected):
    assert titles(index_dir, **chosen) == expected


def test_an_entry_counts_the_articles_of_its_report_whatever_was_chosen(index_dir):
    first, second = articles(index_dir, Choice(since=date(2026, 2, 1)))
    assert (first.report, second.report, first.carried, second.carried) == (first.id, first.id, 2, 2)
    (only,) = articles(index_dir, Choice(until=date(2026, 2, 1)))
    assert (only.report, only.carried) == (only.id, 1)


def test_an_entry_is_plain_json(index_dir):
    first, second, *_, last = (entry.to_dict() for entry in articles(index_dir))
    assert (first["published"], second["published"], last["published"]) == (
        "2026-01-30T10:00:00+00:00", "2026-02-03", None)  # fmt: skip
    assert (second["author"], second["location"].rpartition("::")[2]) == ("Ada Holm", "1")


def test_where_there_is_no_index_that_is_said(tmp_path):
    with pytest.raises(NotAnIndex):
        articles(tmp_path)


def test_an_index_is_listed_without_its_lexical_half(index_dir, tmp_path):
    shutil.copytree(index_dir, tmp_path / "index")
    listed = articles(index_dir)
    for state in (tmp_path / "index" / "lexical").iterdir():
        (state / "meta.json").unlink()
    assert articles(tmp_path / "index") == listed
