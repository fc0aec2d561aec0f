"""Whose a verb of speech is: the phrase before it or behind it, across appositions, or that of the verb before."""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.speech import words
from rag.speech.accounts import unwrapped
from rag.speech.phrases import Phrase, phrase_after, phrase_before, reached, span, subject
from rag.speech.saying import Saying
from rag.speech.tokens import Token
from rag.speech.trailers import trailer

_HEAD = 40
"""Tokens at the head of a sentence among which its subject is looked for."""
_NOBODY = frozenset({"i", "we", "you", "what", "how", "whatever", "than", "no", "neither", "none", "nobody", "nor"})
_OPENING = words.ASIDE | words.DETERMINERS | words.RELATIVES | words.PLACING | words.TITLES | words.TIMES


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose verb it is: `speaker` in offsets, the tokens that the mark begins and ends with, and how it stands."""

    speaker: tuple[int, int]
    first: int
    last: int
    relative: bool = False
    elided: bool = False
    via: tuple[int, int] | None = None


def subject_of(line: Sequence[Token], at: int, left: int, found: Sequence[Saying]) -> Subject | None:
    """The subject of a verb, before which and its auxiliaries `left` is the last token."""
    key = line[at].key
    before = line[left].key if left >= 0 else ""
    if key in words.PARTICIPLES and left == at - 1:
        return _elided(line, at, found) if before in {",", "and", "by", "after", "while", "”", '"'} else None
    if before in {"and", "but", "or"}:
        return _elided(line, left, found)
    if before in words.RELATIVES:
        return _antecedent(line, left)
    if left >= 0 and (line[left].is_word or line[left].text[0] == "("):
        return _plain(line, left)
    inverted = _inverted(line, at, left) if key in words.INVERTING else None
    return inverted or _behind_apposition(line, left)


def quoted(line: Sequence[Token], at: int) -> Subject | None:
    """The X of "Y quoted X as saying", whom Y passes on."""
    if line[at].key not in words.PARTICIPLES or at < 3 or line[at - 1].key != "as":
        return None
    verb = next((i for i in range(at - 2, max(0, at - 14), -1) if line[i].key in words.QUOTING), 0)
    phrase = phrase_after(line, verb + 1) if verb else None
    passing = phrase_before(line, verb - 1) if phrase else None
    if phrase is None or passing is None or phrase[1] >= at:
        return None
    return Subject(span(line, phrase), passing[0], at, via=span(line, passing))


def _plain(line: Sequence[Token], left: int) -> Subject | None:
    """The phrase right before a verb, or the one that a clause or a participle between them belongs to."""
    untimed = _before_time(line, left)
    whole = _modified(line, left + 1) if untimed < left else None
    phrase = whole or phrase_before(line, untimed)
    first = phrase[0] if phrase else left + 1
    opening = _relative_before(line, first) if phrase else 0
    owner = phrase_before(line, opening - 1) if 0 < opening < first - 1 else None
    if owner:
        return Subject((span(line, owner)[0], line[left].end), owner[0], left)
    headed = _modified(line, first) or phrase
    if headed is None:
        return None
    joined = line[headed[0] - 1].key if headed[0] else ""
    if joined in _NOBODY or line[headed[0]].key in _NOBODY:
        return None
    giver = _released_by(line, headed, left) or unwrapped(line, headed)
    first = headed[0]
    if line[first].text == "The" and first:
        first = reached(line, first - 1)
    return Subject(span(line, giver), first, left, relative=joined in words.RELATIVES)


def _before_time(line: Sequence[Token], left: int) -> int:
    """The place before "on Monday" or "last week"."""
    at = left
    while at > 0 and (
        line[at].is_time or (at < left and line[at].key in {"on", "in", "last", "this", "late", "early"})
    ):
        at -= 1
    return at


def _released_by(line: Sequence[Token], phrase: Phrase, left: int) -> Phrase | None:
    """The ministry in "figures released by the ministry"."""
    by = phrase[1] + 2
    if line[phrase[1]].key not in words.RECORDS or by >= left or line[by].key not in {"by", "from"}:
        return None
    return phrase_after(line, by + 1)


def _modified(line: Sequence[Token], first: int) -> Phrase | None:
    """The phrase at the sentence's head whose participle reaches to a verb: "people briefed on the talks said"."""
    if not 0 < first <= _HEAD:
        return None
    phrase = subject(line[:first])
    if phrase is None or phrase[1] + 1 >= first:
        return None
    between = line[phrase[1] + 1 : first]
    participle = between[0].key.endswith(("ed", "ing")) or between[0].key in words.MODIFYING
    parting = words.STOPS | words.JOINTS | {"after", "before"}
    clear = all(token.is_word and token.key not in parting - {"to"} for token in between)
    return phrase if participle and clear else None


