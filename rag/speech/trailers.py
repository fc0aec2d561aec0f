"""What stands between a verb of speech and what is said: whom it was told, when, where and in what."""

from collections.abc import Sequence

from rag.speech import words
from rag.speech.phrases import Phrase, joins
from rag.speech.speaker import is_outlet
from rag.speech.tokens import Token

_LONGEST = 12
"""Words at most."""
_NOT_PRESS = frozenset(["parliament", "congress", "senate", "islamabad", "washington"])


def recipient(line: Sequence[Token], at: int) -> int:
    """The place behind whom something is told, `at` where nobody is."""
    first = at
    while at < min(len(line), first + _LONGEST) and joins(line, at):
        token = line[at]
        begun = at > first and line[at - 1].key not in words.DETERMINERS | words.LINKS
        name_over = (
            begun and line[at - 1].is_name and token.is_word and not token.is_name and token.key not in words.LINKS
        )
        owned = token.key == "of" and at + 1 < len(line) and line[at + 1].key not in words.DETERMINERS
        if (
            token.is_number
            or (token.key == "of" and not owned)
            or token.key in words.PLACING
            or (begun and (token.key in words.DETERMINERS or name_over))
        ):
            break
        at += 1
    return at


def press(line: Sequence[Token], first: int, behind: int) -> Phrase | None:
    """The outlet among whom something was told: the capitalised words at the end."""
    start = behind
    while start > first and line[start - 1].is_name:
        start -= 1
    if start == behind:
        spoken_to = " ".join(token.text for token in line[first:behind])
        return (first, behind - 1) if is_outlet(spoken_to) else None
    name = " ".join(token.text for token in line[start:behind])
    before = [token.key for token in line[first:start]]
    single = start == first and behind - start == 1 and name.casefold() not in words.BODIES | _NOT_PRESS | words.TITLES
    named = any(key in words.OUTLET_NAMES or key in words.OUTLETS for key in before)
    return (start, behind - 1) if single or named or is_outlet(name) or name.startswith("The ") else None


def trailer(line: Sequence[Token], at: int) -> int:
    """The place behind the times, places and papers that follow a verb of speech."""
    first = at
    while at < min(len(line), first + 2 * _LONGEST):
        behind = _adjunct(line, at)
        if behind == at:
            break
        at = behind
    return at


def _adjunct(line: Sequence[Token], at: int) -> int:
    key = line[at].key
    if line[at].is_time or key in words.ADVERBS:
        return at + 1
    if key in words.PLACING | {"of", "via", "through", "from"}:
        return _placed(line, at)
    if line[at].text == "," and at + 1 < len(line) and line[at + 1].key in {"in", "via", "on"}:
        behind = _placed(line, at + 1)
        closed = behind > at + 1 and behind < len(line) and line[behind].text == ","
        return behind + 1 if closed else at
    return at


def _placed(line: Sequence[Token], at: int) -> int:
    """The place behind "in a statement": up to a mark, to "that" or past a time; `at` where it is no adjunct."""
    timed = False
    number = False
    of = line[at].key in {"of", "about"}
    for i in range(at + 1, min(len(line), at + _LONGEST)):
        key = line[i].key
        if line[i].is_time:
            timed = True
        elif timed and not (line[i].is_number and line[i - 1].key in words.MONTHS):
            return i
        elif key == "that" or not (line[i].is_word or line[i].text[0] == "("):
            return at if number or (of and key != "that") else i
        elif key != "to" and key in words.AUXILIARIES | words.VERBS | words.PRONOUNS:
            return at
        number = number or (line[i].is_number and line[i - 1].key not in words.MONTHS)
    return len(line) if timed or (not number and not of and at + _LONGEST > len(line)) else at
