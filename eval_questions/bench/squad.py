"""SQuAD 2.0 (Rajpurkar et al. 2018) over a pool: the exact words that answer, and silence where there are none.

All paragraphs are pooled as articles, so a question has to find its own first; published figures are for readers that
are given it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval_questions.bench.common import Case, Options, Outcome, Row, ask, basics, build, chosen, rank_in
from eval_questions.bench.figures import Figures, Result, abstentions, by_half, mean, seconds, within
from eval_questions.convert.source import SourceUnusable
from eval_questions.convert.squad import Squad, documents, paragraphs, read_squad
from eval_questions.convert.write import Written
from eval_questions.match import best_f1, is_exact
from eval_questions.questions import Question, QuestionType

FOLDER = "squad"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a question is from: the id of its paragraph's document, and the title of its article in words."""

    paragraph: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SquadRow(Row):
    """`rank` is that of the first passage from the question's own paragraph; `exact` and `f1` are of `short` alone."""

    title: str
    answerable: bool
    rank: int | None
    exact: float
    f1: float

    def overall(self, value: float) -> float:
        """`value` where the question has an answer, else 1 for silence and 0 for anything said (evaluate-v2.0.py)."""
        return value if self.answerable else float(self.abstained)


def load(data: Path) -> tuple[Squad, list[Case[Home]]]:
    """The paragraphs of all files in the folder, and their questions."""
    files = sorted((data / FOLDER).glob("*.json"))
    if not files:
        raise SourceUnusable(f"There is no .json file in {data / FOLDER}.", "Put SQuAD's files there.")
    squad = Squad(tuple(entry for file in files for entry in read_squad(file).data))
    cases = [
        Case(_question(asked.id, asked.question, asked.short), Home(str(number), entry.heading))
        for number, (entry, paragraph) in enumerate(paragraphs(squad))
        for asked in paragraph.qas
    ]
    return squad, cases


def run(options: Options, apart: Sequence[str] = ()) -> Result:
    """Pool the paragraphs, ask, and score; the articles titled in `apart` are also given by themselves."""
    squad, cases = load(options.data)
    titles = {title.replace("_", " ") for title in apart}
    if unknown := titles - {entry.heading for entry in squad.data}:
        raise SourceUnusable(f"No article has the title {min(unknown)!r}.", "Name titles as the file writes them.")
    index_dir = options.indexes / "squad"
    written = build(documents(squad), index_dir)
    rows = [to_row(o, written[o.case.gold.paragraph]) for o in ask(index_dir, chosen(cases, options))]
    return Result("squad", index_dir, rows, groups(rows, titles))


def to_row(outcome: Outcome[Home], own: Written) -> SquadRow:
    """Score a question whose paragraph is this article."""
    accepted, short = outcome.case.question.short, outcome.answer.short
    return SquadRow(
        **basics(outcome),
        title=outcome.case.gold.title,
        answerable=bool(accepted),
        rank=rank_in(outcome.passages, own),
        exact=float(is_exact(short.text, accepted)) if short else 0.0,
        f1=best_f1(short.text, accepted) if short else 0.0,
    )


def groups(rows: Sequence[SquadRow], apart: set[str]) -> dict[str, Figures]:
    """The figures by half, for the articles set apart and the rest, and for two who do not read.

    One answers every question, with the right words wherever there are any: more than a system that never abstains can
    reach. The other never answers.
    """
    by_group = by_half(rows, figures)
    if apart:
        by_group["apart"] = figures([row for row in rows if row.title in apart])
        by_group["the rest"] = figures([row for row in rows if row.title not in apart])
    right = [float(row.answerable) for row in rows]
    answering = [replace(row, abstained=False, exact=r, f1=r) for row, r in zip(rows, right, strict=True)]
    by_group["all answered rightly"] = _reading(answering)
    by_group["none answered"] = _reading([replace(row, abstained=True, exact=0.0, f1=0.0) for row in rows])
    return by_group


def figures(rows: Sequence[SquadRow]) -> Figures:
    """Retrieval, reading and silence over some questions; "found" are those with an answer and the own paragraph @5."""
    found = [row for row in rows if row.answerable and within(row.rank, 5)]
    return {
        "questions": len(rows),
        "own paragraph @1": mean(within(row.rank, 1) for row in rows),
        "own paragraph @5": mean(within(row.rank, 5) for row in rows),
        "short exact match, found": mean(row.exact for row in found),
        "short F1, found": mean(row.f1 for row in found),
        **_reading(rows),
        "answerable abstained": mean(row.abstained for row in rows if row.answerable),
        **seconds(rows),
    }


def _reading(rows: Sequence[SquadRow]) -> Figures:
    silent = [row for row in rows if row.abstained]
    return {
        "overall exact match": mean(row.overall(row.exact) for row in rows),
        "overall F1": mean(row.overall(row.f1) for row in rows),
        **abstentions(
            right=sum(not row.answerable for row in silent),
            silent=len(silent),
            unanswerable=sum(not row.answerable for row in rows),
        ),
    }


def _question(id_: str, words: str, short: tuple[str, ...]) -> Question:
    kind = QuestionType.FACT if short else QuestionType.UNANSWERABLE
    return Question(id_, kind, words, (short,) if short else (), (), short=short)
