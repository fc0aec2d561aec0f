"""Article to sentences: blocks first (paragraphs, headings, items, rows), then sentences inside each block.

Every stage carries positions; nothing is searched for afterwards. Sentence boundaries come from `sentencex`, which
reports offsets and does not break inside quotation marks or brackets; what it misses is mended in `_mend`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import sentencex
from markdown_it import MarkdownIt

from index.article import Article, Sentence, SentenceKind
from index.furniture import is_furniture

MAX_SENTENCE = 1000
"""Code points; a longer run without a sentence end (a table dumped on one line, say) is cut at white space."""

_WIDEST_WRAP = 100
_MARKER = re.compile(r"(?:[ \t]*(?:[-*+•‣–]|\d{1,3}[.)]|#{1,6}|>)(?=\s))+[ \t]*")
_LONE_BULLET = re.compile(r"(?:^|\n)[ \t]*[-*+•‣–][ \t]*\n\s*\Z")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n")
_CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_OPEN_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[“\"])(?:Approx|Dr|Mr|Mrs|Ms|Prof|Gen|Col|Lt|Maj|Sgt|Rs|No|St|vs|Sen|Rep|Gov)\.\s*$"
)
_SPEECH_END = re.compile(r"[.!?,…][\"”’]\s*$")
_SPEECH_TAIL = re.compile(
    r"(?:[\w.'’-]+\s+){0,4}(?:said|says|asked|asks|added|adds|told|claimed|claims|admitted|admits|warned|noted|stated|"
    r"declared|insisted|explained|replied|wrote|cried|alleged|argued|remarked)\b"
)


def split(article: Article) -> tuple[Sentence, ...]:
    """Divide an article's text into sentences, in reading order, none overlapping, none blank."""
    blocks = _markdown_blocks if article.format == "md" else _plain_blocks
    return tuple(s for block in blocks(article.text, article.body) for s in _marked(article.text, block))


def _marked(text: str, block: Sentence) -> Iterator[Sentence]:
    """The sentences of a block, as furniture where all of it is."""
    found = list(_sentences(text, block))
    quotes = [text[s.start : s.end] for s in found]
    furniture = block.kind is not SentenceKind.ROW and is_furniture(text[block.start : block.end], quotes)
    yield from (replace(s, kind=SentenceKind.FURNITURE) for s in found) if furniture else found


def _plain_blocks(text: str, body: int) -> Iterator[Sentence]:
    for paragraph in _paragraphs(text, body):
        for block in _unwrapped(text, paragraph):
            line = text[block.start : block.end]
            marker = _MARKER.match(text, block.start, block.end)
            if line.startswith("|"):
                yield Sentence(block.start, block.end, SentenceKind.ROW)
            elif marker or _LONE_BULLET.search(text, max(0, block.start - 20), block.start):
                yield Sentence(marker.end() if marker else block.start, block.end, SentenceKind.ITEM)
            else:
                yield Sentence(block.start, block.end, SentenceKind.HEADING if is_heading(line) else SentenceKind.PROSE)


def is_heading(line: str) -> bool:
    """Tell whether a line of plain text is a heading: short, and not closed as a sentence is."""
    return len(line) <= 160 and len(line.split()) <= 20 and not _CLOSED.search(line.strip())


def _paragraphs(text: str, body: int) -> Iterator[list[Sentence]]:
    """Runs of directly consecutive lines; a line without letters or digits (blank, a rule, a lone bullet) ends one."""
    lines: list[Sentence] = []
    for match in re.finditer(r"[^\n]+|(?<=\n)\n", text[body:]):
        line = _trimmed(text, body + match.start(), body + match.end(), SentenceKind.PROSE)
        if any(c.isalnum() for c in text[line.start : line.end]):
            lines.append(line)
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _unwrapped(text: str, lines: list[Sentence]) -> Iterator[Sentence]:
    """Join the lines that a fixed-width editor broke; every other line break is the author's, a boundary.

    A paragraph is wrapped where one of its lines is 40 to `_WIDEST_WRAP` columns wide and the next begins in lower
    case; then all its lines of such widths are joined.
    """
    joinable = [_may_wrap(text, line, following) for line, following in pairwise(lines)]
    lower = [text[following.start].islower() for following in lines[1:]]
    wrapped = any(j and low for j, low in zip(joinable, lower, strict=True))
    start = None
    for line, goes_on in zip(lines, [*(j and wrapped for j in joinable), False], strict=True):
        start = line.start if start is None else start
        if not goes_on:
            yield Sentence(start, line.end)
            start = None


def _may_wrap(text: str, line: Sentence, following: Sentence) -> bool:
    width = line.end - line.start
    return (
        40 <= width <= _WIDEST_WRAP
        and following.end - following.start <= _WIDEST_WRAP
        and not _MARKER.match(text, following.start, following.end)
        and text[following.start] != "|"
    )


def _markdown_blocks(text: str, body: int) -> Iterator[Sentence]:
    source = text[body:]
    starts = [body] + [body + m.end() for m in re.finditer("\n", source)] + [len(text)]
    in_item = in_row = 0
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        in_item += (token.type == "list_item_open") - (token.type == "list_item_close")
        in_row += (token.type == "tr_open") - (token.type == "tr_close")
        kind = {"heading_open": SentenceKind.HEADING, "tr_open": SentenceKind.ROW}.get(token.type)
        if token.type in ("paragraph_open", "fence", "code_block", "html_block"):
            kind = SentenceKind.ITEM if in_item else SentenceKind.PROSE
        if kind is None or token.map is None or (in_row and kind is not SentenceKind.ROW):
            continue
        start, end = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
        marker = _MARKER.match(text, start, end)
        breaks = [m.end() for m in _HARD_BREAK.finditer(text, start, end)]
        for piece_start, piece_end in pairwise([marker.end() if marker else start, *breaks, end]):
            block = _trimmed(text, piece_start, piece_end, kind)
            if any(c.isalnum() for c in text[block.start : block.end]):
                yield block


def _sentences(text: str, block: Sentence) -> Iterator[Sentence]:
    if block.kind in (SentenceKind.HEADING, SentenceKind.ROW):
        spans = [(block.start, block.end)]
    else:
        found = sentencex.get_sentence_boundaries("en", text[block.start : block.end])
        spans = _mend(text, [(block.start + f["start_index"], block.start + f["end_index"]) for f in found])
    for start, end in spans:
        for piece_start, piece_end in _cut(text, start, end):
            whole = _trimmed(text, piece_start, piece_end, block.kind)
            if any(c.isalnum() for c in text[whole.start : whole.end]):
                yield whole


def _mend(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rejoin what is one sentence: a quotation and who spoke it, or a title, unit or number sign before its noun."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        before = text[joined[-1][0] : start] if joined else ""
        speech = _SPEECH_END.search(before) and _SPEECH_TAIL.match(text, start, end)
        if joined and (speech or _OPEN_ABBREVIATION.search(before)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        space = max(text.rfind(mark, start + MAX_SENTENCE // 2, start + MAX_SENTENCE) for mark in " \t\n")
        stop = space if space > start else start + MAX_SENTENCE
        yield start, stop
        start = stop
    yield start, end


def _trimmed(text: str, start: int, end: int, kind: SentenceKind) -> Sentence:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(start, end, kind)
