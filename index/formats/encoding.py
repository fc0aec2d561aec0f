"""What is wrong with bytes that are no UTF-8, in words that help."""

import io

from index.errors import ArticleBinary, ArticleEncoding
from index.source import Source

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 8192


def binary(source: Source, fault: str) -> ArticleBinary:
    """The error for a source that is no text."""
    return ArticleBinary(source.path, fault, "Remove it from what is indexed.", source.part)


def wrong_encoding(source: Source, data: bytes, error: UnicodeDecodeError, part: str | None = None) -> ArticleEncoding:
    """Name the likely encoding; where most of the data is UTF-8 and a part is not, say where that part begins.

    `part` names the record of the source whose bytes `data` are, None for all of it.
    """
    from charset_normalizer import from_bytes

    within = source.within(part)
    line = data.count(b"\n", 0, error.start) + 1
    if data[: error.start].decode("utf-8").isascii() or data.startswith(_UTF_16):
        guess = from_bytes(data[:100_000]).best()
        name = guess.encoding if guess else "unknown"
        mend = f"Convert it: iconv -f {name} -t utf-8. (The guess may be off; check the accents after.)"
        if guess is None:
            mend = "Save it again as UTF-8, or remove it if it is no text."
        where = f" (line {line})" if part is None else ""
        return ArticleEncoding(source.path, f"it is not UTF-8{where}; it looks like {name}.", mend, within)
    where = f"up to line {line}, where another begins" if part is None else "at first, and then another"
    fault = f"mixed encodings: UTF-8 {where}."
    return ArticleEncoding(source.path, fault, "Save it again as UTF-8 throughout.", within)


def check_head(source: Source, stream: io.BufferedReader) -> None:
    """Look at the first bytes of a stream, which stay in it; raises ArticleBinary and ArticleEncoding.

    For formats read piece by piece: UTF-16 and binary files have no lines that could be told apart.
    """
    head = stream.peek(_HEAD)[:_HEAD]
    if head.startswith(_UTF_16):
        raise wrong_encoding(source, head, UnicodeDecodeError("utf-8", head, 0, 1, "UTF-16"))
    if b"\x00" in head:
        raise binary(source, "the file is binary, not text.")
