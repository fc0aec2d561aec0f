"""Which column of a record holds which field of an article: the names in use, and those that a caller gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from index.errors import ColumnsUnusable

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "guid", "uuid", "doc_id", "document_id"),
    "title": ("title", "headline", "article_title", "heading", "web_title"),
    "text": (
        *("text", "body", "content", "article", "full_text", "article_text", "main_text", "article_body", "body_text"),
        *("full_content", "plain_text", "story", "contents"),
    ),
    "outlet": (
        *("outlet", "source", "publisher", "publication", "newspaper", "source_name", "site_name", "site", "website"),
        *("domain", "source_domain"),
    ),
    "author": ("author", "byline", "authors", "creator", "written_by"),
    "published": (
        *("published", "published_at", "date_published", "publish_date", "date_publish", "published_date", "pub_date"),
        *("publication_date", "web_publication_date", "date", "datetime", "publish_time", "created", "created_at"),
        *("date_created", "timestamp"),
    ),
    "updated": ("updated", "updated_at", "date_updated", "modified", "modified_at", "date_modified", "last_modified"),
    "url": ("url", "link", "href", "source_url", "article_url", "web_url", "permalink"),
}
"""The fields, and the columns that are taken for them, the likeliest first."""

_IGNORED = str.maketrans("", "", " \t\r\n\u00a0\ufeff_-")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns named by the caller, by the field that they hold; a field without one has the names in use."""

    named: Mapping[str, str] = field(default_factory=dict)

    def of(self, field_: str) -> tuple[str, ...]:
        """The names, as `plain` writes them, that a field's column may have, the likeliest first."""
        names = (self.named[field_],) if field_ in self.named else FIELDS[field_]
        return tuple(map(plain, names))


NO_COLUMNS = Columns()


def plain(name: str) -> str:
    """A column's name as it is compared: without case, blanks, underscores and hyphens."""
    return name.translate(_IGNORED).casefold()


def parse_columns(words: Iterable[str]) -> Columns:
    """The columns of words such as "text=Story"; raises ColumnsUnusable, which names the fields there are."""
    named: dict[str, str] = {}
    known = ", ".join(FIELDS)
    for word in words:
        field_, equals, column = (piece.strip() for piece in word.partition("="))
        if not equals or not plain(column):
            raise ColumnsUnusable(f"{word!r} names no column.", f"Write FIELD=COLUMN; the fields are {known}.")
        if field_ not in FIELDS:
            raise ColumnsUnusable(f"{field_!r} is no field.", f"The fields are {known}.")
        if field_ in named:
            raise ColumnsUnusable(f"{field_!r} is named twice.", "Name one column for each field.")
        named[field_] = column
    return Columns(named)