def _relative_before(line: Sequence[Token], first: int) -> int:
    """The place of "who" in "the man who runs the port", 0 where there is none."""
    for i in range(first - 1, max(0, first - 12), -1):
        if line[i].key in words.RELATIVES:
            return i
        spoken = line[i].key in words.VERBS and line[i - 1].key != "to"
        if spoken or not line[i].is_word or line[i].key in words.CONTRASTS | {"that", "and"}:
            break
    return 0


def _elided(line: Sequence[Token], first: int, found: Sequence[Saying]) -> Subject | None:
    """The subject of the verb before, or of the sentence."""
    earlier = next((s.speaker for s in reversed(found) if s.verb and not s.source and not s.relative), None)
    if earlier is None:
        phrase = subject(line[: min(first, _HEAD)])
        earlier = span(line, unwrapped(line, phrase)) if phrase else None
    return Subject(earlier, first, first, elided=True) if earlier else None


def _antecedent(line: Sequence[Token], relative: int) -> Subject | None:
    last = relative - 1
    comma = last >= 0 and line[last].text == ","
    phrase = phrase_before(line, last - 1 if comma else last)
    return Subject(span(line, phrase), relative, relative, relative=comma) if phrase else None


def _inverted(line: Sequence[Token], at: int, left: int) -> Subject | None:
    """The subject of "..., said X": a phrase between the verb and a mark or the sentence's end."""
    phrase = phrase_after(line, at + 1)
    if phrase is None or _apposed(line, left):
        return None
    behind = trailer(line, phrase[1] + 1) if phrase[1] + 1 < len(line) else len(line)
    closed = behind >= len(line) or not line[behind].is_word or line[behind].key in words.RELATIVES | words.JOINTS
    if not closed or not _able(line, phrase):
        return None
    return Subject(span(line, unwrapped(line, phrase)), at, max(behind - 1, phrase[1]))


def _able(line: Sequence[Token], phrase: Phrase) -> bool:
    """Whether a phrase behind a verb looks like its subject: a name, somebody or several."""
    first, last = line[phrase[0]], line[phrase[1]]
    if first.is_number:
        return False
    somebody = first.key in words.DETERMINERS | words.PRONOUNS or last.key in words.PERSONS | words.BODIES
    return somebody or first.is_name or last.key.endswith("s")


def _behind_apposition(line: Sequence[Token], comma: int) -> Subject | None:
    phrase = _apposed(line, comma)
    return Subject(span(line, unwrapped(line, phrase)), phrase[0], comma) if phrase else None


def _apposed(line: Sequence[Token], comma: int) -> Phrase | None:
    """The phrase whose apposition a comma closes: "X, the minister," or "X, who leads Y,"."""
    if comma < 2 or line[comma].text not in {",", "—", "–"}:
        return None
    opening = comma
    for _ in range(3):
        before = range(opening - 1, max(0, opening - 25), -1)
        opening = next((i for i in before if line[i].text == line[comma].text), 0)
        phrase = phrase_before(line, opening - 1)
        if phrase is None or not (line[opening + 1].key in _OPENING or _names(line, phrase, opening, comma)):
            return None
        if _at_head(line, phrase):
            return phrase
    return None


def _names(line: Sequence[Token], phrase: Phrase, opening: int, comma: int) -> bool:
    """Whether an apposition is the name of "the governor" before it, or the age of a name."""
    inner = line[opening + 1 : comma]
    if len(inner) == 1 and inner[0].text.isdigit():
        return line[phrase[1]].is_name
    owned = line[phrase[0]].key in words.DETERMINERS and not line[phrase[1]].is_name
    return owned and 0 < len(inner) < 5 and all(token.is_name and not token.is_time for token in inner)


def _at_head(line: Sequence[Token], phrase: Phrase) -> bool:
    first, last = phrase
    if line[first].is_number or any(_past(line[i]) for i in range(first + 1, last + 1)):
        return False
    return first == 0 or not line[first - 1].is_word or line[first - 1].key in words.JOINTS | {"that", "when"}


def _past(token: Token) -> bool:
    return token.key in words.IRREGULAR or (token.key.endswith("ed") and not token.is_name)
