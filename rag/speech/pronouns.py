"""Whom a pronoun that speaks stands for: the nearest named speaker before it that it can mean."""

import re
from collections.abc import Iterator
from itertools import islice

from index.article import Article, Sentence
from rag.speech import words
from rag.speech.phrases import span, subject
from rag.speech.sayings import sayings
from rag.speech.speaker import fits
from rag.speech.tokens import tokens

_BACK = 1500
"""Characters before the sentences given in which "he" is looked for."""
_SENTENCES = 6
"""Of these at most."""
_END = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])|\n+")

Span = tuple[int, int]


def pronoun(text: str) -> str | None:
    """The pronoun that a speaker is, in the nominative; None where it is named."""
    key = text.casefold()
    return (words.POSSESSIVES | words.OBJECTS).get(key, key if key in words.PRONOUNS else None)


def resolved(article: Article, speaker: Span, sentence: Sentence, before: Sentence | None) -> Span:
    """The named speaker that a pronoun stands for, itself where none is found; named ones as they are."""
    text = article.text
    stands = pronoun(text[slice(*speaker)])
    if stands not in {"he", "she", "they", "it"}:
        return speaker
    for candidate in _candidates(text, stands, speaker, sentence, before):
        if fits(stands, text[slice(*candidate)]):
            return candidate
    return speaker


def _candidates(text: str, stands: str, speaker: Span, sentence: Sentence, before: Sentence | None) -> Iterator[Span]:
    own = [
        s.speaker for s in sayings(text, sentence.start, min(sentence.end, speaker[0])) if s.speaker[1] <= speaker[0]
    ]
    yield from reversed(own)
    if stands == "they":
        yield from _several(text, sentence.start, speaker[0])
    start = sentence.start
    if before is not None and 0 <= before.start < before.end <= sentence.start:
        yield from _named(text, before.start, before.end, stands)
        start = before.start
    if stands in {"he", "she"}:
        for first, last in islice(_earlier(text, start), _SENTENCES):
            yield from _named(text, first, last, stands)


def _named(text: str, start: int, end: int, stands: str) -> Iterator[Span]:
    """The speakers of a sentence, the last first, then what it is about."""
    yield from reversed([saying.speaker for saying in sayings(text, start, end)])
    line = tokens(text, start, end)
    phrase = subject(line)
    if phrase:
        found = span(line, phrase)
        if stands in {"they", "it"} or _is_person(text, text[slice(*found)]):
            yield found


def _several(text: str, start: int, end: int) -> Iterator[Span]:
    """The persons that a sentence begins with."""
    line = tokens(text, start, end)
    phrase = subject(line)
    if phrase and line[phrase[1]].key.removesuffix("s") in words.PERSONS:
        yield span(line, phrase)


def _earlier(text: str, end: int) -> Iterator[Span]:
    """The sentences before an offset, roughly, the nearest first, headings left out."""
    start = max(0, end - _BACK)
    cuts = [start, *(m.end() for m in _END.finditer(text, start, end)), end]
    for first, last in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        if text[first:last].strip().endswith((".", "!", "?", "”", '"')):
            yield first, last


def _is_person(text: str, name: str) -> bool:
    """Whether a phrase names a person: by a title, or as one who speaks elsewhere in the article."""
    parts = name.split()
    keys = name.casefold().split()
    if not words.TITLES.isdisjoint(keys):
        return True
    if len(parts) > 1 and all(part[:1].isupper() for part in parts) and words.PLACES.isdisjoint(keys):
        return True
    if not parts or not parts[-1][:1].isupper():
        return False
    last = re.escape(parts[-1])
    titled = rf"\b(?:[Mm]inister|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)(?: [A-Z]\w+)? {last}\b"
    return bool(re.search(rf"{titled}|\b{last} (?:has |had |also )?(?:said|says|told)\b", text))
