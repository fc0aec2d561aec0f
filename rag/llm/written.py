"""A model's words, as they come, to sentences with the markers that belong to them, whatever it writes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.article import Article
from index.split import split

_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))

_MARKER = re.compile(
    r"[ \t]*(?:[\[【〔⟦]+\s*(?:\^|n\b|no\.?|source|sentence|#)?\s*[-–]?\d[\d\s,;–-]*[\]】〕⟧]+"
    r"|\(\d{1,2}\)(?=\s*$|\s*[.!?](?:\s|$)))",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})(?!\d)(?:\s*[-–]\s*(\d{1,4})(?!\d))?")
_WIDEST = 20
"""Sentences that a range of markers can mean."""

_LABEL = re.compile(r"^(?:(?:final |short )?answer|response|summary)\s*:\s*", re.IGNORECASE)
_BEGUN = re.compile(r"[\[【〔⟦][^\]】〕⟧]*$")
_LONGEST = 800
"""Characters of a sentence; news agencies stay under 400."""

_CLOSED = re.compile(r"[.!?…][\"'”’)]*$")
_THOUGHT = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.IGNORECASE | re.DOTALL)
_THINKS = re.compile(r"\s*<think(?:ing)?>.*", re.IGNORECASE | re.DOTALL)
"""What a model writes to itself, to its end and without one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, in one line and without its markers, and the numbers in these, each once."""

    text: str
    markers: tuple[int, ...] = ()


class Sentences:
    """Takes a model's words, and gives each sentence as soon as it is known to be whole.

    A marker belongs to the sentence that it stands in or behind; where a reply begins with one, to the one that it
    stands before. A sentence without any waits for what follows, since its marker may stand on a line of its own.
    """

    def __init__(self) -> None:
        self._raw = ""
        self._leads: bool | None = None
        self._waiting: Written | None = None

    @property
    def overlong(self) -> bool:
        """Whether the sentence that is being written is longer than any writer's."""
        return len(self._raw) > _LONGEST and not _THINKS.search(self._raw)

    def take(self, words: str) -> list[Written]:
        """The sentences that these words end."""
        self._raw = _THOUGHT.sub("", self._raw + _legible(words))
        if _THINKS.search(self._raw):
            return []
        *lines, self._raw = self._raw.split("\n")
        done = [written for line in lines for written in self._settled(self._line(line))]
        pieces = self._line(self._raw)
        if len(pieces) > 1 and re.search(r"\w\W", pieces[-1].written.text):
            done += self._settled(pieces[:-1])
            self._raw = self._raw[pieces[-1].start :]
        return done

    def pause(self) -> list[Written]:
        """The sentence that is whole as far as can be seen, where the model pauses after it."""
        pieces = [] if _THINKS.search(self._raw) else self._line(self._raw)
        if not pieces or not pieces[-1].written.markers or not _CLOSED.search(pieces[-1].written.text):
            return []
        self._raw = ""
        return self._settled(pieces)

    def rest(self) -> list[Written]:
        """The sentences that are left when the model has ended."""
        done = self._settled(self._line(_THINKS.sub("", self._raw)))
        done += [self._waiting] if self._waiting else []
        self._raw, self._waiting = "", None
        return done

    def _settled(self, pieces: "list[_Piece]") -> list[Written]:
        """The sentences, but for a last one without markers, which waits."""
        done: list[Written] = []
        for written in (piece.written for piece in pieces):
            if self._waiting and not written.text:
                written = replace(self._waiting, markers=written.markers)
            elif self._waiting:
                done.append(self._waiting)
            self._waiting = written if written.text and not written.markers else None
            done += [written] if written.text and written.markers else []
        return done

    def _line(self, raw: str) -> "list[_Piece]":
        plain, marks, places = _unmarked(raw)
        if self._leads is None and (marks or _has_words(_BEGUN.sub("", plain))):
            self._leads = bool(marks) and not _has_words(plain[: marks[0][0]])
        spans = _spans(plain)
        if not spans:
            return [_Piece(0, Written("", _numbers(mark for _, mark in marks)))] if marks else []
        return list(_pieces(plain, spans, marks, places, leads=bool(self._leads)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, and where it begins in what the model wrote."""

    start: int
    written: Written


def _spans(plain: str) -> list[tuple[int, int]]:
    """The sentences of a line; it is closed for that, since an open line would be read as a heading."""
    closed = plain if _CLOSED.search(plain.rstrip()) else f"{plain}."
    return [(s.start, min(s.end, len(plain))) for s in split(Article("", closed, "", ""))]


def _pieces(plain: str, spans: list[tuple[int, int]], marks: list[tuple[int, str]], places: list[int], *, leads: bool
            ) -> Iterator[_Piece]:  # fmt: skip
    """The sentences of a line, each with its markers; `places` are those of its characters in what was written."""
    last = len(spans) - 1
    for n, (start, end) in enumerate(spans):
        begins = spans[n - 1][1] if n else 0
        ends = end if n < last else len(plain)
        if leads:
            mine = [m for at, m in marks if (begins <= at < ends) or (n == last and at == ends)]
            raw = places[begins - 1] + 1 if begins else 0
        else:
            mine = [m for at, m in marks if (begins < at <= ends) or (n == 0 and at == 0)]
            raw = places[start]
        yield _Piece(raw, Written(_LABEL.sub("", _bare(plain[start:end])), _numbers(mine)))


def _unmarked(raw: str) -> tuple[str, list[tuple[int, str]], list[int]]:
    """A line without its markers, these with their places in it, and the places of its characters before."""
    plain, marks, at = "", list[tuple[int, str]](), 0
    places: list[int] = []
    for match in [*_MARKER.finditer(raw), None]:
        upto = match.start() if match else len(raw)
        plain += raw[at:upto]
        places += range(at, upto)
        if match:
            marks.append((len(plain), match[0]))
            at = match.end()
            if raw[at : at + 1].isalnum() and plain[-1:].strip():
                plain += " "
                places.append(at)
    return plain, marks, [*places, len(raw)]


def _has_words(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _numbers(markers: "Iterator[str] | list[str]") -> tuple[int, ...]:
    found: dict[int, None] = {}
    for first, last in (pair for marker in markers for pair in _NUMBERS.findall(marker)):
        low, high = int(first), int(last or first)
        found |= dict.fromkeys(range(low, high + 1) if high - low < _WIDEST else (low, high))
    return tuple(found)


def _bare(text: str) -> str:
    """A sentence in single blanks, with nothing in it that reads as a marker."""
    while _MARKER.search(text):
        text = _MARKER.sub("", text)
    text = re.sub(r"[\[【〔⟦]\W*[\]】〕⟧]", "", text)
    return re.sub(r"\s+([.,;:!?](?:\s|$))", r"\1", " ".join(text.split()))


def _legible(words: str) -> str:
    """Words without signs of emphasis and what is not seen, every digit as the one that it is."""
    return "".join(_sign(c) for c in words.replace("\r", "\n"))


def _sign(character: str) -> str:
    if character in "*`" or (unicodedata.category(character) in _UNSEEN and character not in "\n\t"):
        return ""
    if character in "\u2028\u2029":
        return "\n"
    return str(unicodedata.decimal(character, character))
