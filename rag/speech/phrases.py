"""The noun phrases of a sentence, read without a parser."""

from collections.abc import Sequence

from rag.speech import words
from rag.speech.tokens import Token

_APART = words.STOPS | words.TIMES | words.PRONOUNS | {"and"}
_LONGEST = 16
"""Words in a phrase at most."""
Phrase = tuple[int, int]
"""The places of the first and the last token, both included."""


def span(line: Sequence[Token], phrase: Phrase) -> tuple[int, int]:
    """Where a phrase stands in the text, without the ending of an owner's name."""
    last = line[phrase[1]]
    ending = len(last.text) if not last.is_possessive else last.key.rindex("'")
    return line[phrase[0]].start, last.start + ending


def joins(line: Sequence[Token], at: int) -> bool:
    """Whether a token can be within a noun phrase."""
    token = line[at]
    if token.text[0] == "(":
        return len(token.text) > 2 and token.text[1:-1].replace(".", "").isupper()
    if token.key in {"early", "late"} and at + 1 < len(line) and line[at + 1].is_word:
        return line[at + 1].key not in words.PLACING | words.TIMES
    if token.key == "to":
        return at > 0 and line[at - 1].key in words.NEAR
    return token.is_word and token.key not in _APART and not _adverb(token)


def _adverb(token: Token) -> bool:
    return token.key in words.ADVERBS or (
        token.key.endswith("ly") and len(token.text) > 4 and token.key not in {"family", "assembly", "daily", "italy"}
    )


def _noun(line: Sequence[Token], at: int) -> bool:
    """Whether a token can be the last of a noun phrase."""
    token = line[at]
    return joins(line, at) and token.key not in words.DETERMINERS | words.LINKS | words.PLACING


def phrase_before(line: Sequence[Token], last: int) -> Phrase | None:
    """The noun phrase that ends with a token, without what tells a place behind its head."""
    if last < 0:
        return None
    if line[last].key in words.PRONOUNS:
        return last, last
    first = _reach(line, last)
    if first > last or not _noun(line, last):
        return None
    joint = first - 1
    if joint > 0 and line[joint].key == "and" and _stands_first(line, joint - 1):
        first = _reach(line, joint - 1)
    return _trimmed(line, (_past_adjunct(line, _past_verb(line, first, last), last), last))


def _reach(line: Sequence[Token], last: int) -> int:
    at = first = last + 1
    while at > max(0, last - _LONGEST) and joins(line, at - 1):
        at -= 1
        if line[at].key in words.PLACING - words.LINKS:
            break
        first = at
        linked = at > 1 and line[at - 1].key in words.LINKS | {"to"} and _noun(line, at - 2) and joins(line, at - 1)
        if line[at].key in words.DETERMINERS and not linked:
            break
    return first


def _stands_first(line: Sequence[Token], last: int) -> bool:
    """Whether what ends here is a short noun phrase at the head of its clause."""
    first = _reach(line, last)
    if not (last - 4 < first <= last and _noun(line, last)) or any(_verbal(line[i]) for i in range(first, last + 1)):
        return False
    return (first == 0 or not line[first - 1].is_word) and not line[first].is_number


def _verbal(token: Token) -> bool:
    return (token.key in words.IRREGULAR | words.VERBS and token.key not in words.RECORDS) or (
        token.key.endswith("ed") and not token.is_name
    )


def _past_verb(line: Sequence[Token], first: int, last: int) -> int:
    """Where a phrase begins behind a verb that no parser told from a noun."""
    for i in range(last - 1, first, -1):
        if line[i].key in words.IRREGULAR and line[i - 1].key not in words.DETERMINERS:
            return i + 1
    return first


def _past_adjunct(line: Sequence[Token], first: int, last: int) -> int:
    """Where a phrase begins behind "in Quetta" and its like."""
    if line[first].key not in words.LINKS:
        return first
    first = min(first + 1, last)
    while first < last and line[first].is_name and not line[last].is_name:
        first += 1
    return first


def _trimmed(line: Sequence[Token], phrase: Phrase) -> Phrase | None:
    first, last = phrase
    cut = next((i for i in range(first + 1, last + 1) if line[i].key in words.PLACING), last + 1)
    last = cut - 1
    if all(line[i].is_number or line[i].key in words.DETERMINERS for i in range(first, last + 1)):
        return (first, last) if line[first].key in {"both", "many", "some", "several", "all"} else None
    return first, last


def reached(line: Sequence[Token], last: int) -> int:
    """The place where the phrase begins that ends with a token, be it a bare number; the next one where none does."""
    return _reach(line, last)


def phrase_after(line: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that begins with a token, up to what tells a place or a time, or what can be no part of it."""
    if first >= len(line):
        return None
    if line[first].key in words.PRONOUNS:
        return first, first
    at = first
    while at < min(len(line), first + _LONGEST) and joins(line, at) and not _ends(line, first, at):
        at += 1
    while at > first and not _noun(line, at - 1) and line[at - 1].text[0] != "(":
        at -= 1
    if at <= first:
        return None
    return _trimmed(line, (first, _with_second(line, first, at - 1)))


def _with_second(line: Sequence[Token], first: int, last: int) -> int:
    """The end of a phrase and of another behind "and", where a mark follows it."""
    if last + 2 >= len(line) or line[last + 1].key != "and" or line[last + 2].is_number:
        return last
    at = last + 2
    while at < min(len(line), first + _LONGEST) and joins(line, at) and not _ends(line, last + 2, at):
        at += 1
    over = at == len(line) or not line[at].is_word or line[at].key in words.TIMES | words.PLACING
    return at - 1 if over and at > last + 2 else last


def _ends(line: Sequence[Token], first: int, at: int) -> bool:
    """Whether a phrase is over before a token."""
    token, earlier = line[at], line[at - 1] if at > first else None
    if earlier is None:
        return token.key in words.PLACING
    if token.key in words.PLACING:
        return True
    begun = earlier.key not in words.LINKS and _noun(line, at - 1)
    name_over = earlier.is_name and at > first + 1 and not token.is_name and token.key in words.IRREGULAR | words.VERBS
    return begun and (token.key in words.DETERMINERS or token.is_number or _verbal(token) or name_over)


def subject(line: Sequence[Token]) -> Phrase | None:
    """The noun phrase at the head of a sentence, behind an adjunct that a comma closes."""
    at = 0
    if line and line[0].key in words.PLACING | words.LINKS | words.STOPS - words.BE:
        at = next((i + 1 for i, token in enumerate(line[:40]) if token.text == ","), len(line))
    while at < len(line) and (not line[at].is_word or line[at].key in words.JOINTS or _adverb(line[at])):
        at += 1
    phrase = phrase_after(line, at)
    return _named_only(line, phrase) if phrase else None


def _named_only(line: Sequence[Token], phrase: Phrase) -> Phrase:
    """A name of two words or more without what follows it, which no parser told to be a verb."""
    first, last = phrase
    names = next((i - first for i in range(first, last + 1) if not line[i].is_name), last + 1 - first)
    behind = first + names
    linked = behind <= last and (line[behind].key in words.LINKS or line[behind].text[0] == "(")
    return (first, last) if names < 2 or linked else (first, behind - 1)
