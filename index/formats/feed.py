"""RSS and Atom feeds: each entry that says more than its title is an article."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleEmpty, ArticleError, ArticleRecord
from index.formats.fields import fields_of, words_of
from index.formats.make import make
from index.formats.markup import has_markup, text_of
from index.formats.records import Seen, checked, unread_date
from index.source import Source

_PARSER_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What feedparser lets through where bytes are far from any feed."""

_MEND = "Save the feed again, or remove the file."


def articles(source: Source, _columns: Columns = NO_COLUMNS) -> Iterator[Article | ArticleError]:
    """The entries of a feed; an entry that is no article is an error, and the rest goes on.

    Raises ArticleRecord for a file that is no feed, ArticleEmpty for a feed without entries.
    """
    feed = _parse(source)
    outlet = _plain(feed.feed.get("title_detail"), feed.feed.get("title"))
    seen = Seen(source)
    for number, entry in enumerate(feed.entries, start=1):
        yield from _article(source, entry, f"entry {number}", outlet, seen)
    broken = feed.get("bozo_exception")
    if broken is not None and hasattr(broken, "getLineNumber"):
        fault = f"it is no well-formed XML (line {broken.getLineNumber()}); entries after it may be lost."
        yield ArticleRecord(source.path, fault, _MEND, source.part)
    elif not feed.entries:
        raise ArticleEmpty(source.path, "the feed has no entries.", _MEND, source.part)


def _parse(source: Source) -> Any:
    import feedparser

    try:
        feed = feedparser.parse(io.BytesIO(source.read()))  # bytes themselves it would first take for a file's name
    except _PARSER_FAULTS as error:
        raise ArticleRecord(source.path, f"it is no feed ({error}).", _MEND, source.part) from error
    if not feed.get("version"):
        raise ArticleRecord(source.path, "it is neither an RSS nor an Atom feed.", _MEND, source.part)
    return feed


def _article(
    source: Source, entry: Mapping[str, Any], part: str, outlet: str, seen: Seen
) -> Iterator[Article | ArticleError]:
    values: dict[str, object] = {
        name: entry[name] for name in ("id", "link", "author", "published", "updated") if name in entry
    }
    values |= {"title": _plain(entry.get("title_detail"), entry.get("title")), "outlet": outlet}
    id_ = words_of(values, "id", NO_COLUMNS)
    part = id_ or part
    try:
        text = checked(source, part, _text(entry))
        if not any(c.isalnum() for c in text):
            fault = "the entry has no words beside its title."
            raise ArticleEmpty(source.path, fault, "Get the article itself.", source.within(part))
        if not seen.is_new(id_, text):
            return
        fields, unread = fields_of(values, NO_COLUMNS)
        yield make(source, text, "feed", fields, part=part)
    except ArticleError as error:
        yield error
        return
    for date in unread:
        yield unread_date(source, part, date)


def _text(entry: Mapping[str, Any]) -> str:
    """The longest of an entry's contents, or where there is none its summary."""
    contents = [_plain(detail, None) for detail in entry.get("content", ())]
    return max(contents, key=len, default="") or _plain(entry.get("summary_detail"), entry.get("summary"))


def _plain(detail: Mapping[str, Any] | None, value: str | None) -> str:
    """A construct of feedparser's as text: markup is turned to text unless it is said to be none."""
    words = str((detail or {}).get("value") or value or "")
    kind = (detail or {}).get("type", "text/html")
    return text_of(words) if kind != "text/plain" and has_markup(words) else words
