"""Where a sentence says that somebody says something: "X said", "said X" and their like."""

from collections.abc import Sequence

from rag.speech import words
from rag.speech.accounts import lead, leads, named
from rag.speech.phrases import reached, span
from rag.speech.saying import Saying
from rag.speech.spoken import framed, is_spoken, left_of
from rag.speech.subjects import Subject, quoted, subject_of
from rag.speech.tokens import Token, tokens
from rag.speech.trailers import press, recipient, trailer

_QUOTING = '“"‘('
_NO_TRAILER = words.FRAMES.keys() | words.SHOWING | words.DENIALS | {"accused", "blamed", "warned", "boasted"}


def sayings(text: str, start: int, end: int) -> list[Saying]:
    """The marks in `text[start:end]`, in their order."""
    line = tokens(text, start, end)
    found: list[Saying] = []
    for at in range(len(line)):
        saying = named(line, at) or (_by_verb(line, at, found) if is_spoken(text, line, at) else None)
        if saying and not any(_doubles(saying, other) for other in found[-2:]):
            found.append(saying)
    return found


def _doubles(saying: Saying, other: Saying) -> bool:
    """Whether a mark tells again what another does: "by his account" and the verb "account"."""
    return other.start <= saying.told < other.end


def _by_verb(line: Sequence[Token], at: int, found: Sequence[Saying]) -> Saying | None:
    whose = quoted(line, at)
    if whose is None:
        left = left_of(line, at)
        whose = None if left is None else subject_of(line, at, left, found)
    if whose is None or not _can_say(line, at, whose):
        return None
    return _made(line, at, whose)


def _can_say(line: Sequence[Token], at: int, whose: Subject) -> bool:
    """Whether a subject goes with a verb: figures show, and hospitals admit patients."""
    key = line[at].key
    if key not in words.SHOWING or framed(line, at):
        return True
    return any(token.key in words.RECORDS | {"reports", "documents", "survey"} for token in line[whose.first : at])


def _made(line: Sequence[Token], at: int, whose: Subject) -> Saying:
    key = line[at].key
    behind = max(at, whose.last) + (2 if key == "went" else 1)
    via = whose.via
    if key in words.TELLING:
        heard = recipient(line, behind)
        outlet = press(line, behind, heard)
        via, behind = (span(line, outlet) if outlet else via), heard
    if key not in _NO_TRAILER:
        behind = trailer(line, behind)
    return Saying(
        speaker=whose.speaker, verb=line[at].text, start=line[min(whose.first, at)].start, told=line[at].start,
        end=line[behind - 1].end, front=_is_front(line, at, whose, behind), lead=lead(line, min(whose.first, at)),
        relative=whose.relative, via=via, about=_about(line, whose.first, behind),
    )  # fmt: skip


def _about(line: Sequence[Token], first: int, behind: int) -> int | None:
    """Where "the 300" begins in "the 300 that the ministry reported"; None where nothing is so spoken of."""
    closed = behind >= len(line) or not line[behind].is_word
    if first < 2 or not closed or line[first - 1].key not in {"that", "which"} or line[first - 2].key in words.VERBS:
        return None
    begin = reached(line, first - 2)
    return line[begin].start if begin <= first - 2 else None


def _is_front(line: Sequence[Token], at: int, whose: Subject, behind: int) -> bool:
    """Whether what is said follows the mark: no comma or stop closes it, or nothing stands before it."""
    first = min(whose.first, at)
    if first == 0 or whose.elided:
        return True
    before = line[first - 1]
    parted = not before.is_word or before.key == "as"
    at_head = leads(line, first) and before.key not in {"as", '"'}
    return at_head or not (parted and _closed(line, behind, before))


def _closed(line: Sequence[Token], behind: int, before: Token) -> bool:
    """Whether a mark ends with a comma, a stop or the like, and no quotation begins there."""
    if behind >= len(line):
        return True
    if line[behind].text[0] in _QUOTING:
        return False
    if line[behind].text == "," and behind + 1 < len(line) and line[behind + 1].text[0] in _QUOTING:
        return before.text in {"”", '"', ","}
    return not line[behind].is_word or line[behind].key in words.JOINTS | words.PARTICIPLES
