"""What lies in a file: itself, what it holds compressed, or the entries of an archive, none of them without end."""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from index.errors import ArticleEmpty, ArticleError, ArticleLocked, ArticleTooLarge, ArticleUnreadable
from index.formats import FORMATS
from index.source import Source, of_file

MAX_UNPACKED = 2_000_000_000
"""Bytes out of one compressed file."""

MAX_ENTRIES = 200_000
MAX_TOTAL = 4_000_000_000
"""Bytes that the entries of an archive may have together."""

_MAX_RATIO = 200
_SMALL = 10_000_000
"""Bytes unpacked, up to which a ratio above _MAX_RATIO is let pass; text is packed at 3 to 10."""

_ARCHIVES = frozenset((".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".zst"))
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_AGAIN = "Get the archive again."


def is_known(name: str) -> bool:
    """Whether a file's name has an ending that is read, be it packed or an archive."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes[-2:]]
    ending = suffixes[-1] if suffixes else ""
    return ending in FORMATS or ending == ".zip" or (ending == ".gz" and suffixes[0] in FORMATS)


def sources(path: Path) -> Iterator[Source | ArticleError]:
    """The sources in a file: itself, what a .gz holds, or those entries of a .zip whose ending is known.

    An entry that may not be read is an error, and the rest goes on. An entry is to be read before the next is asked
    for. Raises an ArticleError for what is wrong with the file itself.
    """
    suffix = path.suffix.lower()
    if suffix == ".gz":
        yield _unpacked(path)
    elif suffix == ".zip":
        yield from _entries(path)
    else:
        yield of_file(path)


def _unpacked(path: Path) -> Source:
    most = min(MAX_UNPACKED, max(_SMALL, _MAX_RATIO * path.stat().st_size))
    return Source(path, path.stem, lambda: cast(BinaryIO, gzip.open(path)), most=most)


def _entries(path: Path) -> Iterator[Source | ArticleError]:
    none = True
    with _opened(path) as archive:
        entries = archive.infolist()
        _check(path, entries)
        met: set[str] = set()
        for entry in entries:
            name = _name(entry)
            if not _is_wanted(name) or entry.is_dir():  # a nameless one cannot be asked whether it is a folder
                continue
            none = False
            fault = _refusal(path, name, entry)
            if fault is None and name in met:
                fault = ArticleUnreadable(path, "the archive has two entries of that name.", _AGAIN, name)
            met.add(name)
            yield fault or _source(path, name, archive, entry)
    if none:
        fault_ = "it holds no file of a kind that is read."
        raise ArticleEmpty(path, fault_, f"Give files of a kind that is: {', '.join(FORMATS)}.")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise ArticleUnreadable(path, f"it is no archive that can be read ({error}).", _AGAIN) from error


def _check(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    mend = "Unpack it, look at what it holds, and index that."
    if len(entries) > MAX_ENTRIES:
        raise ArticleTooLarge(path, f"it has more than {MAX_ENTRIES:,} entries.", mend)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise ArticleTooLarge(path, f"more than {MAX_TOTAL // 1_000_000:,} MB are packed in it.", mend)


def _name(entry: zipfile.ZipInfo) -> str:
    """An entry's name with "/" between folders; many programs write UTF-8 without saying so."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/").encode(errors="replace").decode()


def _is_wanted(name: str) -> bool:
    """Whether an entry is to be read, or refused by name; others are passed over, as they are in folders."""
    parts = PurePosixPath(name).parts
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
    ending = PurePosixPath(name).suffix.lower()
    return not hidden and (ending in FORMATS or ending in _ARCHIVES)


def _refusal(path: Path, name: str, entry: zipfile.ZipInfo) -> ArticleError | None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or parts[0][1:2] == ":":
        return ArticleUnreadable(path, "its name leads out of the archive.", "Pack it again without.", name)
    if PurePosixPath(name).suffix.lower() in _ARCHIVES:
        return ArticleUnreadable(path, "archives in archives are not opened.", "Unpack it beside the archive.", name)
    if entry.flag_bits & _ENCRYPTED:
        return ArticleLocked(path, "it is protected by a password.", "Unpack it, and index what it holds.", name)
    if entry.file_size > _SMALL and entry.file_size > _MAX_RATIO * entry.compress_size:
        fault = f"{entry.file_size // 1_000_000:,} MB are packed in {entry.compress_size:,} bytes."
        return ArticleTooLarge(path, fault, "Unpack it, look at what it holds, and index that.", name)
    return None


def _source(path: Path, name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Source:
    return Source(path, name, lambda: cast(BinaryIO, archive.open(entry)), part=name, most=entry.file_size)
