"""What the benchmarks share: the pool of texts as an index, the choice of questions, and asking them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from rich.console import Console
from rich.progress import track

import index
import rag
from eval_questions.convert.write import Document, Written, write_articles
from eval_questions.questions import Question
from index.choice import ALL, Choice
from index.errors import CopydeskError
from rag.answer import Answer, Citation, Passage

Half = Literal["develop", "report", "all"]
DEPTH = 10
"""Passages that are searched for with each question."""

Gold = TypeVar("Gold")


class PoolUnusable(CopydeskError):
    """The folder given for an index holds something else, or a text of the pool cannot be indexed."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a benchmark is run on: the folder of the data sets, that of the indexes, and which questions.

    `limit` takes a sample of that many, the same each time; None takes all.
    """

    data: Path
    indexes: Path
    half: Half = "all"
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Case(Generic[Gold]):
    """A question of a data set, and what the data set says of it."""

    question: Question
    gold: Gold


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Gold]):
    """What the engine made of a case: its answer, and the `DEPTH` passages that its search gives, best first."""

    case: Case[Gold]
    answer: Answer
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every benchmark keeps of a question; `short` is empty where none was given, `seconds` are those of `ask`."""

    id: str
    split: str
    question: str
    abstained: bool
    text: str
    short: str
    confidence: float
    seconds: float


def pool(index_dir: Path) -> Path:
    """The folder of the articles of an index, inside it, so that one folder is all there is of a pool."""
    return index_dir / "articles"


def build(documents: Iterable[Document], index_dir: Path) -> dict[str, Written]:
    """Bring an index in step with the documents, kept in `pool(index_dir)`, and return the articles by id."""
    folder = pool(index_dir)
    written = write_articles(documents, folder)
    others = {file.name for file in folder.iterdir()} - {article.name for article in written.values()}
    if others:
        fault = f"{folder} holds {len(others)} files that are not of this data set."
        raise PoolUnusable(fault, "Name another directory for the indexes.")
    report = index.sync([folder], index_dir)
    if report.failed:
        raise PoolUnusable(report.failed[0].fault, report.failed[0].mend)
    return written


def chosen(cases: Iterable[Case[Gold]], options: Options) -> list[Case[Gold]]:
    """The cases of the half asked for; under a limit those whose questions have the smallest hashes."""
    half = [case for case in cases if options.half in ("all", case.question.split)]
    if options.limit is None:
        return half
    return sorted(half, key=lambda case: hashlib.sha256(case.question.question.encode()).digest()[1:])[: options.limit]


def ask(
    index_dir: Path, cases: Sequence[Case[Gold]], choose: Callable[[Case[Gold]], Choice] = lambda _case: ALL
) -> Iterator[Outcome[Gold]]:
    """Ask the questions one after the other, with the models loaded before; each of the articles chosen for it."""
    engine = rag.open(index_dir)
    engine.warm_up()
    console = Console(stderr=True)
    for case in track(cases, "Asking", console=console, transient=True, disable=not console.is_terminal):
        words = case.question.question
        answer, passages = engine.ask_and_search(words, choose(case))
        yield Outcome(case, answer, passages[:DEPTH])


def basics(outcome: Outcome[Gold]) -> dict[str, Any]:
    """The fields of `Row`."""
    question, answer = outcome.case.question, outcome.answer
    return {
        "id": question.id,
        "split": question.split,
        "question": question.question,
        "abstained": answer.abstained,
        "text": answer.text,
        "short": answer.short.text if answer.short else "",
        "confidence": answer.confidence,
        "seconds": answer.timings["total"],
    }


def rank_in(passages: Sequence[Passage], article: Written) -> int | None:
    """The rank, from 1, of the first passage that is from this article, or None."""
    return next((rank for rank, passage in enumerate(passages, 1) if is_from(passage, article)), None)


def is_from(place: Passage | Citation, article: Written) -> bool:
    """Tell whether a place is in this article of the pool."""
    return Path(place.article.path).name == article.name
