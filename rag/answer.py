"""What a question gives back: frozen, typed, and plain JSON by `to_dict`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from index.article import Article, Sentence
from index.records import text_digest
from rag.claim import Disagreement
from rag.fate import Check


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk as retrieved: `article.text[start:end] == text`; `score` is its reciprocal rank fusion score.

    `also` are the other articles of the same report: copies by other outlets, and other versions.
    """

    article: Article
    start: int
    end: int
    text: str
    score: float
    chunk_id: str
    sentences: tuple[Sentence, ...]
    also: tuple[Article, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The passage as plain JSON values."""
        also = [describe(article) for article in self.also]
        return _place(self.article, self.start, self.end) | {"text": self.text, "score": self.score, "also": also}


@dataclass(frozen=True, slots=True)
class Span:
    """The words in a sentence that answer best: `article.text[start:end]`; `score` is a logit against "no answer"."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence read for a question.

    `score` is the cross-encoder's logit for it, about -11 to 11. The reader's logits are None where it did not read the
    sentence: `support` that it carries an answer or a part of it, `answered` that its passage does; `span` is the
    sentence's best span. `chance` is the judge's probability that it answers the question, or a part of it. `before` is
    the sentence before it in its paragraph and passage, None where there is none.
    """

    article: Article
    sentence: Sentence
    score: float
    support: float | None = None
    answered: float | None = None
    span: Span | None = None
    chance: float = 0.0
    before: Sentence | None = None

    @property
    def quote(self) -> str:
        """The sentence to the letter."""
        return self.article.text[self.sentence.start : self.sentence.end]

    @property
    def citation(self) -> "Citation":
        """The sentence as a citation that has no number yet: it is 0."""
        return Citation(0, self.article, self.sentence.start, self.sentence.end, self.quote)


@dataclass(frozen=True, slots=True)
class Citation:
    """The characters that a sentence rests on: `article.text[start:end] == quote`, always; numbered from 1."""

    number: int
    article: Article
    start: int
    end: int
    quote: str

    def to_dict(self) -> dict[str, Any]:
        """The citation as plain JSON values; its article's `sha256` is that of the text that the offsets count in."""
        place = _place(self.article, self.start, self.end)
        place["article"]["sha256"] = text_digest(self.article.text)
        return {"number": self.number, "quote": self.quote} | place


@dataclass(frozen=True, slots=True)
class Short:
    """The words within a citation that answer by themselves: `article.text[start:end] == text`, of its article."""

    text: str
    citation: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence carries its `[n]`, or an abstention with the nearest passages.

    `confidence` is the probability that the articles answer the question and that this answer is right; an abstention
    has the low one that led to it. `unsaid` holds the parts of the question on which the articles are silent although
    they answer another one. `short` is None where no few words answer. `disagreement` is None where the reports agree,
    or give no values. `support` counts the independent reports that carry the answer. Where a language model wrote,
    `checks` tell what became of each of its sentences, and `notice` what went wrong with it, "" where nothing did.
    `searched` is the question as it was searched, where a conversation made another one of it. `timings` are seconds by
    stage, and `total`.
    """

    question: str
    text: str
    abstained: bool
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Passage, ...] = ()
    short: Short | None = None
    confidence: float = 0.0
    unsaid: tuple[str, ...] = ()
    disagreement: Disagreement | None = None
    support: int = 0
    checks: tuple[Check, ...] = ()
    notice: str = ""
    searched: str | None = None
    timings: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values; offsets are half-open, in code points of the article's text."""
        return {
            "question": self.question,
            "text": self.text,
            "abstained": self.abstained,
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [passage.to_dict() for passage in self.nearest],
            "short": asdict(self.short) if self.short else None,
            "confidence": self.confidence,
            "unsaid": list(self.unsaid),
            "disagreement": self.disagreement.to_dict() if self.disagreement else None,
            "support": self.support,
            "checks": [check.to_dict() for check in self.checks],
            "notice": self.notice,
            "searched": self.searched,
            "timings": dict(self.timings),
        }

    def __str__(self) -> str:
        notes = [f"[{c.number}] {label(c.article)}, characters {c.start}-{c.end}" for c in self.citations]
        near = [f"- {label(p.article)}: {p.text}" for p in self.nearest]
        unsaid = [f"The articles do not say: {part}" for part in self.unsaid]
        about = [f"Searched: {self.searched}"] if self.searched else []
        about += [self.notice] if self.notice else []
        return "\n".join([self.text, *unsaid, *about, *([""] if notes or near else []), *notes, *near])


def label(article: Article) -> str:
    """Name an article in a line: outlet, title and day, as far as they are known."""
    published = day(article.published) if article.published else None
    return ", ".join(part for part in (article.outlet, article.title, published) if part)


def day(when: date | datetime) -> str:
    """A day in words."""
    return f"{when:%d %B %Y}".lstrip("0")


def carriers(passage: Passage) -> list[str]:
    """Who else carries a passage's report."""
    return also_carried(passage.article, passage.also)


def also_carried(article: Article, also: Iterable[Article]) -> list[str]:
    """Who else carries an article's report: other outlets by name, and what says no other outlet by its label."""
    names = (a.outlet if a.outlet and a.outlet != article.outlet else label(a) for a in also)
    return list(dict.fromkeys(names))


_DESCRIBED = ("id", "title", "outlet", "author", "published", "updated", "dateline", "url", "path", "part", "report")


def describe(article: Article) -> dict[str, Any]:
    """An article's provenance as plain JSON values."""
    fields = {name: getattr(article, name) for name in _DESCRIBED}
    return fields | {name: fields[name].isoformat() for name in ("published", "updated") if fields[name]}


def _place(article: Article, start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "article": describe(article)}
