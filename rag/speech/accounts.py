"""Marks without a verb of speech: "according to X", "citing X", "by X's count", "X's claim of"."""

from collections.abc import Sequence

from rag.speech import words
from rag.speech.phrases import Phrase, phrase_after, phrase_before, span
from rag.speech.saying import Saying
from rag.speech.tokens import Token

_OPENINGS = ("according to", "as per", "in the words of", "citing", "quoting", "reported by", "as told by")


def named(line: Sequence[Token], at: int) -> Saying | None:
    """The mark that begins with a token, or whose account it is."""
    return _according(line, at) or _claim_by(line, at) or _account(line, at)


def _according(line: Sequence[Token], at: int) -> Saying | None:
    opening = next((o for o in _OPENINGS if _reads(line, at, o)), None)
    if opening is None:
        return None
    whole = phrase_after(line, at + len(opening.split()))
    if whole is None:
        return None
    whole = _givers(line, whole) or whole
    return Saying(
        speaker=span(line, unwrapped(line, whole)), verb="", start=line[at].start, told=line[at].start,
        end=_behind(line, whole[1]), front=leads(line, at), lead=lead(line, at),
        source=opening in {"citing", "quoting"},
    )  # fmt: skip


def _givers(line: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """The institute in "a report by the institute" and in "figures compiled by the institute"."""
    by = phrase[1] + 1
    if line[phrase[1]].key not in words.RECORDS or by + 1 >= len(line):
        return None
    by += line[by].key.endswith("ed")
    return phrase_after(line, by + 1) if line[by].key == "by" else None


def _claim_by(line: Sequence[Token], at: int) -> Saying | None:
    """The rebels of "the claim by the rebels that": it is theirs, whoever denies it."""
    if line[at].key not in words.RECORDS or at + 2 >= len(line) or line[at + 1].key not in {"by", "from"}:
        return None
    whole = phrase_after(line, at + 2)
    if whole is None or whole[1] + 1 >= len(line) or line[whole[1] + 1].key not in {"that", "of"}:
        return None
    return Saying(
        speaker=span(line, whole), verb="", start=line[at].start, told=line[at].start, end=line[whole[1]].end,
        front=True, lead=line[at].start, relative=True,
    )  # fmt: skip


def _behind(line: Sequence[Token], last: int) -> int:
    """Where a phrase ends with the place or time behind it, up to the next mark."""
    if last + 1 < len(line) and line[last + 1].key in words.TIMES | words.PLACING:
        behind = next((i for i in range(last + 1, min(len(line), last + 10)) if not line[i].is_word), last + 1)
        return line[behind - 1].end
    return line[last].end


def _reads(line: Sequence[Token], at: int, phrase: str) -> bool:
    wanted = phrase.split()
    return line[at].key == wanted[0] and [token.key for token in line[at : at + len(wanted)]] == wanted


def _account(line: Sequence[Token], at: int) -> Saying | None:
    """The owner of "by his account", "in the army's telling", "the BLA's claim of", "by official estimates"."""
    key = line[at].key
    if at == 0 or key not in words.RECORDS:
        return None
    opening = at - 1
    while opening > max(0, at - 8) and line[opening].is_word and line[opening].key not in {"by", "in", "on"}:
        opening -= 1
    by = line[opening].key in {"by", "in", "on"} and key in words.OWN
    of = not by and at + 1 < len(line) and line[at + 1].key in {"of", "that"}
    owner = _owner(line, opening + 1, at, plain=by) if by or of else None
    if owner is None:
        return None
    first = opening if by else owner[0]
    return Saying(
        speaker=span(line, owner), verb="", start=line[first].start, told=line[at].start, end=line[at].end,
        front=of or leads(line, first), lead=lead(line, first), relative=of,
    )  # fmt: skip


def _owner(line: Sequence[Token], first: int, at: int, *, plain: bool) -> Phrase | None:
    """Whose account it is: the owner before the word, or all before it where nobody owns it."""
    for i in range(at - 1, max(0, at - 4), -1):
        if line[i].is_possessive:
            return phrase_before(line, i)
        if line[i].key in words.POSSESSIVES:
            return i, i
    if at > 0 and line[at - 1].key in words.POSSESSIVES:
        return at - 1, at - 1
    known = first < at and line[first].key not in {"all", "some", "the", "this", "that", "a", "an", "other", "any"}
    return phrase_before(line, at) if plain and known else None


def unwrapped(line: Sequence[Token], phrase: Phrase) -> Phrase:
    """The army in "the army's statement" and in "a statement by the army"; other phrases as they are."""
    first, last = phrase
    for i in (i for i in range(first, last + 1) if line[i].key in words.RECORDS):
        if i > first and line[i - 1].is_possessive:
            return first, i - 1
        if i > first and line[i - 1].key in words.POSSESSIVES:
            return i - 1, i - 1
        if i + 1 < last and line[i + 1].key in {"by", "from"}:
            return i + 2, last
    return phrase


def leads(line: Sequence[Token], at: int) -> bool:
    """Tell whether a mark stands at the head of its clause."""
    if at == 0 or line[at - 1].key in words.JOINTS | {";", ":", "that", "“", '"', "‘", "•", "-"}:
        return True
    return at > 1 and line[at - 1].text == "," and line[at - 2].key in words.JOINTS


def lead(line: Sequence[Token], at: int) -> int:
    """Where the clause begins that a mark stands in: at the word or the comma that joins it to another."""
    while at > 0 and (
        line[at - 1].key in words.ADVERBS | words.JOINTS or line[at - 1].text in {",", ";", ":", "—", "–"}
    ):
        at -= 1
    return line[at].start
