"""Where a sentence says that somebody says something: "X said", "said X" and their like."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag import speech_words as words
from rag.accounts import lead, leads, named, unwrapped
from rag.phrases import Phrase, Token, phrase_after, phrase_before, span, subject, tokens
from rag.saying import Saying
from rag.spoken import framed, is_spoken, left_of
from rag.trailers import press, recipient, trailer

_QUOTING = '“"‘('
_NOBODY = frozenset({"what", "how", "whatever", "than", "no", "neither", "none", "nobody", "nor"})
_NO_TRAILER = words.FRAMES.keys() | words.SHOWING | words.DENIALS | {"accused", "blamed", "warned", "boasted"}


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whose verb it is: `speaker` in offsets, the tokens that the mark begins and ends with, and how it stands."""

    speaker: tuple[int, int]
    first: int
    last: int
    relative: bool = False
    elided: bool = False
    via: tuple[int, int] | None = None


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
    whose = _quoted(line, at)
    if whose is None:
        left = left_of(line, at)
        whose = None if left is None else _subject(line, at, left, found)
    if whose is None or not _can_say(line, at, whose):
        return None
    return _made(line, at, whose)


def _subject(line: Sequence[Token], at: int, left: int, found: Sequence[Saying]) -> _Subject | None:
    key = line[at].key
    before = line[left].key if left >= 0 else ""
    if key in words.PARTICIPLES and left == at - 1:
        return _elided(line, at, found) if before in {",", "and", "by", "after", "while", "”", '"'} else None
    if before in {"and", "but", "or"}:
        return _elided(line, left, found)
    if before in words.RELATIVES:
        return _antecedent(line, left)
    if key in words.INVERTING and (left < 0 or not line[left].is_word):
        inverted = _inverted(line, at, left)
        if inverted:
            return inverted
    if before == "," or before == "—" or before == "–":
        return _behind_apposition(line, left)
    return _plain(line, left)


def _plain(line: Sequence[Token], left: int) -> _Subject | None:
    phrase = phrase_before(line, left)
    if phrase is None:
        return None
    first = phrase[0]
    opening = _relative_before(line, first)
    if 0 < opening < first - 1:
        phrase = phrase_before(line, opening - 1) or phrase
        return _Subject((span(line, phrase)[0], line[left].end), phrase[0], left)
    joined = line[first - 1].key if first else ""
    if joined in _NOBODY or line[phrase[0]].key in _NOBODY:
        return None
    relative = joined in words.RELATIVES
    return _Subject(span(line, unwrapped(line, phrase)), phrase[0], left, relative=relative)


def _relative_before(line: Sequence[Token], first: int) -> int:
    """The place of "who" in "the man who runs the port", 0 where there is none."""
    for i in range(first - 1, max(0, first - 8), -1):
        if line[i].key in words.RELATIVES:
            return i
        if not line[i].is_word or line[i].key in words.VERBS | words.CONTRASTS | {"that", "and"}:
            break
    return 0


def _elided(line: Sequence[Token], first: int, found: Sequence[Saying]) -> _Subject | None:
    """The subject of the verb before, or of the sentence."""
    earlier = next((s.speaker for s in reversed(found) if s.verb and not s.source and not s.relative), None)
    if earlier is None:
        phrase = subject(line[:first])
        earlier = span(line, unwrapped(line, phrase)) if phrase else None
    return _Subject(earlier, first, first, elided=True) if earlier else None


def _antecedent(line: Sequence[Token], relative: int) -> _Subject | None:
    last = relative - 1
    comma = last >= 0 and line[last].text == ","
    phrase = phrase_before(line, last - 1 if comma else last)
    return _Subject(span(line, phrase), relative, relative, relative=comma) if phrase else None


def _inverted(line: Sequence[Token], at: int, left: int) -> _Subject | None:
    """ "..., said X": a phrase between the verb and a mark or the sentence's end."""
    phrase = phrase_after(line, at + 1)
    if phrase is None or _apposed(line, left):
        return None
    behind = trailer(line, phrase[1] + 1) if phrase[1] + 1 < len(line) else len(line)
    closed = behind >= len(line) or not line[behind].is_word or line[behind].key in words.RELATIVES | words.JOINTS
    able = line[phrase[0]].is_name or line[phrase[1]].key in words.PERSONS | words.BODIES
    able = able or line[phrase[0]].key in words.DETERMINERS | words.PRONOUNS or line[phrase[1]].key.endswith("s")
    if not (closed and able) or line[phrase[0]].is_number:
        return None
    return _Subject(span(line, unwrapped(line, phrase)), at, max(behind - 1, phrase[1]))


