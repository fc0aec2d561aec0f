"""Answers to scores: one `Score` a question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from eval_questions.differ import differ
from eval_questions.match import best_f1, has_words, is_exact, normalise
from eval_questions.questions import Question, QuestionType, Span, Split, Wording
from rag.answer import Answer, Citation, Passage

FOUND_SHOWN = 3
"""Passages of the search that are kept with a wrong answer."""


class Role(StrEnum):
    """What a passage is to a wrong answer: evidence that the set names, a citation, or what the search found."""

    WANTED = "wanted"
    CITED = "cited"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage that a wrong answer is looked at with: characters `start` to `end` of the file named `article`."""

    role: Role
    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """How one question was answered.

    `rank` is that of the first passage with a supporting span, from 1, or None; `cited` counts citations, `supported`
    those that lie on a supporting span, `exact` those whose quote stands in the file at their offsets; `found` counts
    the supporting spans that are cited, of `spans`. `short` is the short answer given, or empty; `short_exact` and
    `short_f1` hold it against the accepted ones, and are None where the question defines none. `confidence` is the
    answer's: a probability. `announced` says that the answer tells of a disagreement, `values` how many values
    the question defines; the counts after it are of `eval_questions.differ.Found`. `passages` are kept of answers
    that are not right.
    """

    id: str
    type: QuestionType
    question: str
    split: Split
    wording: Wording | None
    pair: str
    right: bool
    abstained: bool
    rank: int | None
    cited: int
    supported: int
    exact: int
    found: int
    spans: int
    seconds: float
    text: str
    short: str
    short_exact: bool | None
    short_f1: float | None
    confidence: float
    announced: bool
    values: int
    presented: int
    attributed: int
    pairs_right: int
    pairs_mixed: int
    pairs_torn: int
    passages: tuple[Shown, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the articles answer the question."""
        return self.type is not QuestionType.UNANSWERABLE

    @property
    def came_true(self) -> bool | None:
        """Whether answering was right: what `confidence` is the probability of.

        Where nothing answers it never is, whether the answer was silence or not. Silence on an answerable question
        hides whether the answer would have been right: None, and figures of confidence leave the question out.
        """
        if not self.answerable:
            return False
        return None if self.abstained else self.right


def score(question: Question, answer: Answer, passages: Sequence[Passage]) -> Score:
    """Score an answer, with the passages that the search gave for the question, best first."""
    citations = answer.citations
    short = answer.short.text if answer.short else ""
    right = is_right(question, answer)
    return Score(
        id=question.id,
        type=question.type,
        question=question.question,
        split=question.split,
        wording=question.wording,
        pair=question.pair,
        right=right,
        abstained=answer.abstained,
        rank=next((rank for rank, p in enumerate(passages, 1) if any(_holds(p, s) for s in question.evidence)), None),
        cited=len(citations),
        supported=sum(any(_overlaps(c, span) for span in question.evidence) for c in citations),
        exact=sum(_is_exact(c) for c in citations),
        found=sum(any(_overlaps(c, span) for c in citations) for span in question.evidence),
        spans=len(question.evidence),
        seconds=answer.timings["total"],
        text=answer.text,
        short=short,
        short_exact=is_exact(short, question.short) if question.short else None,
        short_f1=best_f1(short, question.short) if question.short else None,
        confidence=answer.confidence,
        announced=answer.disagreement is not None,
        **asdict(differ(question.values, answer.disagreement)),
        passages=() if right else tuple(_shown(question, answer, passages)),
    )


def is_right(question: Question, answer: Answer) -> bool:
    """An abstention is right where nothing answers; else each part must stand in the answer in some spelling of it."""
    if answer.abstained or not question.answers:
        return answer.abstained and not question.answers
    text = normalise(re.sub(r"\[\d+\]", " ", answer.text))
    return all(any(has_words(text, normalise(spelling)) for spelling in part) for part in question.answers)


def _shown(question: Question, answer: Answer, passages: Sequence[Passage]) -> Iterator[Shown]:
    for span in question.evidence:
        yield Shown(Role.WANTED, span.article, span.start, span.end, span.quote)
    for c in answer.citations:
        yield Shown(Role.CITED, Path(c.article.path).name, c.start, c.end, c.quote)
    for p in passages[:FOUND_SHOWN]:
        yield Shown(Role.FOUND, Path(p.article.path).name, p.start, p.end, p.text)


def _holds(passage: Passage, span: Span) -> bool:
    return _overlap(passage, span) * 2 >= span.end - span.start


def _overlaps(citation: Citation, span: Span) -> bool:
    """At least half of the shorter one is in the other."""
    return _overlap(citation, span) * 2 >= min(citation.end - citation.start, span.end - span.start)


def _overlap(place: Citation | Passage, span: Span) -> int:
    if Path(place.article.path).name != span.article:
        return 0
    return max(0, min(place.end, span.end) - max(place.start, span.start))


def _is_exact(citation: Citation) -> bool:
    text = Path(citation.article.path).read_text("utf-8")
    return text[citation.start : citation.end] == citation.quote
