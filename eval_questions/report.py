"""Scores as tables: the summary by type, and what changed between two runs."""

from collections.abc import Sequence
from dataclasses import astuple

from rich.table import Table
from rich.text import Text

from eval_questions.questions import QuestionType
from eval_questions.score import Score, Summary, summarise
from rag.visible import visible

_COLUMNS = (
    "questions",
    "hit@5",
    "MRR",
    "right",
    "cit. precision",
    "cit. recall",
    "exact quotes",
    "abst. precision",
    "abst. recall",
)


def summary_table(scores: Sequence[Score], title: str) -> Table:
    """The summary by type, for each half of the set, and for all questions."""
    table = Table(title=Text(visible(title)))
    table.add_column("type", no_wrap=True)
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for kind in QuestionType:
        if group := [s for s in scores if s.type is kind]:
            table.add_row(kind.value, *_cells(summarise(group)))
    table.add_section()
    for split in ("develop", "report"):
        table.add_row(f"{split} half", *_cells(summarise(s for s in scores if s.split == split)))
    table.add_row("all", *_cells(summarise(scores)), style="bold")
    return table


def changes_table(before: Sequence[Score], after: Sequence[Score]) -> Table:
    """Question by question, what another run answered otherwise: right or wrong, silent or not, citations."""
    table = Table(title="What changed")
    for column in ("question", "change", "answer before", "answer now"):
        table.add_column(column, overflow="fold")
    old = {s.id: s for s in before}
    for new in after:
        if new.id not in old:
            table.add_row(Text(new.id), "new", "", _opening(new))
        elif changed := _changes(old[new.id], new):
            table.add_row(Text(new.id), changed, _opening(old[new.id]), _opening(new))
    for gone in sorted(old.keys() - {s.id for s in after}):
        table.add_row(Text(gone), "gone", _opening(old[gone]), "")
    if not table.rows:
        table.add_row("", "nothing", "", "")
    return table


def _changes(old: Score, new: Score) -> str:
    changes = []
    if old.right != new.right:
        changes.append("now right" if new.right else "now wrong")
    if old.abstained != new.abstained:
        changes.append("now silent" if new.abstained else "now answers")
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in ("rank", "cited", "supported", "found")]
    changes += [f"{name} {was} -> {now}" for name, was, now in pairs if was != now]
    return ", ".join(changes)


def _opening(score: Score) -> Text:
    line = score.text.replace("\n", " ")
    return Text(visible(line if len(line) <= 80 else line[:79] + "…"))


def _cells(summary: Summary) -> list[str]:
    questions, *shares = astuple(summary)
    return [str(questions), *("–" if share is None else f"{share:.2f}" for share in shares)]
