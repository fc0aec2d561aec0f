"""CLAPnq (Rosenthal et al. 2024, arXiv 2404.02103): the sentences that a long answer rests on, and silence without any.

The passages of all questions are pooled. The sentence figure is F1 over sets: what is cited, against what an annotator
marked in the question's passage; a citation elsewhere counts as one more that is wrong. Where several annotated, the
best F1 counts; questions weigh alike, and silence on a question that has an answer scores 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic.dataclasses import dataclass as schema

from eval_questions.bench.common import Case, Options, Outcome, Row, ask, basics, build, chosen, is_from, rank_in
from eval_questions.bench.figures import Figures, Result, abstentions, by_half, mean, seconds, within
from eval_questions.convert.source import SourceUnusable, read_rows
from eval_questions.convert.write import Document, Written
from eval_questions.match import f1_of_counts
from eval_questions.questions import Question, QuestionType

FOLDER = "clapnq"
FILES = ("answerable.jsonl", "unanswerable.jsonl")


@schema(frozen=True)
class Context:
    """A passage and its sentences, in their order."""

    title: str
    text: str
    sentences: tuple[str, ...]


@schema(frozen=True)
class Annotation:
    """What one annotator wrote, which is empty where the passage has no answer, and the sentences marked for it."""

    answer: str = ""
    selected_sentences: tuple[str, ...] = ()


@schema(frozen=True)
class Asked:
    """A line of the files."""

    id: str
    input: str
    passages: tuple[Context, ...]
    output: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A question's passage: its document's id, whether it answers, where its sentences are, and each marked set."""

    document: str
    answerable: bool
    places: tuple[tuple[int, int], ...]
    marked: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClapnqRow(Row):
    """`rank` is that of the first passage from the question's own; `f1` is None where no sentence was marked."""

    answerable: bool
    rank: int | None
    f1: float | None


def load(data: Path) -> tuple[list[Document], list[Case[Marked]]]:
    """The passages of both files, and their questions."""
    asked = [pair for name in FILES for pair in read_rows(data / FOLDER / name, Asked)]
    documents, cases = [], []
    for place, line in asked:
        if len(line.passages) != 1:
            raise SourceUnusable(f"{place}: it has {len(line.passages)} passages.", "Give each question one passage.")
        context = line.passages[0]
        marked = tuple(_numbers(context, note) for note in line.output if note.selected_sentences)
        answerable = any(note.answer for note in line.output)
        kind = QuestionType.FACT if answerable else QuestionType.UNANSWERABLE
        documents.append(Document(line.id, context.text, context.title))
        gold = Marked(line.id, answerable, tuple(_places(place, context)), marked)
        cases.append(Case(Question(line.id, kind, line.input, (), ()), gold))
    return documents, cases


def run(options: Options) -> Result:
    """Pool the passages, ask, and score."""
    documents, cases = load(options.data)
    index_dir = options.indexes / "clapnq"
    written = build(documents, index_dir)
    rows = [to_row(outcome, written[outcome.case.gold.document]) for outcome in ask(index_dir, chosen(cases, options))]
    return Result("clapnq", index_dir, rows, by_half(rows, figures))


def to_row(outcome: Outcome[Marked], own: Written) -> ClapnqRow:
    """Score a question whose passage is this article."""
    gold = outcome.case.gold
    cited, elsewhere = set[int](), 0
    for citation in outcome.answer.citations:
        places = enumerate(gold.places)
        start, end = citation.start - own.start, citation.end - own.start
        held = {number for number, place in places if _shares((start, end), place)} if is_from(citation, own) else set()
        cited |= held
        elsewhere += not held
    return ClapnqRow(
        **basics(outcome),
        answerable=gold.answerable,
        rank=rank_in(outcome.passages, own),
        f1=max((f1_of_counts(len(cited & m), len(cited) + elsewhere, len(m)) for m in gold.marked), default=None),
    )


def figures(rows: Sequence[ClapnqRow]) -> Figures:
    """Retrieval over all questions, sentences over those where some were marked, silence over all."""
    answerable = [row for row in rows if row.answerable]
    marked = [(row.f1, row.abstained) for row in rows if row.f1 is not None]
    silent = [row for row in rows if row.abstained]
    unanswerable = len(rows) - len(answerable)
    return {
        "questions": len(rows),
        "own passage @1": mean(within(row.rank, 1) for row in rows),
        "own passage @5": mean(within(row.rank, 5) for row in rows),
        "sentence F1": mean(f1 for f1, _ in marked),
        "sentence F1, answered": mean(f1 for f1, abstained in marked if not abstained),
        "unanswerable abstained": mean(row.abstained for row in rows if not row.answerable),
        "answerable abstained": mean(row.abstained for row in answerable),
        **abstentions(right=sum(not row.answerable for row in silent), silent=len(silent), unanswerable=unanswerable),
        **seconds(rows),
    }


def _places(place: str, context: Context) -> Iterable[tuple[int, int]]:
    end = 0
    for sentence in context.sentences:
        start = context.text.find(sentence, end)
        if start < 0:
            fault = f"{place}: its text does not have the sentence {sentence[:40]!r} where it should."
            raise SourceUnusable(fault, "Give the sentences in the order of the text, to the letter.")
        end = start + len(sentence)
        yield start, end


def _numbers(context: Context, note: Annotation) -> frozenset[int]:
    return frozenset(n for n, sentence in enumerate(context.sentences) if sentence in note.selected_sentences)


def _shares(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """At least half of the shorter one is in the other."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0 and common * 2 >= min(one[1] - one[0], other[1] - other[0])
