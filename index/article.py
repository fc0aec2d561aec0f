"""The things that flow through indexing: articles, their sentences, and chunks of sentences."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class SentenceKind(StrEnum):
    """What a run of text is in its article.

    A heading gives context but is never evidence; furniture (stamps, bylines, credits, calls to subscribe) is evidence
    for questions about publication alone.
    """

    PROSE = "p"
    HEADING = "h"
    ITEM = "i"
    ROW = "r"
    FURNITURE = "f"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text with its provenance; what the source does not say is None.

    `id` is derived from what the source says, not from where it lies, so a renamed file is the same article. `path` is
    the file, `part` which article of it: the entry of an archive, the record of a table; None where the file is one
    article. `format` is how the text was read ("txt", "md", "html", "pdf", "docx", "record", "feed"): offsets are code
    points into `text`, which for "txt" and "md" is the decoded file itself and for the others what was extracted.
    `published` and `updated` are dates, or instants with their zones where the source gives a time. `body` is the
    offset at which the text proper begins, after front matter or a date stamp. `report` is the id of the first article
    of the independent report that it belongs to; None where it was not yet compared.
    """

    id: str
    text: str
    title: str
    path: str
    part: str | None = None
    format: str = "txt"
    outlet: str | None = None
    author: str | None = None
    published: date | datetime | None = None
    updated: date | datetime | None = None
    dateline: str | None = None
    url: str | None = None
    body: int = 0
    report: str | None = None

    @property
    def location(self) -> str:
        """The file and, behind two colons, the part of it."""
        return located(self.path, self.part)


def located(path: object, part: str | None) -> str:
    """A file and a part of it as one name."""
    return f"{path}::{part}" if part is not None else str(path)


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


def chunk_id(article_id: str, number: str) -> str:
    """The id of an article's chunk."""
    return f"{article_id}-{number}"


def owner(chunk_id_: str) -> str:
    """The id of the article that a chunk is of."""
    return chunk_id_.rpartition("-")[0]
