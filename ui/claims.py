"""Claims as tables for the terminal: the values that reports differ on, and values by time."""

from collections.abc import Sequence
from datetime import date, datetime

from rich.table import Table
from rich.text import Text

from rag.claim import Claim, Disagreement, Group
from rag.visible import visible
from ui.words import line, numbers, speaker, speakers, why

_UNDATED = "no date"

_WHOLE = ("Reports", "Published")
_WIDTHS = {"How it differs": 20}
"""Columns that keep their width in a window of 80, since their words would be broken."""


def differing(disagreement: Disagreement) -> Table:
    """A row for each value: who says so, which outlets, how many reports, when, and how it differs from the first."""
    table = _table("Value", "Who says so", "Outlets", "Reports", "Published", "How it differs")
    table.title, table.title_justify, table.title_style = "Reports differ", "left", "bold"
    for group in disagreement.groups:
        table.add_row(
            Text.assemble(_said(group.value), " ", _markers(numbers(group.claims))),
            _said("; ".join(speakers(group.claims))),
            _said("; ".join(group.outlets)),
            f"{group.reports:,}",
            _period(group),
            Text(visible(why(group)), style="dim"),
        )
    return table


def by_time(claims: Sequence[Claim]) -> Table:
    """A row for each claim in the order given, but those without a date below all others."""
    table = _table("Published", "Value", "Who says so", "Outlet", "Source")
    dated = [(claim, claim.published) for claim in claims if claim.published]
    for claim, published in dated:
        table.add_row(_time(published), *_row(claim))
    table.add_section()
    for claim in claims:
        if not claim.published:
            table.add_row(_UNDATED, *_row(claim))
    return table


def _row(claim: Claim) -> tuple[Text, Text, Text, Text]:
    place = Text(f" characters {claim.start} to {claim.end}", style="dim")
    outlet = claim.citation.article.outlet or ""
    return _said(claim.text), _said(speaker(claim)), _said(outlet), _markers([claim.citation.number]) + place


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in _WHOLE, width=_WIDTHS.get(heading),
                         justify="right" if heading == "Reports" else "left")  # fmt: skip
    return table


def _said(text: str) -> Text:
    return Text(visible(line(text)))


def _markers(cited: Sequence[int]) -> Text:
    return Text("".join(f"[{number}]" for number in cited), style="bold cyan")


def _period(group: Group) -> str:
    days = dict.fromkeys(f"{when:%Y-%m-%d}" for when in (group.first, group.last) if when)
    return "\nto ".join(days) or _UNDATED


def _time(when: date | datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M %Z}".rstrip() if isinstance(when, datetime) else f"{when}"
