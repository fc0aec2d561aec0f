"""SQuAD 1.1 and 2.0: one JSON file of articles, their paragraphs, and questions with the places of their answers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from eval_questions.convert.source import SourceUnusable, read_whole
from eval_questions.convert.write import Converted, Document, Written, write_articles
from eval_questions.questions import Question, QuestionType

NOTE = """\
Every paragraph is an article, titled as the article that it is from. The evidence is the sentences that hold the marked
answers; `short` are the answers to the letter. What the paragraph does not answer is `unanswerable` and `near`."""

_LAX = ConfigDict(coerce_numbers_to_str=True)


@dataclass(frozen=True)
class Marked:
    """An answer as an annotator marked it: `context[answer_start:answer_start + len(text)] == text`."""

    text: str
    answer_start: int


@dataclass(frozen=True, config=_LAX)
class Asked:
    """A question; in version 2 it may be one that the paragraph does not answer."""

    id: str
    question: str
    answers: tuple[Marked, ...] = ()
    is_impossible: bool = False

    @property
    def short(self) -> tuple[str, ...]:
        """The accepted answers, each once, in the order of the annotators; none where it is impossible."""
        return () if self.is_impossible else tuple(dict.fromkeys(marked.text for marked in self.answers))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with the questions about it."""

    context: str
    qas: tuple[Asked, ...]


@dataclass(frozen=True)
class Entry:
    """An article, in paragraphs."""

    paragraphs: tuple[Paragraph, ...]
    title: str = ""

    @property
    def heading(self) -> str:
        """The title in words: SQuAD writes underscores for blanks."""
        return self.title.replace("_", " ")


@dataclass(frozen=True)
class Squad:
    """The whole file."""

    data: tuple[Entry, ...]


def read_squad(file: Path) -> Squad:
    """Read a file; raises SourceUnusable, also where an answer is not at the place that is given for it."""
    squad = read_whole(file, Squad)
    for entry, paragraph in paragraphs(squad):
        for asked in paragraph.qas:
            for marked in asked.answers:
                if not paragraph.context.startswith(marked.text, marked.answer_start) or marked.answer_start < 0:
                    fault = f"{file}, {entry.title}, question {asked.id}: its answer is not at {marked.answer_start}."
                    raise SourceUnusable(fault, "Positions count code points of the context; correct them.")
    return squad


def paragraphs(squad: Squad) -> Iterator[tuple[Entry, Paragraph]]:
    """Every paragraph with its article, in the order of the file."""
    return ((entry, paragraph) for entry in squad.data for paragraph in entry.paragraphs)


def documents(squad: Squad) -> Iterator[Document]:
    """Every paragraph as a document, numbered from 0 as `paragraphs` yields them."""
    for number, (entry, paragraph) in enumerate(paragraphs(squad)):
        yield Document(str(number), paragraph.context, entry.heading)


def convert(sources: Sequence[Path], articles: Path) -> Converted:
    """Write the paragraphs of SQuAD files as articles, and return their questions."""
    squad = Squad(tuple(entry for file in sources for entry in read_squad(file).data))
    written = write_articles(documents(squad), articles)
    questions = [
        _question(asked, written[str(number)])
        for number, (_, paragraph) in enumerate(paragraphs(squad))
        if str(number) in written
        for asked in paragraph.qas
    ]
    asked_of = sum(len(paragraph.qas) for _, paragraph in paragraphs(squad))
    return Converted(questions, NOTE, {"questions about a paragraph without words": asked_of - len(questions)})


def _question(asked: Asked, article: Written) -> Question:
    if not asked.short:
        return Question(asked.id, QuestionType.UNANSWERABLE, asked.question, (), (), kind="near")
    spans = [s for m in asked.answers for s in article.evidence(m.answer_start, m.answer_start + len(m.text))]
    evidence = tuple(dict.fromkeys(spans))
    return Question(asked.id, QuestionType.FACT, asked.question, (asked.short,), evidence, short=asked.short)
