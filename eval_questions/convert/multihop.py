"""MultiHop-RAG (Tang and Yang 2024, arXiv 2401.15391): news articles, and questions with facts quoted from several."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from eval_questions.convert.source import SourceUnusable, read_rows
from eval_questions.convert.write import Converted, Document, Written, write_articles
from eval_questions.questions import Question, QuestionType, Span

NOTE = """\
Every article is one of the corpus. The evidence is the sentences that hold the facts quoted for a question. The answer
to a comparison or a question in time is often no more than "Yes" or "no", which quotations seldom say: read `right`
with care there."""

NULL = "null_query"
"""The type of the questions that the corpus does not answer."""

_LAX = ConfigDict(coerce_numbers_to_str=True)


@dataclass(frozen=True)
class Report:
    """An article of the corpus."""

    title: str
    body: str
    source: str | None = None
    published_at: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Fact:
    """A sentence or so of the article with this title."""

    title: str
    fact: str


@dataclass(frozen=True, config=_LAX)
class Query:
    """A question with its facts; the published file gives no `id`."""

    query: str
    answer: str
    question_type: str
    evidence_list: tuple[Fact, ...]
    id: str = ""


def read_corpus(file: Path) -> Iterator[Document]:
    """The articles as documents, whose ids are their titles; raises SourceUnusable."""
    for _, report in read_rows(file, Report):
        given = (report.source or "", report.published_at or "", report.url or "")
        yield Document(report.title, report.body, report.title, *given)


def read_queries(file: Path) -> Iterator[Query]:
    """The questions in the order of the file; raises SourceUnusable where one that has an answer has no facts."""
    for place, query in read_rows(file, Query):
        if (query.question_type == NULL) == bool(query.evidence_list):
            fault = f"{place}: a question of the type {query.question_type} has {len(query.evidence_list)} facts."
            raise SourceUnusable(fault, f"Give facts to every question but those of the type {NULL}.")
        yield query


def convert(sources: Sequence[Path], articles: Path) -> Converted:
    """Write a corpus as articles, and return its questions; `sources` are the two files, the corpus first."""
    if len(sources) != 2:
        raise SourceUnusable("MultiHop-RAG is two files.", "Name the file of the articles, then that of the queries.")
    reports, queries = list(read_corpus(sources[0])), list(read_queries(sources[1]))
    written = write_articles(reports, articles)
    questions = [_question(number, query, written) for number, query in enumerate(queries, start=1)]
    kept = [q for q in questions if q.evidence or q.type is QuestionType.UNANSWERABLE]
    without = "questions none of whose facts stands in an article"
    return Converted(kept, NOTE, {without: len(questions) - len(kept)})


def _question(number: int, query: Query, written: dict[str, Written]) -> Question:
    id_ = query.id or str(number)
    if query.question_type == NULL:
        return Question(id_, QuestionType.UNANSWERABLE, query.query, (), (), kind="near")
    evidence = tuple(dict.fromkeys(_evidence(query.evidence_list, written)))
    return Question(id_, QuestionType.SEVERAL, query.query, ((query.answer,),), evidence)


def _evidence(facts: Iterable[Fact], written: dict[str, Written]) -> Iterator[Span]:
    """The data set gives no positions, so a fact is looked for in its article, whatever white space is in it."""
    for fact in facts:
        article = written.get(fact.title)
        words = r"\s+".join(map(re.escape, fact.fact.split()))
        if article and words and (found := re.compile(words).search(article.text, article.start)):
            yield from article.evidence(found.start() - article.start, found.end() - article.start)
