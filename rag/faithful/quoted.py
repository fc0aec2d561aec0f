"""Whether what a sentence puts between quotation marks stands in what it cites."""

import re
from collections.abc import Iterator, Sequence

from rag.faithful.cited import words
from rag.faithful.faults import Fault
from rag.speech.quotes import quotations

_LEFT_OUT = re.compile(r"…|\.\.\.|\[[^\]]*\]")
_STRAIGHT = "'"
_LONG = 4
"""Letters in a word that a title writes small at most: "The Girl with a Goose"."""


def quoted(sentence: str, quotes: Sequence[str]) -> Iterator[Fault]:
    """The fault of a quotation of which a part is in no quote; marks of omission divide it into parts.

    Words are compared, not the marks between them. A title between quotation marks is a name, and not looked at here.
    """
    texts = [_spaced(quote) for quote in quotes]
    parts = (
        _spaced(part)
        for start, end in quotations(sentence, 0, len(sentence))
        if not is_title(sentence[start:end])
        for part in _LEFT_OUT.split(sentence[start:end])
    )
    if any(part.strip() and not any(part in text for text in texts) for part in parts):
        yield Fault.QUOTATION


def is_title(quotation: str) -> bool:
    """Whether a quotation is a title, by its capitals: "Woman with a Goose"."""
    found = [word[0] for word in words(quotation)]
    return bool(found) and found[0][0].isupper() and all(not w[0].islower() or len(w) <= _LONG for w in found)


def _spaced(text: str) -> str:
    """The words of a text casefolded, a blank before and behind each."""
    return f" {' '.join(word[0] for word in words(text.casefold().replace('’', _STRAIGHT)))} "
