"""Judged evidence to a draft: which sentences answer, in which order, and what each needs to be understood alone.

`Generator` is the seam at which a language model can take the place of the embedded, extractive one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answer import Evidence
from rag.attribution import attribution

_PRONOUN = re.compile(r"[\"'“‘]?(?:he|she|they|his|her|their)\b", re.IGNORECASE)
"""What a sentence begins with that speaks of whom the one before has named."""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft with the evidence that it claims to rest on."""

    text: str
    evidence: tuple[Evidence, ...]


class Generator(Protocol):
    """Writes a draft answer from evidence, likeliest first; what it writes is checked before anyone sees it."""

    def compose(self, question: str, evidence: Sequence[Evidence]) -> list[DraftSentence]:
        """Return the sentences of the answer in reading order; none where the evidence holds no answer."""
        ...


@dataclass(frozen=True, slots=True)
class ExtractiveGenerator:
    """Quotes the likeliest sentences to the letter: the embedded generator, which needs no language model.

    At most `limit` are taken, those that are likely enough by themselves and beside the likeliest, one of a kind: a
    sentence all of whose words an earlier one has says nothing new. One that begins with "he", "she" or "they" brings
    the sentence before it along, which says who that is: a name of our own choosing could be the wrong one.
    """

    limit: int

    def compose(self, question: str, evidence: Sequence[Evidence]) -> list[DraftSentence]:  # noqa: ARG002  # for models
        """Quote the chosen sentences in reading order, article by article, the likeliest's first."""
        chosen: list[Evidence] = []
        for candidate in evidence:
            if len(chosen) == self.limit or (chosen and candidate.chance < _floor(evidence[0].chance)):
                break
            if not any(_repeats(candidate, earlier) for earlier in chosen):
                chosen.append(candidate)
        articles = list(dict.fromkeys(e.article.id for e in chosen))
        quoted = [*chosen, *_introductions(chosen)]
        places = {(articles.index(e.article.id), e.sentence.start): e for e in reversed(quoted)}
        return [DraftSentence(e.quote, (e,)) for _, e in sorted(places.items(), key=lambda item: item[0])]


def _introductions(chosen: Sequence[Evidence]) -> Iterator[Evidence]:
    """The sentences before those that begin with a pronoun or whose speaker is named there; they answer nothing."""
    for evidence in chosen:
        if evidence.before and (_PRONOUN.match(evidence.quote) or _said_before(evidence)):
            yield Evidence(evidence.article, evidence.before, evidence.score)


def _said_before(evidence: Evidence) -> bool:
    """Whether who says what the sentence says is named in the one before it alone."""
    place = evidence.span or evidence.sentence
    said = attribution(evidence.article, evidence.sentence, place.start, place.end, before=evidence.before)
    return said is not None and said.end <= evidence.sentence.start


def _floor(best: float) -> float:
    """The lowest chance beside the best one; chosen on the development half of the Herof set (EXPERIMENTS.md)."""
    return max(0.1, 0.25 * best)


def _repeats(candidate: Evidence, earlier: Evidence) -> bool:
    return _words(candidate.quote) <= _words(earlier.quote)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
