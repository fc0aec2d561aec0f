"""The evidence that a sentence cites, as the checks read it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer import Evidence

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDING = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Cited:
    """Evidence with the words that lend it names: those of its own, and those around it."""

    evidence: tuple[Evidence, ...]

    @classmethod
    def of(cls, evidence: Sequence[Evidence]) -> "Cited":
        """The evidence in its order."""
        return cls(tuple(evidence))

    @property
    def quotes(self) -> tuple[str, ...]:
        """The sentences to the letter."""
        return tuple(e.quote for e in self.evidence)

    @property
    def text(self) -> str:
        """All of the sentences."""
        return "\n".join(self.quotes)

    @property
    def around(self) -> str:
        """What tells of whom the sentences speak: the one before each in its paragraph, title, outlet and dateline."""
        return "\n".join(part for e in self.evidence for part in _around(e))


def _around(evidence: Evidence) -> Iterator[str]:
    article, before = evidence.article, evidence.before
    if before:
        yield article.text[before.start : before.end]
    yield from (part for part in (article.title, article.outlet, article.author, article.dateline) if part)


def words(text: str) -> list[re.Match[str]]:
    """The words of a text, in their order; "Orsk's" is one, and so is "half-time"."""
    return list(_WORD.finditer(text))


def bare(word: str) -> str:
    """A word casefolded, without the ending of an owner."""
    return _ENDING.sub("", word.casefold())
