"""The last step of every format: a text and what its source says of it become an article."""

import hashlib
import re
from dataclasses import astuple, dataclass
from datetime import date, datetime

from index.article import Article
from index.errors import ArticleEmpty
from index.provenance import read_provenance
from index.source import Source

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
"""Control characters, byte-order marks, and halves of characters, which cannot be written."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What a source says of an article beside its text; None is what it does not say."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | datetime | None = None
    updated: date | datetime | None = None
    url: str | None = None


def clean(text: str) -> str:
    r"""An extracted text with line ends as "\\n", and without characters that cannot be shown."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))


def make(source: Source, text: str, format_: str, fields: Fields, *, part: str | None = None, body: int = 0) -> Article:
    """The article of a text that begins at `body`; what `fields` leave out is read from the text itself.

    `part` names a record of the source, beside the entry that the source itself may be of an archive. Raises
    ArticleEmpty where there are no words.
    """
    part = source.within(part)
    told = read_provenance(text, body)
    if not any(c.isalnum() for c in text[told.body :]):
        raise ArticleEmpty(source.path, "there is no text in it.", "Remove it, or save the article again.", part)
    return Article(
        id=_id(text, format_, fields),
        text=text,
        title=fields.title or told.title,
        path=str(source.path),
        part=part,
        format=format_,
        outlet=fields.outlet or told.outlet,
        author=fields.author or told.author,
        published=fields.published or told.published,
        updated=fields.updated or told.updated,
        dateline=told.dateline,
        url=fields.url,
        body=told.body,
    )


def _id(text: str, format_: str, fields: Fields) -> str:
    """Text files say all of themselves in their text; of others, two outlets may carry the same one."""
    said = () if format_ in ("txt", "md") else tuple(map(str, astuple(fields)))
    return hashlib.sha256("\0".join((format_, *said, text)).encode()).hexdigest()[:16]
