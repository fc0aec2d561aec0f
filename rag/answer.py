"""What a question gives back: frozen, typed, and plain JSON by `to_dict`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from index.article import Article, Sentence


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as retrieved: `article.text[start:end] == text`; `score` is its reciprocal rank fusion score."""

    article: Article
    start: int
    end: int
    text: str
    score: float
    chunk_id: str
    sentences: tuple[Sentence, ...]

    def to_dict(self) -> dict[str, Any]:
        """The passage as plain JSON values."""
        return _place(self.article, self.start, self.end) | {"text": self.text, "score": self.score}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence read for a question: its place, and how well it answers (a cross-encoder's logit, about -11 to 11)."""

    article: Article
    sentence: Sentence
    score: float

    @property
    def quote(self) -> str:
        """The sentence to the letter."""
        return self.article.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """The characters that a sentence rests on: `article.text[start:end] == quote`, always; numbered from 1."""

    number: int
    article: Article
    start: int
    end: int
    quote: str

    def to_dict(self) -> dict[str, Any]:
        """The citation as plain JSON values."""
        return {"number": self.number, "quote": self.quote} | _place(self.article, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence carries its `[n]`, or an abstention with the nearest passages.

    `disagreement` is None as long as nothing detects one. `timings` are seconds by stage, and `total`.
    """

    question: str
    text: str
    abstained: bool
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Passage, ...] = ()
    disagreement: None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values; offsets are half-open, in code points of the article's text."""
        return {
            "question": self.question,
            "text": self.text,
            "abstained": self.abstained,
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [passage.to_dict() for passage in self.nearest],
            "disagreement": self.disagreement,
            "timings": dict(self.timings),
        }

    def __str__(self) -> str:
        notes = [f"[{c.number}] {label(c.article)}, characters {c.start}-{c.end}" for c in self.citations]
        near = [f"- {label(p.article)}: {p.text}" for p in self.nearest]
        return "\n".join([self.text, *([""] if notes or near else []), *notes, *near])


def label(article: Article) -> str:
    """Name an article in a line: outlet, title and day, as far as they are known."""
    day = f"{article.published:%d %B %Y}".lstrip("0") if article.published else None
    return ", ".join(part for part in (article.outlet, article.title, day) if part)


def describe(article: Article) -> dict[str, Any]:
    """An article's provenance as plain JSON values."""
    published = article.published.isoformat() if article.published else None
    fields = asdict(article) | {"published": published}
    return {name: fields[name] for name in ("id", "title", "outlet", "published", "url", "path")}


def _place(article: Article, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "article": describe(article)}
