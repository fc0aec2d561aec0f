"""What a file is by its first bytes, and which of its properties are worth believing."""

import re

_BEGINNINGS = (
    (b"%PDF-", "a PDF file (.pdf)"),
    (b"PK\x03\x04", "a zip archive, or an office file (.zip, .docx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file (.doc, .xls)"),
    (b"{\\rtf", "rich text (.rtf)"),
    (b"\x89PNG", "a picture (.png)"),
    (b"\xff\xd8\xff", "a picture (.jpg)"),
    (b"GIF8", "a picture (.gif)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
)
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|!--)", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|document|word document|title|presentation|draft)?[\s\d_-]*|microsoft word - .*"
    r"|\S+\.(?:pdf|docx?|indd|qxp|qxd|odt|rtf|txt|pages|html?)|https?://\S+",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:python-docx|unknown|anonymous|author|user|owner|admin\w*|root|pc|(?:microsoft )?(?:office|windows) user|\d+)?",
    re.IGNORECASE,
)


def kind(data: bytes) -> str | None:
    """Name the kind of file that bytes begin as; None where the beginning is none of those known."""
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    return "a web page (.html)" if _MARKUP.match(data) else None


def told(data: bytes) -> str:
    """End a sentence with what a file is, as far as its first bytes tell."""
    name = kind(data)
    return f"; it looks like {name}." if name else "."


def real_title(title: object) -> str | None:
    """The title in a document's properties; None for a program's default or the name of a file."""
    return _unless(_NO_TITLE, title)


def real_author(author: object) -> str | None:
    """The author in a document's properties; None for a program's default."""
    return _unless(_NO_AUTHOR, author)


def _unless(unreal: re.Pattern[str], value: object) -> str | None:
    words = " ".join("".join(c if c.isprintable() else " " for c in str(value or "")).split())
    return None if unreal.fullmatch(words) or not any(c.isalnum() for c in words) else words
