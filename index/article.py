"""The things that flow through indexing: articles, their sentences, and chunks of sentences."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SentenceKind(StrEnum):
    """What a run of text is in its article; a heading gives context but is never evidence."""

    PROSE = "p"
    HEADING = "h"
    ITEM = "i"
    ROW = "r"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text with its provenance; what the source does not say is None.

    `id` is derived from the text and its format alone, so a renamed file is the same article. `published` is a date,
    or an instant with its zone where the source gives a time. `body` is the offset at which the text proper begins,
    after front matter or a date stamp. Offsets are code points into `text`.
    """

    id: str
    text: str
    title: str
    path: str
    outlet: str | None = None
    published: date | datetime | None = None
    dateline: str | None = None
    url: str | None = None
    body: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item, table row or heading: `article.text[start:end]`, half-open, in code points."""

    start: int
    end: int
    kind: SentenceKind = SentenceKind.PROSE


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one article: `article.text[start:end] == text`, always."""

    id: str
    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
