"""RAMDocs (Wang et al. 2025, arXiv 2504.13079; MIT): several right answers at once, between erroneous ones.

Each question has documents of its own, which give one of its right answers, an erroneous one, or none. All are pooled
in one index, and a question is asked of its own documents alone, which have its number for an outlet; of near copies
among them the engine reads one, as it does of any report.

An answer presents the values of its disagreement: the groups' values and the claims' texts. Where it tells of none it
presents its short answer and its first line, and silence presents nothing. A value of the data set is presented where
it stands there as whole words, or by a claim that is the same number. An erroneous one is presented alone where no
right one is presented beside it; one that the data set has on both lists counts as right. The baseline reads the first
passage alone, and always answers: the best span of the sentence that the reader finds likeliest to carry an answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic.dataclasses import dataclass as schema

from eval_questions.bench.common import Case, Options, Outcome, Row, ask, basics, build, chosen
from eval_questions.bench.figures import Figures, Result, by_half, mean, seconds
from eval_questions.convert.source import read_rows
from eval_questions.convert.write import Document
from eval_questions.differ import gives
from eval_questions.match import has_words, normalise
from eval_questions.questions import Question, QuestionType
from index.choice import Choice
from rag.answer import Answer, Span
from rag.claim import Claim
from rag.read import Reader, read

FILE = "ramdocs/dev.jsonl"


@schema(frozen=True)
class Source:
    """A document of a question."""

    text: str


@schema(frozen=True)
class Asked:
    """A line of the file."""

    question: str
    documents: tuple[Source, ...]
    gold_answers: tuple[str, ...]
    wrong_answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The right and the erroneous answers of a question, each once, and the outlet of its documents."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RamdocsRow(Row):
    """`right` and `wrong` count the answers that the data set has; what has "shown" in its name counts those presented.

    `top` is the baseline's answer, and what begins with `top_` is counted in it.
    """

    right: int
    wrong: int
    announced: bool
    shown_right: int
    shown_wrong: int
    top: str
    top_shown_right: int
    top_shown_wrong: int


def load(data: Path) -> tuple[list[Document], list[Case[Gold]]]:
    """The documents of all questions, and the questions."""
    documents, cases = [], []
    for number, (_, asked) in enumerate(read_rows(data / FILE, Asked), start=1):
        outlet = f"Question {number}"
        sources = enumerate(asked.documents, start=1)
        documents += [Document(f"{number}-{place}", source.text, outlet=outlet) for place, source in sources]
        right = _once(asked.gold_answers)
        wrong = tuple(w for w in _once(asked.wrong_answers) if normalise(w) not in map(normalise, right))
        answers = tuple((answer,) for answer in right)
        question = Question(str(number), QuestionType.DISAGREEMENT, asked.question, answers, ())
        cases.append(Case(question, Gold(right, wrong, outlet)))
    return documents, cases


def run(options: Options) -> Result:
    """Pool the documents, ask each question of its own, and score."""
    documents, cases = load(options.data)
    index_dir = options.indexes / "ramdocs"
    build(documents, index_dir)
    reader = Reader()
    outcomes = ask(index_dir, chosen(cases, options), lambda case: Choice((case.gold.outlet,)))
    rows = [to_row(outcome, top_answer(outcome, reader)) for outcome in outcomes]
    return Result("ramdocs", index_dir, rows, by_half(rows, figures))


def to_row(outcome: Outcome[Gold], top: str) -> RamdocsRow:
    """Score an answer, and the baseline's, which is `top`."""
    gold = outcome.case.gold
    texts, claims = presented(outcome.answer)
    return RamdocsRow(
        **basics(outcome),
        right=len(gold.right),
        wrong=len(gold.wrong),
        announced=outcome.answer.disagreement is not None,
        shown_right=_shown(gold.right, texts, claims),
        shown_wrong=_shown(gold.wrong, texts, claims),
        top=top,
        top_shown_right=_shown(gold.right, [top]),
        top_shown_wrong=_shown(gold.wrong, [top]),
    )


def presented(answer: Answer) -> tuple[list[str], list[Claim]]:
    """What an answer presents as values: words, and claims."""
    if answer.abstained:
        return [], []
    if answer.disagreement is not None:
        groups = answer.disagreement.groups
        return [group.value for group in groups], [claim for group in groups for claim in group.claims]
    return [answer.text.partition("\n")[0], *([answer.short.text] if answer.short else [])], []


def top_answer(outcome: Outcome[Gold], reader: Reader) -> str:
    """The baseline's answer; empty where there is no passage with a sentence that can be read."""
    evidence = read(outcome.case.question.question, outcome.passages[:1], reader)
    spans = [(e.support, e.span, e.article.text) for e in evidence if e.support is not None and e.span]
    _, span, text = max(spans, key=lambda found: found[0], default=(0.0, Span(0, 0, 0.0), ""))
    return text[span.start : span.end]


def figures(rows: Sequence[RamdocsRow]) -> Figures:
    """Shares of the answers that the data set has, over all questions at once, and of questions."""
    several = [row for row in rows if row.right > 1]
    return {
        "questions": len(rows),
        "right answers presented": _share((row.shown_right, row.right) for row in rows),
        "right answers presented, of several": _share((row.shown_right, row.right) for row in several),
        "erroneous answers not presented alone": _share(
            _not_alone(row.wrong, row.shown_right, row.shown_wrong) for row in rows
        ),
        "all right answers and no erroneous one": mean(
            row.shown_right == row.right and not row.shown_wrong for row in rows
        ),
        "top passage: right answers presented": _share((row.top_shown_right, row.right) for row in rows),
        "top passage: the same, of several": _share((row.top_shown_right, row.right) for row in several),
        "top passage: erroneous not presented alone": _share(
            _not_alone(row.wrong, row.top_shown_right, row.top_shown_wrong) for row in rows
        ),
        "disagreement announced": mean(row.announced for row in rows),
        "abstained": mean(row.abstained for row in rows),
        **seconds(rows),
    }


def _shown(answers: Sequence[str], texts: Sequence[str], claims: Sequence[Claim] = ()) -> int:
    plain = [normalise(text) for text in texts]
    return sum(
        any(has_words(text, normalise(answer)) for text in plain) or any(gives(claim, answer) for claim in claims)
        for answer in answers
    )


def _not_alone(wrong: int, shown_right: int, shown_wrong: int) -> tuple[int, int]:
    return wrong - (0 if shown_right else shown_wrong), wrong


def _share(counts: Iterable[tuple[int, int]]) -> float | None:
    pairs = list(counts)
    whole = sum(of for _, of in pairs)
    return sum(part for part, _ in pairs) / whole if whole else None


def _once(answers: Sequence[str]) -> tuple[str, ...]:
    return tuple({normalise(answer): answer for answer in answers}.values())
