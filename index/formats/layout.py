"""Lines on the pages of a PDF to paragraphs: where one ends is told by how the lines lie and end."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

_CLOSED = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_MARKER = re.compile(r"\s*(?:[-*+•‣–]|\d{1,3}[.)])\s")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)([-\u00ad])$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_GAP = 1.35
"""Times the usual distance of lines; more is space between paragraphs. Line spacing within one varies by less."""

_SIZE_CHANGE = 1.1
_UNWRAPPED = range(40, 101)
"""Columns; lines of such widths `index.split` joins by itself."""

_FULL = 0.7
"""Of a column's widest line, in code points: a shorter line was ended by the author."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it lies on a page: points from the left and from the bottom, and the size of its letters."""

    text: str
    x: float
    y: float
    size: float


def flowing(pages: Iterable[Sequence[Line]]) -> str:
    r"""The text of pages: a blank line between paragraphs, "\n" between lines of one that `index.split` joins.

    A paragraph goes on over a page or column only where its sentence plainly does. Words broken by a hyphen are made
    whole where a soft hyphen, or the same word elsewhere in the text, leaves no doubt.
    """
    paragraphs: list[list[Line]] = []
    for page in pages:
        pitch = _pitch(page)
        previous = None
        for line in page:
            before = previous or (paragraphs[-1][-1] if paragraphs else None)
            if before and (_goes_on(before, line) or (previous and _beside(previous, line, pitch))):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
            previous = line
    text = "\n".join(line.text for paragraph in paragraphs for line in paragraph)
    known = {word.lower() for word in _WORD.findall(text)}
    return "\n\n".join("".join(_glued(_whole([line.text for line in lines], known))) for lines in paragraphs)


def lines_of(page: "PageObject") -> list[Line]:
    """The lines of a page in the order of its instructions, none blank."""
    lines: list[Line] = []
    pending: list[Line] = []

    def flush() -> None:
        words = " ".join("".join(piece.text for piece in pending).split())
        if words:
            lines.append(replace(next(piece for piece in pending if piece.text.strip()), text=words))
        pending.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for n, piece in enumerate(re.split(r"[\n\r\f\v\x85\u2028\u2029]", text)):
            if n:
                flush()
            pending.append(Line(piece, x, y, abs(size * tm[3] * cm[3])))

    page.extract_text(visitor_text=visit)
    flush()
    return lines


def _pitch(page: Sequence[Line]) -> float:
    drops = [above.y - below.y for above, below in pairwise(page) if _same_size(above, below) and above.y > below.y]
    return median(drops) if drops else 0.0


def _same_size(one: Line, other: Line) -> bool:
    return max(one.size, other.size) <= _SIZE_CHANGE * min(one.size, other.size)


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a sentence plainly goes on from one line to the next, wherever they lie."""
    return _same_size(line, following) and not _CLOSED.search(line.text) and following.text[0].islower()


def _beside(line: Line, following: Line, pitch: float) -> bool:
    """Whether the next line is of the same paragraph by how it lies: right below, and not set in after a full stop."""
    drop = line.y - following.y
    indented = following.x - line.x > 0.5 * line.size and bool(_CLOSED.search(line.text))
    return _same_size(line, following) and -1 <= drop <= _GAP * pitch and not indented


def _whole(lines: list[str], known: set[str]) -> list[str]:
    """The lines of a paragraph with broken words made whole on the upper line, where that is sure."""
    done: list[str] = []
    for line in lines:
        broken = _BROKEN_WORD.search(done[-1]) if done else None
        joined = _joined(broken, line, known) if broken else None
        if broken and joined:
            _, *rest = line.split(" ", 1)
            done[-1] = done[-1][: broken.start()] + joined
            done += rest
        else:
            done.append(line)
    return done


def _joined(broken: re.Match[str], following: str, known: set[str]) -> str | None:
    start, hyphen = broken.groups()
    rest = following.split(" ", 1)[0]
    tail = _WORD.match(rest)
    if tail is None or not rest[0].islower():
        return None
    whole, compound = f"{start}{tail[0]}".lower() in known, f"{start}-{tail[0]}".lower() in known
    if hyphen == "\u00ad" or (whole and not compound):
        return start + rest
    return f"{start}-{rest}" if compound and not whole else None


def _glued(lines: list[str]) -> Iterator[str]:
    """The lines with what stands between them: a line end, or a space where `index.split` would not join them."""
    widest = max(map(len, lines))
    yield lines[0]
    for line, following in pairwise(lines):
        full = len(line) >= _FULL * widest and not _MARKER.match(following)
        if widest in _UNWRAPPED or not (full or following[0].islower()):
            yield "\n"
        elif not _BROKEN_WORD.search(line):
            yield " "
        yield following
