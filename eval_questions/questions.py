"""A question set on disk: a folder with `articles/` and `questions.jsonl`, one question a line."""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from index.errors import CopydeskError

SETS = Path(__file__).parent

Split = Literal["develop", "report"]
Wording = Literal["near", "other"]


class QuestionSetUnusable(CopydeskError):
    """A question set is missing, or one of its lines is not as the schema has it."""


class QuestionType(StrEnum):
    """What a question asks for."""

    FACT = "fact"
    ATTRIBUTION = "attribution"
    SEVERAL = "several"
    DISAGREEMENT = "disagreement"
    UNANSWERABLE = "unanswerable"


@dataclass(frozen=True)
class Span:
    """A sentence that supports an answer: half-open, in code points of the article file's text."""

    article: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Value:
    """One of the values that reports give: its spelling, who says so (nobody but the report if empty), and where."""

    value: tuple[str, ...]
    by: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question; `answers` are the parts that a right answer has, each with its accepted spellings.

    `short` holds the accepted short answers, to be met exactly; empty where none is defined. `wording` says whether the
    question is near the articles' words. Two wordings of one question share their `pair`. `split` is "develop" or
    "report": what a setting is chosen on, and what its figure is then given for.
    """

    id: str
    type: QuestionType
    question: str
    answers: tuple[tuple[str, ...], ...]
    evidence: tuple[Span, ...]
    values: tuple[Value, ...] = ()
    kind: Literal["near", "foreign"] | None = None
    wording: Wording | None = None
    pair: str = ""
    short: tuple[str, ...] = ()

    @property
    def split(self) -> Split:
        """Which half the question is in, by a hash of its pair, or of its words where it has none."""
        return half(self.pair or self.question)


def half(key: str) -> Split:
    """Which half of a set a question is in, by a hash of its words or of its pair's id."""
    return "develop" if hashlib.sha256(key.encode()).digest()[0] % 2 else "report"


@dataclass(frozen=True)
class QuestionSet:
    """A set's name, the folder of its articles, and its questions in the order of the file."""

    name: str
    articles: Path
    questions: tuple[Question, ...]


def load(name: str) -> QuestionSet:
    """Load a set by its name in this package, or by the path of its folder; raises QuestionSetUnusable."""
    folder = SETS / name if (SETS / name).is_dir() else Path(name)
    file = folder / "questions.jsonl"
    if not file.is_file():
        known = ", ".join(sorted(path.parent.name for path in SETS.glob("*/questions.jsonl")))
        raise QuestionSetUnusable(f"There is no question set {name!r}.", f"Name one of {known}, or a folder.")
    adapter = TypeAdapter(Question)
    questions: list[Question] = []
    for number, line in enumerate(file.read_bytes().rstrip(b"\n").split(b"\n"), start=1):
        try:
            questions.append(adapter.validate_json(line))
        except ValidationError as error:
            raise QuestionSetUnusable(
                f"{file}, line {number}: {error}", "Write it as the set's README says."
            ) from error
    return QuestionSet(folder.name, folder / "articles", tuple(questions))
