"""What is told of an index in the terminal: runs, what it holds, and whether it is whole."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from index.errors import CopydeskError
from index.listing import Listed
from index.status import Status
from index.take import SyncReport
from rag.visible import visible, visible_name
from ui.terminal import failure
from ui.words import line

if TYPE_CHECKING:
    from index.verify import Report
    from ui.feedback import Entry
    from ui.feedback_set import Exported


def sync_report(report: SyncReport) -> RenderableType:
    """How many articles were added, changed, removed, left; each failure by its location, with its mend."""
    duplicates = [Text(f"{visible_name(where)}: the text of another file, counted once", style="dim")
                  for where in report.duplicates]  # fmt: skip
    return Group(Text(_counts(report)), *duplicates, *map(failure, report.failed))


def outcome(result: SyncReport | CopydeskError) -> RenderableType:
    """A run of many: a line with its time, and what failed."""
    at = Text(f"{datetime.now().astimezone():%H:%M:%S} ", style="dim")
    if isinstance(result, CopydeskError):
        return at + failure(result)
    return Group(at + Text(_counts(result)), *map(failure, result.failed))


def watched(paths: Sequence[Path]) -> RenderableType:
    """What is being watched, and how that ends."""
    return Text(visible_name(f"Watching {', '.join(map(str, paths))} (Ctrl+C ends it)."), style="dim")


def listing(entries: Sequence[Listed]) -> RenderableType:
    """A table of articles, a row each, or a line that says there are none."""
    if not entries:
        return Text("No such articles.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Published", max_width=16)
    for heading in ("Outlet", "Title and location", "Author", "Updated"):
        table.add_column(heading, overflow="fold")
    table.add_column("In report", justify="right")
    for entry in entries:
        outlet, author = _said(entry.outlet), _said(entry.author)
        title = Text.assemble(_said(entry.title), "\n", (visible_name(entry.location), "dim"))
        table.add_row(_day(entry.published), outlet, title, author, _day(entry.updated), f"{entry.carried:,}")
    reports = len({entry.report for entry in entries})
    return Group(table, Text(f"{len(entries):,} articles of {reports:,} independent reports.", style="dim"))


def status(found: Status) -> RenderableType:
    """An index's counts and making, a line each."""
    behind = "no: a run is under way, or was interrupted; index again"
    lines = {
        "index": found.index_dir,
        "articles": f"{found.articles:,}",
        "reports": f"{found.reports:,} independent ones",
        "embedded": f"{found.embedded:,} of {found.articles:,}",
        "chunks": f"{found.chunks:,}",
        "in step": "yes" if found.in_step else behind,
        "model": found.model,
        "chunk tokens": f"{found.chunk_tokens}",
        "format": f"{found.format}",
    }
    return Text("\n".join(f"{name:<14} {visible_name(value)}" for name, value in lines.items()))


def verified(report: "Report") -> RenderableType:
    """What was looked at, and each fault."""
    counts = Text(f"{report.articles:,} articles, {report.chunks:,} chunks, {report.vectors:,} vectors.")
    faults = [Text(visible_name(fault), style="red") for fault in report.faults]
    return Group(counts, *(faults or [Text("All is whole.")]))


def _said(text: str | None) -> Text:
    return Text(visible(line(text or "")))


def feedback(entries: "Sequence[Entry]") -> RenderableType:
    """A table of what readers thought of answers, a row each, or a line that says there is nothing."""
    if not entries:
        return Text("No feedback yet.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("When", "Answer", "Question", "Comment"):
        table.add_column(heading, overflow="fold")
    for entry in entries:
        found = Text("right", style="green") if entry.good else Text("wrong", style="red")
        table.add_row(f"{entry.at:%Y-%m-%d %H:%M}", found, _said(entry.question), _said(entry.comment))
    right = sum(entry.good for entry in entries)
    return Group(table, Text(f"{right:,} found right, {len(entries) - right:,} wrong.", style="dim"))


def exported(made: "Exported") -> RenderableType:
    """How many questions were made, and how they are run."""
    told = f"Questions: {len(made.questions):,}. Answers found wrong, without a right one: {made.unsettled:,}."
    return Text(visible_name(f"{told} Score with: copydesk eval {made.folder}"))


def _counts(report: SyncReport) -> str:
    names = ("added", "changed", "removed", "unchanged", "duplicates", "failed")
    return ", ".join(f"{len(getattr(report, name)):,} {name}" for name in names if getattr(report, name)) + "."


def _day(when: date | datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M %Z}" if isinstance(when, datetime) else str(when or "")
