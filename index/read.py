"""Files to articles: decoding, front matter, and what the text itself says of its title, place and date.

Offsets are positions in the decoded file, so `open(path, encoding="utf-8").read()[start:end]` is the quote: line ends
are translated as `open` does, and a byte-order mark stays the first character.
"""

import hashlib
import io
import os
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from index.article import Article
from index.errors import (
    ArticleBinary,
    ArticleEmpty,
    ArticleEncoding,
    ArticleError,
    ArticleFrontMatter,
    ArticleUnreadable,
    PathMissing,
)
from index.provenance import parse_published, read_provenance

SUFFIXES = (".txt", ".md")

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the article files among `paths` and below them, absolute, sorted, each once; hidden ones are left out.

    A file that is named is yielded whatever its ending, so that the reader can say what is wrong with it.
    Raises PathMissing for a path that does not exist.
    """
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise PathMissing(f"{path} does not exist.", "Check the spelling, or mount the drive it is on.")
        if path.is_dir():
            found.update(
                Path(folder, name).absolute()
                for folder, folders, names in os.walk(path)
                for name in names
                if name.lower().endswith(SUFFIXES) and not any(p.startswith(".") for p in _below(path, folder, name))
            )
        else:
            found.add(path.absolute())
    yield from sorted({Path(os.path.normpath(file)) for file in found})


def read(path: Path) -> Article:
    """Read one article file; raises an ArticleError that says why it cannot be one."""
    if any("\udc80" <= c <= "\udcff" for c in str(path)):
        name = os.fsencode(path).decode(errors="replace")
        raise ArticleUnreadable(Path(name), "its name is not UTF-8.", "Rename it.")
    if path.suffix.lower() not in SUFFIXES:
        raise ArticleUnreadable(path, f"files ending in {path.suffix!r} are not read.", "Give .txt or .md files.")
    text = _decode(path)
    front, body = _front_matter(path, text) if path.suffix.lower() == ".md" else ({}, 0)
    body = body or int(text.startswith("\ufeff"))
    told = read_provenance(text, body)
    if not any(c.isalnum() for c in text[told.body :]):
        raise ArticleEmpty(path, "there is no text in it.", "Remove it, or save the article again.")
    return Article(
        id=hashlib.sha256(f"{path.suffix.lower()}\0{text}".encode()).hexdigest()[:16],
        text=text,
        title=_field(front, "title") or told.title,
        path=str(path),
        outlet=_field(front, "outlet"),
        published=_published(path, front) or told.published,
        dateline=told.dateline,
        url=_field(front, "url"),
        body=told.body,
    )


def _below(root: Path, folder: str, name: str) -> tuple[str, ...]:
    return Path(folder, name).relative_to(root).parts


def _decode(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise ArticleUnreadable(path, "it is no regular file.", "Check that it is a file that you may read.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleUnreadable(path, f"{error.strerror}.", "Check that it is a file that you may read.") from error
    if not data.strip():
        raise ArticleEmpty(path, "the file is empty.", "Remove it, or save the article again.")
    try:
        text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8").read()
    except UnicodeDecodeError as error:
        if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ArticleBinary(path, "the file is binary, not text.", "Remove it from what is indexed.") from error
        raise _wrong_encoding(path, data, error) from error
    if _BINARY.search(text):
        raise ArticleBinary(path, "control characters in it show a binary file.", "Remove it from what is indexed.")
    return text


def _wrong_encoding(path: Path, data: bytes, error: UnicodeDecodeError) -> ArticleError:
    """Name the likely encoding; where most of the file is UTF-8 and a part is not, say where that part begins."""
    from charset_normalizer import from_bytes

    line = data.count(b"\n", 0, error.start) + 1
    if data[: error.start].decode("utf-8").isascii() or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        guess = from_bytes(data[:100_000]).best()
        name = guess.encoding if guess else "unknown"
        mend = f"Convert it: iconv -f {name} -t utf-8. (The guess may be off; check the accents after.)"
        if guess is None:
            mend = "Save it again as UTF-8, or remove it if it is no text."
        return ArticleEncoding(path, f"it is not UTF-8 (line {line}); it looks like {name}.", mend)
    return ArticleEncoding(
        path, f"mixed encodings: UTF-8 up to line {line}, where another begins.", "Save it again as UTF-8 throughout."
    )


def _front_matter(path: Path, text: str) -> tuple[dict[str, Any], int]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, 0
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # 2026-02-31 is a ValueError
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 2})" if where else ""
        mend = "Put quotes around values that hold a colon or begin with a quotation mark."
        raise ArticleFrontMatter(path, f"its front matter is not YAML{line}.", mend) from error
    if fields is not None and not isinstance(fields, dict):
        raise ArticleFrontMatter(path, "its front matter is no list of fields.", "Write lines like `title: ...`.")
    return fields or {}, match.end()


def _field(front: dict[str, Any], name: str) -> str | None:
    value = front.get(name)
    return None if value is None else str(value).strip() or None


def _published(path: Path, front: dict[str, Any]) -> date | datetime | None:
    value = front.get("published")
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.date()
    if value is None or isinstance(value, date):
        return value
    published = parse_published(str(value))
    if published is None:
        mend = "Write it as 2026-02-04 or 2026-02-04T15:58:00+05:30, or leave it out."
        raise ArticleFrontMatter(path, f"`published: {value}` cannot be read as a date.", mend)
    return published
