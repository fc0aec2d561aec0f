"""Evidence to a draft: which sentences answer, in which order.

`Generator` is the seam at which a language model can take the place of the embedded, extractive one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answer import Evidence
from rag.expect import wanted


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

    The better the best sentence, the further below it others may be: a strong best one shows that the question's words
    are understood. At most `limit` are taken, one of a kind: a sentence all of whose words an earlier one has
    says nothing new. Where the question asks for a number, a date or a time, only sentences that give one are taken,
    and from further below.
    """

    limit: int

    def compose(self, question: str, evidence: Sequence[Evidence]) -> list[DraftSentence]:
        """Quote the chosen sentences, best first."""
        kind = wanted(question)
        usable = [e for e in evidence if kind is None or kind.is_in(e.quote)]
        chosen: list[Evidence] = []
        for candidate in usable:
            if len(chosen) == self.limit or candidate.score < _floor(usable[0].score, typed=kind is not None):
                break
            if not any(_repeats(candidate, earlier) for earlier in chosen):
                chosen.append(candidate)
        return [DraftSentence(e.quote, (e,)) for e in chosen]


def _floor(best: float, *, typed: bool) -> float:
    """The lowest logit beside a best one; fitted on the develop half of the Herof set (EXPERIMENTS.md)."""
    return best - max(0.3, 0.22 * best + (2.0 if typed else 0.4))


def _repeats(candidate: Evidence, earlier: Evidence) -> bool:
    return _words(candidate.quote) <= _words(earlier.quote)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
