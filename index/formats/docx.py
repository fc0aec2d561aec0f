"""Word files, read by python-docx: paragraphs, list items and table rows in the order of the document."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from struct import error as struct_error
from typing import Any

from index.article import Article
from index.columns import NO_COLUMNS, Columns
from index.errors import ArticleError, ArticleLocked, ArticleTooLarge, ArticleUnreadable
from index.formats.kind import real_author, real_title, told
from index.formats.make import Fields, clean, make
from index.source import Source

_MAX_UNPACKED = 200_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which an office file that asks for a password keeps its zip."""

_RUNS = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:txbxContent)]"
"""Those that are shown: python-docx itself leaves out what was inserted with changes tracked."""

_BLOCKS = "./w:p | ./w:tbl | ./w:sdt/w:sdtContent/w:p | ./w:sdt/w:sdtContent/w:tbl"
_BULLETS = ("-", "•", "*", "–", "‣")


def articles(source: Source, _columns: Columns = NO_COLUMNS) -> Iterator[Article]:
    """The article that a Word file is; raises an ArticleError that says why it cannot be one."""
    data = source.read()
    _check(source, data)
    text, fields = _read(source, data)
    yield make(source, clean(text), "docx", fields)


def _check(source: Source, data: bytes) -> None:
    """Refuse what is no zip, or is too much of one, before anything is unpacked."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        mend = "Open it in Word, take the password off, and save it again."
        raise ArticleLocked(source.path, "it asks for a password.", mend, source.part)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct_error) as error:
        raise _unreadable(source, f"it is no Word file (.docx){told(data)}") from error
    if size > _MAX_UNPACKED:
        fault = f"it unpacks to {size // 1_000_000:,} MB; {_MAX_UNPACKED // 1_000_000} are read."
        mend = "Save its text alone in a new file, or remove it from what is indexed."
        raise ArticleTooLarge(source.path, fault, mend, source.part)


def _read(source: Source, data: bytes) -> tuple[str, Fields]:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    # Besides its own errors, python-docx lets through those of zip and zlib, and on parts that are missing or are not
    # what they are said to be it fails by look-up (KeyError, AttributeError, TypeError, ValueError); entries marked as
    # encrypted, or packed by an unknown method, are RuntimeErrors.
    broken = (OpcError, LxmlError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, AttributeError, TypeError)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document.element.body, document))
        properties = document.core_properties
        return "\n\n".join(blocks), Fields(title=real_title(properties.title), author=real_author(properties.author))
    except (*broken, ValueError, AssertionError, RuntimeError, OSError) as error:
        raise _unreadable(source, f"it is no whole Word file ({type(error).__name__}).") from error


def _blocks(parent: Any, document: Any) -> Iterator[str]:
    """The paragraphs and tables below an element, a block each."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in parent.xpath(_BLOCKS):
        if element.tag == qn("w:tbl"):
            yield from _table(element, document)
        elif words := _words(element):
            bullet = "- " if _is_item(Paragraph(element, document)) and not words.startswith(_BULLETS) else ""
            yield bullet + words


def _table(table: Any, document: Any) -> Iterator[str]:
    """A line a row; a table of one column is a frame around text, and is read as the text."""
    rows = [row.xpath("./w:tc") for row in table.xpath("./w:tr")]
    if all(len(cells) <= 1 for cells in rows):
        for cells in rows:
            for cell in cells:
                yield from _blocks(cell, document)
        return
    lines = (" | ".join(_cell(cell) for cell in cells) for cells in rows)
    shown = [f"| {line} |" for line in lines if any(c.isalnum() for c in line)]
    if shown:
        yield "\n".join(shown)


def _cell(cell: Any) -> str:
    words = " ".join(_words(paragraph) for paragraph in cell.xpath(".//w:p"))
    return " ".join(words.replace("|", "/").split())


def _words(paragraph: Any) -> str:
    lines = "".join(run.text for run in paragraph.xpath(_RUNS)).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _is_item(paragraph: Any) -> bool:
    """Whether it is numbered or has a bullet, by itself or by its style; numbered headings are headings."""
    style = paragraph.style
    name = (style.name or "") if style is not None else ""
    if name.startswith(("Heading", "Title")):
        return False
    return name.startswith("List") or bool(paragraph._p.xpath("./w:pPr/w:numPr[not(w:numId/@w:val='0')]"))


def _unreadable(source: Source, fault: str) -> ArticleError:
    mend = "Open it in Word or LibreOffice and save it as .docx again, or remove it."
    return ArticleUnreadable(source.path, fault, mend, source.part)
