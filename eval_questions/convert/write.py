"""The writer that all formats share: documents to articles with front matter, places to evidence, a set to a folder."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import yaml

from eval_questions.questions import Question, Span
from index.provenance import parse_published
from index.read import read
from index.split import split

_UNREADABLE = re.compile(r"[\x00-\x08\x0d-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Document:
    """A text of a data set with what is known of it; `id` is the data set's own, `published` in any complete form."""

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """An article file: its `text`, at whose offset `start` the document begins, and the places of its sentences."""

    name: str
    text: str
    start: int
    sentences: tuple[tuple[int, int], ...]

    def evidence(self, start: int, end: int) -> tuple[Span, ...]:
        """The sentences that hold the characters `start` to `end` of the document, or else those characters."""
        start, end = self.start + start, self.start + end
        return self._spans([place for place in self.sentences if place[0] < end and start < place[1]] or [(start, end)])

    def whole(self) -> tuple[Span, ...]:
        """All its sentences."""
        return self._spans(self.sentences)

    def _spans(self, places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(Span(self.name, start, end, self.text[start:end]) for start, end in places)


@dataclass(frozen=True, slots=True)
class Converted:
    """The questions made of a data set, what is to be known of them, and what was left out: how many, by what."""

    questions: Sequence[Question]
    note: str
    left_out: Mapping[str, int] = field(default_factory=dict)


def as_article(document: Document) -> str:
    """The text of a document's article file.

    Control characters and carriage returns, which an article cannot hold, become blanks, so that every offset in the
    document is kept. A date of publication that is incomplete is left out.
    """
    given = {"title": document.title, "outlet": document.outlet, "published": document.published, "url": document.url}
    front = {name: " ".join(_plain(value).split()) for name, value in given.items()}
    if front["published"] and parse_published(front["published"]) is None:
        front["published"] = ""
    front = {name: value for name, value in front.items() if value}
    head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=10_000) if front else ""
    return f"---\n{head}---\n\n{_plain(document.text)}\n"


def has_words(document: Document) -> bool:
    """Tell whether there is anything in a document's text to index."""
    return any(c.isalnum() for c in _plain(document.text))


def write_articles(documents: Iterable[Document], folder: Path) -> dict[str, Written]:
    """Write each document that has words into the folder, and return the articles by the documents' ids.

    Files are numbered in the order given; documents that are alike to the letter are one article.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_text: dict[str, Written] = {}
    by_id: dict[str, Written] = {}
    for document in filter(has_words, documents):
        text = as_article(document)
        if text not in by_text:
            name = f"{len(by_text) + 1:05d}.md"
            (folder / name).write_text(text, "utf-8", newline="\n")
            by_text[text] = _written(folder / name, document)
        by_id[document.id] = by_text[text]
    return by_id


def write_set(converted: Converted, folder: Path, source: str) -> None:
    """Write `questions.jsonl` and the README beside `articles/`, which `write_articles` has filled."""
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in converted.questions]
    (folder / "questions.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    (folder / "README.md").write_text(_readme(converted, folder, source), "utf-8", newline="\n")


def _plain(text: str) -> str:
    return _UNREADABLE.sub(" ", text)


def _written(file: Path, document: Document) -> Written:
    article = read(file)
    sentences = tuple((sentence.start, sentence.end) for sentence in split(article))
    return Written(file.name, article.text, len(article.text) - len(document.text) - 1, sentences)


def _readme(converted: Converted, folder: Path, source: str) -> str:
    articles = sum(1 for _ in (folder / "articles").iterdir())
    types = Counter(question.type.value for question in converted.questions)
    counts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(types.items()))
    left_out = [f"Left out: {count:,} {what}." for what, count in converted.left_out.items() if count]
    return "\n".join(
        [
            f"# {folder.name}",
            "",
            f"Made by `copydesk convert` from {source}: {articles:,} articles, {len(converted.questions):,} questions",
            f"({counts}). The texts and questions are those of the source, under its licence.",
            "",
            converted.note,
            *left_out,
            "",
        ]
    )
