"""The set of written sentences: sixty with one planted fault each, sixty faithful, over invented articles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from eval_questions.questions import QuestionSetUnusable, Split, half
from index.article import Article
from index.read import read
from index.split import split
from rag.answer import Evidence

FOLDER = Path(__file__).parent

Planted = Literal["number", "name", "date", "negation", "unit", "speaker", "citation"]


@dataclass(frozen=True)
class Written:
    """A line of the set: a sentence, the article sentences that it cites, and its planted fault, None where faithful.

    The two sentences of a pair, one with a fault and one without, are of one half of the set.
    """

    pair: str
    article: str
    cited: tuple[str, ...]
    fault: Planted | None
    sentence: str

    @property
    def split(self) -> Split:
        """Which half it is in, by a hash of its pair."""
        return half(self.pair)


def load(folder: Path = FOLDER) -> list[tuple[Written, tuple[Evidence, ...]]]:
    """The sentences in the order of the file, each with what it cites; raises QuestionSetUnusable."""
    return list(_load(folder))


def _load(folder: Path) -> Iterator[tuple[Written, tuple[Evidence, ...]]]:
    file = folder / "sentences.jsonl"
    adapter = TypeAdapter(Written)
    articles = {path.name: read(path) for path in sorted((folder / "articles").glob("*.md"))}
    for number, line in enumerate(file.read_bytes().rstrip(b"\n").split(b"\n"), start=1):
        try:
            written = adapter.validate_json(line)
            yield written, tuple(evidence(articles[written.article], quote) for quote in written.cited)
        except (ValidationError, KeyError, LookupError) as error:
            fault = f"{file}, line {number}: {error}."
            raise QuestionSetUnusable(fault, "Write it as the set's README says.") from error


def evidence(article: Article, quote: str) -> Evidence:
    """A sentence of an article, with the one before it in its paragraph; raises LookupError where it has none such."""
    sentences = split(article)
    for before, sentence in zip((None, *sentences), sentences, strict=False):
        if article.text[sentence.start : sentence.end] == quote:
            follows = before is not None and "\n" not in article.text[before.end : sentence.start]
            return Evidence(article, sentence, 0.0, before=before if follows else None)
    raise LookupError(f"{article.path} has no sentence “{quote}”")
