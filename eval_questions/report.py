"""Scores as tables for the terminal: figures by group, their intervals, and two runs side by side."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from eval_questions.compare import Change, Difference
from eval_questions.figures import Figure
from eval_questions.score import Score
from eval_questions.summary import Group, Row, sections
from eval_questions.texts import number, signed, span, verdict
from rag.visible import visible, visible_name


def summary_table(scores: Sequence[Score], figures: Sequence[Figure], title: str) -> Table:
    """Figures by type, by wording, for each half of the set, and for all questions."""
    table = _table(title, "group", "questions", *(figure.label for figure in figures))
    for groups in sections(scores):
        for group in groups:
            values = (number(figure.of(group.scores)) for figure in figures)
            style = "bold" if group.name == "all" else None
            table.add_row(group.name, str(len(group.scores)), *values, style=style)
        table.add_section()
    return table


def intervals_table(rows: Sequence[Row], groups: Sequence[Group]) -> Table:
    """Figures over groups, each with its 95 % interval."""
    table = _table("With 95 % intervals", "figure", *(group.name for group in groups))
    for row in rows:
        cells = (f"{number(e.value)} ({span(e.interval)})" if e.interval else number(e.value) for e in row.estimates)
        table.add_row(row.figure.label, *cells)
    return table


def differences_table(differences: Sequence[Difference]) -> Table:
    """The figures of two runs over the questions that both have, and whether they differ by more than noise."""
    table = _table("Two runs", "figure", "before", "now", "difference", "95 % interval", "more than\nnoise?")
    for d in differences:
        difference, interval = signed(d.now - d.before), span(d.interval, signed)
        table.add_row(d.figure.label, number(d.before), number(d.now), difference, interval, verdict(d))
    return table


def changes_table(changes: Sequence[Change]) -> Table:
    """Question by question, what another run answered otherwise: right or wrong, silent or not, citations."""
    table = Table(title="What changed")
    for column in ("question", "change", "answer before", "answer now"):
        table.add_column(column, overflow="fold")
    for change in changes:
        table.add_row(Text(visible_name(change.id)), change.what, _opening(change.before), _opening(change.now))
    if not changes:
        table.add_row("", "nothing", "", "")
    return table


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=Text(visible(title)))
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _opening(score: Score | None) -> Text:
    line = " ".join(score.text.split()) if score else ""
    return Text(visible(line if len(line) <= 80 else line[:79] + "…"))
