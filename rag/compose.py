"""Evidence to a draft: which sentences answer, in which order.

`Generator` is the seam at which a language model can take the place of the embedded, extractive one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.lexical import analyze
from rag.answer import Evidence


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft with the evidence that it claims to rest on."""

    text: str
    evidence: tuple[Evidence, ...]


class Generator(Protocol):
    """Writes a draft answer from evidence, best first; what it writes is checked before anyone sees it."""

    def compose(self, question: str, evidence: Sequence[Evidence]) -> list[DraftSentence]:
        """Return the sentences of the answer in reading order; none where the evidence holds no answer."""
        ...


@dataclass(frozen=True, slots=True)
class ExtractiveGenerator:
    """Quotes the best sentences to the letter: the embedded generator, which needs no language model.

    Taken are sentences whose score is within `margin` of the best and not below `floor`, at most `limit`, one of
    a kind: a sentence all of whose content words an earlier one has says nothing new.
    """

    limit: int
    margin: float = 3.0
    floor: float = 0.0

    def compose(self, question: str, evidence: Sequence[Evidence]) -> list[DraftSentence]:
        """Quote the chosen sentences, best first."""
        chosen: list[Evidence] = []
        for candidate in evidence:
            if chosen and candidate.score < max(self.floor, chosen[0].score - self.margin):
                break
            if not any(_repeats(candidate, earlier) for earlier in chosen):
                chosen.append(candidate)
            if len(chosen) == self.limit:
                break
        return [DraftSentence(e.quote, (e,)) for e in chosen]


def _repeats(candidate: Evidence, earlier: Evidence) -> bool:
    return set(analyze(candidate.quote)) <= set(analyze(earlier.quote))
