"""Whether a word of a sentence is a verb of speech there, and how it stands to its subject."""

import re
from collections.abc import Sequence

from rag.speech import words
from rag.speech.tokens import Token

_FRAME = 14
"""Words within which "put" has its "at"."""


def is_spoken(text: str, line: Sequence[Token], at: int) -> bool:
    """Tell whether a token is a finite verb of speech or a participle of one."""
    key = line[at].key
    if key in words.PARTICIPLES:
        return True
    if key not in words.VERBS or (line[at].is_name and at > 0 and line[at - 1].is_word):
        return False
    if key in words.FRAMES and key not in words.SHOWING and not framed(line, at):
        return False
    if key in words.UNSPOKEN and at + 1 < len(line) and words.UNSPOKEN[key].match(text, line[at + 1].start):
        return False
    if key in words.SINGULAR and _is_noun(line, at):
        return False
    return key not in words.PLURAL or _has_many(line, at)


def framed(line: Sequence[Token], at: int) -> bool:
    """Tell whether a verb that is of speech in a frame only stands in it."""
    wanted = words.FRAMES.get(line[at].key)
    if wanted is None:
        return False
    if line[at].key in words.COUNTING and any(token.is_number for token in line[at + 1 : at + 4]):
        return True
    reach = 2 if line[at].key in words.TIGHT else _FRAME
    return any(token.key in wanted for token in line[at + 1 : at + 1 + reach])


def _is_noun(line: Sequence[Token], at: int) -> bool:
    """Whether "claims" or "reports" is of things here."""
    before, after = line[at - 1] if at else None, line[at + 1] if at + 1 < len(line) else None
    if before is None or before.is_possessive or before.key in words.QUALIFIED:
        return True
    return after is not None and (
        after.key in words.AUXILIARIES | {"of", "from", "by", "about"}
        or after.key in words.PAST | words.PLURAL | words.SHOWING
    )


def _has_many(line: Sequence[Token], at: int) -> bool:
    """Whether the word before can be the subject of a verb in the plural."""
    i = at - 1
    while i >= 0 and line[i].key in words.ADVERBS:
        i -= 1
    if i < 0 or line[i].is_possessive:
        return False
    if not line[i].is_word and line[at].key in words.INVERTING:
        return True
    if any(token.key in words.SINGLE for token in line[max(0, i - 2) : i]):
        return False
    key = "and" if i > 1 and line[i - 1].key == "and" else line[i].key
    return key in words.MANY or key in words.BODIES or (key.endswith("s") and not key.endswith("ss"))


def left_of(line: Sequence[Token], at: int) -> int | None:
    """The place of what stands before a verb and its auxiliaries; None where they make it passive or deny it."""
    ongoing = line[at].key.endswith("ing")
    i = at - 1
    if ongoing and i >= 1 and line[i].key == "as" and line[i - 1].key == "quoted":
        i -= 2
    while i >= 0 and (line[i].key in words.AUXILIARIES | words.ADVERBS | words.OFTEN or _adverb(line[i])):
        key = line[i].key
        if key in words.NEGATIONS | words.MODALS or (key in words.BE and not ongoing):
            return None
        i -= 1
    return i


def _adverb(token: Token) -> bool:
    return bool(re.fullmatch(r"[a-z]{2,}ly", token.text)) and token.text not in {"family", "assembly"}
