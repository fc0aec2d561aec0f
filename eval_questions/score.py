"""Answers to scores: one `Score` a question, and their summary by type."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval_questions.questions import Question, QuestionType, Span
from rag.answer import Answer, Citation, Passage

HIT_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Score:
    """How one question was answered.

    `rank` is that of the first passage with a supporting span, from 1, or None; `cited` counts citations, `supported`
    those that lie on a supporting span, `exact` those whose quote stands in the file at their offsets; `found` counts
    the supporting spans that are cited, of `spans`.
    """

    id: str
    type: QuestionType
    split: str
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


@dataclass(frozen=True, slots=True)
class Summary:
    """Shares between 0 and 1 over a group of scores; None where there is nothing to divide by."""

    questions: int
    hit: float | None
    mrr: float | None
    right: float | None
    citation_precision: float | None
    citation_recall: float | None
    exact: float | None
    abstention_precision: float | None
    abstention_recall: float | None


def score(question: Question, answer: Answer, passages: Sequence[Passage]) -> Score:
    """Score an answer, with the passages that the search gave for the question, best first."""
    citations = answer.citations
    return Score(
        id=question.id,
        type=question.type,
        split=question.split,
        right=is_right(question, answer),
        abstained=answer.abstained,
        rank=next((rank for rank, p in enumerate(passages, 1) if any(_holds(p, s) for s in question.evidence)), None),
        cited=len(citations),
        supported=sum(any(_overlaps(c, span) for span in question.evidence) for c in citations),
        exact=sum(_is_exact(c) for c in citations),
        found=sum(any(_overlaps(c, span) for c in citations) for span in question.evidence),
        spans=len(question.evidence),
        seconds=answer.timings["total"],
        text=answer.text,
    )


def is_right(question: Question, answer: Answer) -> bool:
    """An abstention is right where nothing answers; else each part must stand in the answer in some spelling of it."""
    if answer.abstained or not question.answers:
        return answer.abstained and not question.answers
    text = normalise(re.sub(r"\[\d+\]", " ", answer.text))
    return all(any(_has_words(text, normalise(spelling)) for spelling in part) for part in question.answers)


def normalise(text: str) -> str:
    """Fold case and typographic variants, drop the commas in numbers, and make white space single blanks."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(str.maketrans("‘’“”–—", "''\"\"--"))
    return " ".join(re.sub(r"(?<=\d),(?=\d{3})", "", text).split())


def summarise(scores: Iterable[Score]) -> Summary:
    """Summarise scores; citations in an answer to an unanswerable question count as unsupported."""
    scores = list(scores)
    answerable = [s for s in scores if s.type is not QuestionType.UNANSWERABLE]
    silent = [s for s in scores if s.abstained]
    right_silent = sum(s.type is QuestionType.UNANSWERABLE for s in silent)
    cited = sum(s.cited for s in scores)
    return Summary(
        questions=len(scores),
        hit=_share(sum(s.rank is not None and s.rank <= HIT_DEPTH for s in answerable), len(answerable)),
        mrr=_share(sum(1 / s.rank for s in answerable if s.rank), len(answerable)),
        right=_share(sum(s.right for s in scores), len(scores)),
        citation_precision=_share(sum(s.supported for s in scores), cited),
        citation_recall=_share(sum(s.found for s in answerable), sum(s.spans for s in answerable)),
        exact=_share(sum(s.exact for s in scores), cited),
        abstention_precision=_share(right_silent, len(silent)),
        abstention_recall=_share(right_silent, len(scores) - len(answerable)),
    )


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _has_words(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?!\w)(?![.,]\d)", text) is not None


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