def _apposed(line: Sequence[Token], comma: int) -> Phrase | None:
    """The phrase whose apposition a comma closes: "X, the minister," or "X, who leads Y,"."""
    if comma < 2 or line[comma].text not in {",", "—", "–"}:
        return None
    opening = comma
    for _ in range(3):
        opening = next(
            (i for i in range(opening - 1, max(0, opening - 25), -1) if line[i].text == line[comma].text), -1
        )
        if opening < 1:
            return None
        phrase = phrase_before(line, opening - 1)
        if phrase is None or not (_opens(line, opening + 1) or _names(line, phrase, opening, comma)):
            return None
        if _at_head(line, phrase):
            return phrase
    return None


def _opens(line: Sequence[Token], at: int) -> bool:
    """Whether an apposition, a relative clause or an adjunct can begin here."""
    key = line[at].key
    aside = (
        words.DETERMINERS
        | words.RELATIVES
        | words.PLACING
        | words.TITLES
        | words.TIMES
        | {"speaking", "citing", "of", "himself"}
    )
    return key in aside or key in {
        "chairman",
        "deputy",
        "former",
        "acting",
        "then",
        "quoting",
        "one",
        "as",
        "too",
        "for",
    }


def _names(line: Sequence[Token], phrase: Phrase, opening: int, comma: int) -> bool:
    """Whether an apposition is the name of "the governor" before it, or the age of a name."""
    inner = line[opening + 1 : comma]
    if len(inner) == 1 and inner[0].text.isdigit():
        return line[phrase[1]].is_name
    owned = line[phrase[0]].key in words.DETERMINERS and not line[phrase[1]].is_name
    return owned and 0 < len(inner) < 5 and all(token.is_name and not token.is_time for token in inner)


def _at_head(line: Sequence[Token], phrase: Phrase) -> bool:
    first, last = phrase
    if line[first].is_number or any(
        line[i].key in words.IRREGULAR or _past(line[i]) for i in range(first + 1, last + 1)
    ):
        return False
    return first == 0 or not line[first - 1].is_word or line[first - 1].key in words.JOINTS | {"that", "when"}


def _past(token: Token) -> bool:
    return token.key.endswith("ed") and not token.is_name


def _behind_apposition(line: Sequence[Token], comma: int) -> _Subject | None:
    phrase = _apposed(line, comma)
    return _Subject(span(line, unwrapped(line, phrase)), phrase[0], comma) if phrase else None


def _quoted(line: Sequence[Token], at: int) -> _Subject | None:
    """ "Y quoted X as saying": X, whom Y passes on."""
    if line[at].key not in words.PARTICIPLES or at < 3 or line[at - 1].key != "as":
        return None
    verb = next((i for i in range(at - 2, max(0, at - 14), -1) if line[i].key in words.QUOTING), 0)
    phrase = phrase_after(line, verb + 1) if verb else None
    passing = phrase_before(line, verb - 1) if phrase else None
    if phrase is None or passing is None or phrase[1] >= at:
        return None
    return _Subject(span(line, phrase), passing[0], at, via=span(line, passing))


def _can_say(line: Sequence[Token], at: int, whose: _Subject) -> bool:
    """Whether a subject goes with a verb: figures show, and hospitals admit patients."""
    key = line[at].key
    if key not in words.SHOWING or framed(line, at):
        return True
    return any(token.key in words.RECORDS | {"reports", "documents", "survey"} for token in line[whose.first : at])


def _made(line: Sequence[Token], at: int, whose: _Subject) -> Saying:
    key = line[at].key
    behind = max(at, whose.last) + 1
    via = whose.via
    if key in {"told", "tells", "tell", "telling"}:
        heard = recipient(line, behind)
        outlet = press(line, behind, heard)
        via, behind = (span(line, outlet) if outlet else via), heard
    if key not in _NO_TRAILER:
        behind = trailer(line, behind)
    return Saying(
        speaker=whose.speaker, verb=line[at].text, start=line[min(whose.first, at)].start, told=line[at].start,
        end=line[behind - 1].end, front=_is_front(line, at, whose, behind), lead=lead(line, min(whose.first, at)),
        relative=whose.relative, via=via,
    )  # fmt: skip


def _is_front(line: Sequence[Token], at: int, whose: _Subject, behind: int) -> bool:
    """Whether what is said follows the mark: no comma or stop closes it, or nothing stands before it."""
    first = min(whose.first, at)
    if first == 0 or whose.elided or line[at].key in _NO_TRAILER:
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
