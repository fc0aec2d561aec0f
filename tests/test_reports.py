import re
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from index.errors import ArticleEmpty, CopydeskError
from index.listing import Listed
from index.status import Status
from index.take import SyncReport
from ui import reports

HOSTILE = {
    "\x1b[31mred\x1b[0m": "<U+001B>[31mred<U+001B>[0m",
    "[red]danger[/red]": "[red]danger[/red]",
    ":bomb:": ":bomb:",
}
hostile = pytest.mark.parametrize(("text", "seen"), HOSTILE.items(), ids=map(ascii, HOSTILE))


def shown(renderable):
    out = StringIO()
    Console(file=out, width=300, highlight=False).print(renderable)
    return out.getvalue()


def listed(**fields):
    known = dict.fromkeys(("outlet", "author", "published", "updated", "url"))
    return Listed(
        **(known | {"id": "a1", "title": "A ferry leaves", "location": "/a.txt", "report": "a1", "carried": 1} | fields)
    )


@hostile
def test_a_report_shows_what_is_in_its_paths(text, seen):
    report = SyncReport(duplicates=(f"/news/{text}",), failed=(ArticleEmpty(Path(f"/news/{text}"), "empty.", "Fill."),))
    assert shown(reports.sync_report(report)).count(seen) == 2


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (SyncReport(added=("a", "b")), "2 added."),
        (SyncReport(changed=("a",), removed=("b",), unchanged=("c",)), "1 changed, 1 removed, 1 unchanged."),
        (SyncReport(added=("a",), duplicates=("b",)), "1 added, 1 duplicates."),
    ],
)
def test_a_report_counts_what_was_done(report, line):
    assert shown(reports.sync_report(report)).splitlines()[0] == line


def test_a_report_names_each_failed_file_with_its_mend():
    failed = (ArticleEmpty(Path("/news/a.txt"), "the file is empty.", "Remove it."),)
    lines = shown(reports.sync_report(SyncReport(failed=failed))).splitlines()
    assert lines == ["1 failed.", "/news/a.txt: the file is empty.", "  Remove it."]


def test_a_failed_part_of_a_file_is_named_by_its_location():
    failed = (ArticleEmpty(Path("/news/all.zip"), "the file is empty.", "Remove it.", "a.txt"),)
    assert "/news/all.zip::a.txt: the file is empty.\n" in shown(reports.sync_report(SyncReport(failed=failed)))


def test_a_run_while_watching_is_a_line_with_its_time():
    time = r"\d\d:\d\d:\d\d"
    assert re.fullmatch(f"{time} 1 added\\.\n", shown(reports.outcome(SyncReport(added=("a",)))))
    told = shown(reports.outcome(CopydeskError("It is locked.", "Wait.")))
    assert re.fullmatch(f"{time} It is locked\\.\n  Wait\\.\n", told)


def test_articles_are_listed_with_all_that_is_known_of_them_and_their_reports_counted():
    full = listed(outlet="The Gull", author="Ada Holm", published=datetime(2026, 2, 4, 15, 58, tzinfo=UTC),
                  updated=date(2026, 2, 5), location="/all.zip::a.txt", carried=1200)  # fmt: skip
    lines = [" ".join(line.split()) for line in shown(reports.listing([full, listed(id="a2")])).splitlines()]
    assert lines[1] == "2026-02-04 15:58 The Gull A ferry leaves Ada Holm 2026-02-05 1,200"
    assert lines[2] == "UTC /all.zip::a.txt"
    assert lines[3:5] == ["A ferry leaves 1", "/a.txt"]
    assert lines[5] == "2 articles of 1 independent reports."
    assert shown(reports.listing([])) == "No such articles.\n"


@hostile
@pytest.mark.parametrize("field", ["title", "outlet", "author", "location"])
def test_a_list_shows_what_is_in_its_fields(text, seen, field):
    assert seen in shown(reports.listing([listed(**{field: text})]))


def test_a_status_tells_how_much_is_embedded():
    found = Status("/i", 5000, 4210, 120, 15000, in_step=True, model="m", chunk_tokens=192, format=2)
    lines = dict(line.split(maxsplit=1) for line in shown(reports.status(found)).splitlines()[1:5])
    assert lines == {
        "articles": "5,000",
        "reports": "4,210 independent ones",
        "embedded": "120 of 5,000",
        "chunks": "15,000",
    }
