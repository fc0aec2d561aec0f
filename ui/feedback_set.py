"""Feedback to a folder that `copydesk eval` runs: questions, their articles, and what is left for a person."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval_questions.convert.write import Document, Written, write_articles
from eval_questions.match import normalise
from eval_questions.questions import Question
from index.article import Article
from index.errors import CopydeskError
from index.split import split
from ui.feedback import Feedback
from ui.feedback_questions import article_ids, question_of

_README = """# {name}

Made by `copydesk feedback` of what readers thought of answers: {questions:,} questions, to be scored with
`copydesk eval` and the path of this folder. The articles are those that the answers cited or came near to, under their
own licences.

An answer that was found right has to be given again, and silence that was found right has to be kept. Where a comment
on a wrong answer quotes, between quotation marks, words that stand in one sentence of the articles, they are the right
answer. `unsettled.jsonl` holds the rest, {unsettled:,} answers that were found wrong without saying what is right:
write a line in `questions.jsonl` for each that matters.
"""


class ExportUnusable(CopydeskError):
    """There is no feedback that a question can be made of, or no place to write it to."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The questions of the set that was written, and how many entries say only that an answer is wrong."""

    folder: Path
    questions: tuple[Question, ...]
    unsettled: int


def export(feedback: Feedback, folder: Path) -> Exported:
    """Write a question set into a new folder, of the last entry on each question; raises ExportUnusable."""
    latest = list({normalise(entry.alone): entry for entry in feedback.all()}.values())
    if not latest:
        raise ExportUnusable("There is no feedback yet.", "Ask on the page, and choose a thumb below the answer.")
    _require_new(folder)
    wanted = {id_ for entry in latest for id_ in article_ids(entry)}
    articles = {id_: article for id_, article in feedback.articles().items() if id_ in wanted}
    written = _write(articles, folder / "articles")
    made = [(entry, question_of(entry, written)) for entry in latest]
    questions = tuple(question for _, question in made if question)
    unsettled = [entry.to_dict() for entry, question in made if question is None]
    _write_lines(folder / "unsettled.jsonl", unsettled)
    if not questions:
        fault = f"None of {len(unsettled):,} entries says what a right answer is."
        raise ExportUnusable(fault, f"They are in {folder / 'unsettled.jsonl'}: write the questions by hand.")
    _write_lines(folder / "questions.jsonl", [asdict(question) for question in questions])
    readme = _README.format(name=folder.name, questions=len(questions), unsettled=len(unsettled))
    (folder / "README.md").write_text(readme, "utf-8", newline="\n")
    return Exported(folder, questions, len(unsettled))


def _require_new(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise ExportUnusable(f"{folder} is not empty.", "Name a new folder.")
    except OSError as error:
        raise ExportUnusable(f"{folder} cannot hold a set ({error.strerror}).", "Name a new folder.") from error


def _write(articles: Mapping[str, Article], folder: Path) -> dict[str, Written]:
    """Text files as they were, to the letter; of other formats the text that was read, as Markdown."""
    texts = {id_: article for id_, article in articles.items() if article.format in ("txt", "md")}
    others = (_document(article) for id_, article in sorted(articles.items()) if id_ not in texts)
    return write_articles(others, folder) | {id_: _write_text(texts[id_], folder) for id_ in sorted(texts)}


def _write_text(article: Article, folder: Path) -> Written:
    name = f"{article.id}.{article.format}"
    (folder / name).write_text(article.text, "utf-8", newline="")
    sentences = tuple((sentence.start, sentence.end) for sentence in split(article))
    return Written(name, article.text, 0, sentences)


def _document(article: Article) -> Document:
    published = article.published.isoformat() if article.published else ""
    return Document(
        article.id, article.text, article.title, article.outlet or "", published=published, url=article.url or ""
    )


def _write_lines(file: Path, rows: Iterable[Any]) -> None:
    lines: Sequence[str] = [json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
