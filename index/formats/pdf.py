"""PDF files with a text layer, read page by page by pypdf; `index.formats.layout` makes paragraphs of the lines."""

import io
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleError, ArticleLocked, ArticleScanned, ArticleTooLarge, ArticleUnreadable
from index.formats.kind import real_author, real_title, told
from index.formats.layout import Line, flowing, lines_of
from index.formats.make import Fields, clean, make
from index.formats.quiet import quiet
from index.source import Source

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MAX_PAGES = 2_000
_MAX_DRAWN = 60_000_000
"""Bytes of drawing instructions of all pages, unpacked; a newspaper page has some 100,000."""

_MAX_STREAM = 20_000_000
"""Bytes that one stream may unpack to; pypdf's own limit of 75 million is meant for pictures."""


_HEADER_WITHIN = 1024
_LEGIBLE = 0.8
"""Of the characters; fonts without a table of their letters give private or unassigned ones instead."""


def articles(source: Source, _columns: Columns = NO_COLUMNS) -> Iterator[Article]:
    """The article that a PDF is; raises an ArticleError that says why it cannot be one."""
    data = source.read()
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise _unreadable(source, f"it is no PDF{told(data)}")
    pages, fields = _read(source, data)
    text = clean(flowing(pages))
    if not any(c.isalnum() for c in text):
        raise _scanned(source, "there is no text in it, only pictures.")
    if sum(map(_is_legible, text)) < _LEGIBLE * len(text):
        raise _scanned(source, "its fonts do not say which letters they show.")
    yield make(source, text, "pdf", fields)


def _read(source: Source, data: bytes) -> tuple[list[list[Line]], Fields]:
    from pypdf import Configuration, PdfReader, apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    # pypdf says that damaged files may raise others than its own: it takes objects for what they should be, so that
    # what is missing or of another type fails by look-up, arithmetic or recursion.
    broken = (PyPdfError, LookupError, AttributeError, TypeError, ValueError, ArithmeticError, RecursionError)
    limits = Configuration(
        zlib_maximum_output_length=_MAX_STREAM,
        lzw_maximum_output_length=_MAX_STREAM,
        run_length_maximum_output_length=_MAX_STREAM,
        array_based_stream_maximum_output_length=_MAX_STREAM,
        stream_decoding_work_maximum_length=3 * _MAX_STREAM,
        stream_parsing_work_maximum_count=1_000_000,
        xform_maximum_invocations_per_extraction=500,
    )
    try:
        with quiet("pypdf"), apply_configuration(limits):
            reader = PdfReader(io.BytesIO(data))
            _unlock(source, reader)
            return [lines_of(page) for page in _pages(source, reader)], _fields(reader)
    except DependencyError as error:
        raise _locked(source) from error
    except LimitReachedError as error:
        raise _too_large(source, "it unpacks to more than is read.") from error
    except (*broken, AssertionError, NotImplementedError, OSError) as error:
        raise _unreadable(source, f"the PDF is damaged ({type(error).__name__}).") from error


def _unlock(source: Source, reader: "PdfReader") -> None:
    """Open what is encrypted without a password for reading, as most protected files are."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(source)


def _pages(source: Source, reader: "PdfReader") -> Iterator["PageObject"]:
    count = len(reader.pages)
    if count > _MAX_PAGES:
        raise _too_large(source, f"it has {count:,} pages; {_MAX_PAGES:,} are read.")
    drawn = 0
    for page in reader.pages:
        contents = page.get_contents()
        drawn += len(contents.get_data()) if contents is not None else 0
        if drawn > _MAX_DRAWN:
            raise _too_large(source, f"its pages unpack to more than {_MAX_DRAWN // 1_000_000} MB.")
        yield page


def _fields(reader: "PdfReader") -> Fields:
    """Title and author, where a person wrote them; the day a PDF was made is not the day its text was published."""
    said = reader.metadata
    return Fields(title=real_title(said.title), author=real_author(said.author)) if said is not None else Fields()


def _is_legible(character: str) -> bool:
    return character != "\ufffd" and unicodedata.category(character) not in ("Co", "Cn")


def _locked(source: Source) -> ArticleError:
    mend = "Open it with its password and save it without one (qpdf --decrypt --password=... IN OUT)."
    return ArticleLocked(source.path, "it asks for a password.", mend, source.part)


def _scanned(source: Source, fault: str) -> ArticleError:
    mend = "Have its letters recognised first (ocrmypdf --force-ocr IN OUT), and index what comes out."
    return ArticleScanned(source.path, fault, mend, source.part)


def _too_large(source: Source, fault: str) -> ArticleError:
    return ArticleTooLarge(source.path, fault, "Cut it into parts (qpdf --split-pages=100 IN OUT).", source.part)


def _unreadable(source: Source, fault: str) -> ArticleError:
    mend = "Get the file again, or remove it from what is indexed."
    return ArticleUnreadable(source.path, fault, mend, source.part)
