"""Saved web pages: `trafilatura` finds the article among what surrounds it, the page's metadata tells the rest."""

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleBinary, ArticleEmpty, ArticleEncoding, ArticleUnreadable
from index.formats.kind import kind
from index.formats.make import Fields, clean, make
from index.formats.page_dates import page_dates
from index.formats.quiet import quiet
from index.source import Source

if TYPE_CHECKING:
    from trafilatura.settings import Document

_MAX_BYTES = 20_000_000
"""As trafilatura's own limit; a page with all its pictures inside has some 10 MB."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""What browsers take a declared name for (https://encoding.spec.whatwg.org); the rest are taken at their word."""

_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s>]+)")
_BROKEN = (LookupError, AttributeError, TypeError, ValueError, RecursionError, AssertionError)
"""Trafilatura promises ValueError alone; it walks the tree of a damaged page by recursion, index and attribute."""


def articles(source: Source, _columns: Columns = NO_COLUMNS) -> Iterator[Article]:
    """The article on a web page; raises an ArticleError that says why there is none."""
    data = source.read(_MAX_BYTES)
    page = _decoded(source, data)
    document, fields = _read(source, page)
    text = clean(_text(document)) if document else ""
    if not any(c.isalnum() for c in text):
        mend = "Save the page with its text (not a page of links, nor one that a script fills), or remove it."
        raise ArticleEmpty(source.path, "there is no article on the page.", mend, source.part)
    yield make(source, text, "html", fields)


def _decoded(source: Source, data: bytes) -> str:
    """The page as a browser decodes it, but for a page that is not what it declares: that is refused."""
    name, declared = _encoding(data)
    found = kind(data)
    if found and not found.startswith("a web page"):
        mend = "Give it the ending that it should have, or remove it from what is indexed."
        raise ArticleBinary(source.path, f"it is no web page but {found}.", mend, source.part)
    try:
        page = data.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        if b"\x00" in data[:1000] and not name.startswith("utf-16"):
            raise _binary(source) from error
        said = f"it is not {name}, though it says so." if declared else "it says no encoding, and is not UTF-8."
        mend = "Save it again from the browser, as UTF-8."
        raise ArticleEncoding(source.path, said, mend, source.part) from error
    if "\x00" in page:
        raise _binary(source)
    return page


def _encoding(data: bytes) -> tuple[str, bool]:
    """The encoding that the first bytes tell, UTF-8 where they tell none, and whether they do."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, True
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None:
        return "utf-8", False
    try:
        codec = codecs.lookup(match[1].decode("ascii"))
        "".encode(codec.name)  # "base64" and "rot13" are codecs too, but of no text
    except LookupError:
        return "utf-8", False
    return _MEANT.get(codec.name, codec.name), True


def _binary(source: Source) -> ArticleBinary:
    mend = "Save the page again, or remove it from what is indexed."
    return ArticleBinary(source.path, "zero bytes in it show a binary file.", mend, source.part)


def _read(source: Source, page: str) -> tuple["Document | None", Fields]:
    """Find the article and what the page says of it; None where there is none."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    try:
        with quiet("trafilatura", "htmldate", "courlan", "charset_normalizer"):
            tree = load_html(page)
            if tree is None:
                return None, Fields()
            published, updated = page_dates(tree)
            document = bare_extraction(
                tree,
                include_comments=False,
                include_tables=True,
                with_metadata=True,
                date_extraction_params={"extensive_search": False},  # its guess is not taken: see page_dates
            )
    except _BROKEN as error:
        fault = f"the page is damaged ({type(error).__name__})."
        raise ArticleUnreadable(source.path, fault, "Save the page again.", source.part) from error
    if document is None or isinstance(document, dict):
        return None, Fields()
    saved_from = _SAVED_FROM.search(page)
    return document, Fields(
        title=_said(document.title),
        outlet=_said(document.sitename),
        author=_said(document.author),
        published=published,
        updated=updated,
        url=_said(document.url) or (saved_from[1] if saved_from else None),
    )


def _text(document: "Document") -> str:
    """The blocks of the article, a blank line between two; lists, tables and broken lines are lines of one block."""
    from trafilatura.xml import xmltotxt

    body = document.body
    blocks = [body.text or "", *(xmltotxt(block, include_formatting=False) for block in body)]
    return "\n\n".join(filter(None, (block.strip() for block in blocks)))


def _said(words: str | None) -> str | None:
    return clean(words or "").strip() or None
