"""HTML inside a field of a record or a feed to text."""

import re
from collections.abc import Iterator

from index.formats.make import clean

_PARAGRAPHS = frozenset(
    ("article", "blockquote", "div", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "section", "table",
     "ul")
)  # fmt: skip
_LINES = frozenset(
    ("address", "aside", "body", "caption", "dd", "details", "dl", "dt", "figcaption", "footer", "header", "hr",
     "li", "main", "nav", "summary", "tbody", "tfoot", "thead", "tr")
)  # fmt: skip
_SILENT = frozenset(
    ("button", "head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg", "template",
     "textarea")
)  # fmt: skip
_BR, _LINE, _PARAGRAPH = "\x1c\x1d\x1e"
"""Marks put between words; `clean` leaves no such characters in a text."""

_SURE = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|table|blockquote|article|section)(?:\s[^<>]{0,1000})?/?>", re.I)
_ANY = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")


def is_html(text: str) -> bool:
    """Whether a text is HTML beyond doubt: it has a paragraph's, a line break's or another block's tag."""
    return _SURE.search(text) is not None


def has_markup(text: str) -> bool:
    """Whether a text that is said to be HTML has any tag or character reference, and so must be turned to text."""
    return _ANY.search(text) is not None


def text_of(html: str) -> str:
    """The text of a piece of HTML: blocks on lines of their own, paragraphs apart by an empty one."""
    from lxml import etree
    from lxml import html as reader

    parser = reader.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = reader.document_fromstring(clean(html).encode(), parser=parser)
    except etree.ParserError:  # nothing but blanks and comments
        return ""
    text = re.sub(r"[ \t\r\n\u00a0]+", " ", "".join(_pieces(root)))
    return re.sub(rf" ?(?:[{_BR}{_LINE}{_PARAGRAPH}] ?)+", _line_ends, text).strip()


def _pieces(root: object) -> Iterator[str]:
    """The words of a tree, and marks where lines and paragraphs begin and end."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            yield _mark(element.tag)
            yield element.tail or ""
        elif element.tag in _SILENT:
            walk.skip_subtree()
        else:
            yield _BR if element.tag == "br" else _mark(element.tag)
            yield element.text or ""


def _mark(tag: object) -> str:
    if tag in _PARAGRAPHS:
        return _PARAGRAPH
    if tag in ("td", "th"):
        return " "
    return _LINE if tag in _LINES else ""


def _line_ends(marks: re.Match[str]) -> str:
    return "\n\n" if _PARAGRAPH in marks[0] or marks[0].count(_BR) > 1 else "\n"
