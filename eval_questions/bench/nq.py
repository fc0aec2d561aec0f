"""Natural Questions, open (Kwiatkowski et al. 2019, Lee et al. 2019): short answers to questions that people typed.

The gold passages of all questions are pooled. A hit is counted in two ways: a retrieved passage that holds an accepted
answer and stands in the question's gold passage, and, as published, any retrieved passage that holds one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic.dataclasses import dataclass as schema

from eval_questions.bench.common import Case, Options, Outcome, Row, ask, basics, build, chosen, is_from
from eval_questions.bench.figures import Figures, Result, by_half, mean, seconds, within
from eval_questions.convert.source import SourceUnusable, read_rows
from eval_questions.convert.write import Document, Written
from eval_questions.match import best_f1, has_answer, is_exact
from eval_questions.questions import Question, QuestionType

FILE = "nq/nq-open-oracle.jsonl.gz"


@schema(frozen=True)
class Context:
    """A passage of Wikipedia."""

    title: str
    text: str
    isgold: bool


@schema(frozen=True)
class Asked:
    """A line of the file."""

    question: str
    answers: tuple[str, ...]
    ctxs: tuple[Context, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NqRow(Row):
    """`gold_rank` is that of the first passage with an answer in the gold passage, `any_rank` in whatever passage."""

    gold_rank: int | None
    any_rank: int | None
    exact: float
    f1: float


def load(data: Path) -> Iterator[tuple[Document, Case[str]]]:
    """Each question with its gold passage, whose document has the id that is the case's gold."""
    for number, (place, asked) in enumerate(read_rows(data / FILE, Asked), start=1):
        gold = next((context for context in asked.ctxs if context.isgold), None)
        if gold is None:
            raise SourceUnusable(f"{place}: no passage is gold.", "Give each question a passage with `isgold`.")
        id_ = str(number)
        question = Question(id_, QuestionType.FACT, asked.question, (asked.answers,), (), short=asked.answers)
        yield Document(id_, gold.text, gold.title), Case(question, id_)


def run(options: Options) -> Result:
    """Pool the passages, ask, and score."""
    documents, cases = zip(*load(options.data), strict=True)
    index_dir = options.indexes / "nq"
    written = build(documents, index_dir)
    rows = [to_row(outcome, written[outcome.case.gold]) for outcome in ask(index_dir, chosen(cases, options))]
    return Result("nq", index_dir, rows, by_half(rows, figures))


def to_row(outcome: Outcome[str], gold: Written) -> NqRow:
    """Score a question whose gold passage is this article."""
    accepted = outcome.case.question.short
    holding = [(rank, p) for rank, p in enumerate(outcome.passages, start=1) if has_answer(p.text, accepted)]
    short = outcome.answer.short
    return NqRow(
        **basics(outcome),
        gold_rank=next((rank for rank, passage in holding if is_from(passage, gold)), None),
        any_rank=next((rank for rank, _ in holding), None),
        exact=float(is_exact(short.text, accepted)) if short else 0.0,
        f1=best_f1(short.text, accepted) if short else 0.0,
    )


def figures(rows: Sequence[NqRow]) -> Figures:
    """Shares of the questions; exact match and F1 count an abstention as 0."""
    answered = [row for row in rows if not row.abstained]
    return {
        "questions": len(rows),
        "gold passage's answer @1": mean(within(row.gold_rank, 1) for row in rows),
        "gold passage's answer @5": mean(within(row.gold_rank, 5) for row in rows),
        "an answer's words @1": mean(within(row.any_rank, 1) for row in rows),
        "an answer's words @5": mean(within(row.any_rank, 5) for row in rows),
        "short exact match": mean(row.exact for row in rows),
        "short F1": mean(row.f1 for row in rows),
        "short exact match, answered": mean(row.exact for row in answered),
        "abstained": mean(row.abstained for row in rows),
        **seconds(rows),
    }
