"""Which of the quantities in judged evidence a question asks for: those of what it counts, and of what came of it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.lexical import analyze
from rag.answer import Evidence
from rag.asked import Wish
from rag.claim import Quantity
from rag.values.outcome import outcome
from rag.values.quantity import quantities

_LEAST, _LEAST_NAMED, _BESIDE_NAMED, _FOREIGN = 0.05, 0.01, 0.08, -7.0
"""The least chance of a sentence; where it counts what the question counts, by itself and beside the likeliest one's,
and then the least logit of the cross-encoder."""

_LEAST_BESIDE, _FIT = 0.003, 0.0
"""The least chance and logit where a report that gives the value counts the same once more."""

_BESIDE = 0.25
"""The least chance beside the likeliest one's, where a sentence counts what only may be the same."""

_SAME_NOUN = 0.6
"""Cosine: insurgents and rebels are 0.65, insurgents and civilians 0.50."""

_FARTHEST = 50
"""How many times as many one report may count as another; beyond it they count different things."""

_HOW_MANY = re.compile(r"\bhow (?:many|much)\b|\bnumber of\b", re.IGNORECASE)

_PEOPLE, _DEATHS = "people persons", "toll deaths dead fatalities lives"
"""Who is counted where a text counts deaths."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    evidence: Evidence
    quantity: Quantity
    picked: bool
    """Whether the reader's span holds or touches it."""

    stems: tuple[str, ...]
    """Of what is counted."""

    @property
    def head(self) -> str:
        """The stem of what is counted, by its last word."""
        return self.stems[-1] if self.stems else ""


class Counts:
    """The quantities that answer one question."""

    def __init__(self, question: str, wish: Wish, alike: Callable[[str, str], float]) -> None:
        self._question = question
        self._wish = wish
        self._alike = alike

    def of(self, evidence: Sequence[Evidence]) -> Iterator[tuple[Evidence, Quantity]]:
        """The quantities asked for, with the sentences that they stand in.

        What is counted is the question's noun, or where none of the sentences counts that, the noun of the likeliest
        sentence whose quantity the reader picked. Of a sentence that counts it twice the reader's pick is taken. A
        report that gives a likely value may give an unlikely one as well: it is there that the other side is heard.
        """
        candidates = [c for e in evidence for c in self._candidates(e)]
        named = [c for c in candidates if self._is_named(c)]
        likely = named or [c for c in candidates if c.picked]
        anchor = max(likely, key=lambda c: (c.picked, c.evidence.chance), default=None)
        if anchor is None:
            return
        strange = self._strange(candidates, anchor)
        fitting = [c for c in candidates if self._fits(c, anchor, strange)]
        told = {c.evidence.article.id for c in fitting}
        beside = [c for c in candidates if c.evidence.article.id in told and self._is_beside(c, anchor)]
        for e in dict.fromkeys(c.evidence for c in (*fitting, *beside)):
            of_it = [c for c in candidates if c.evidence == e and (c in fitting or c in beside)]
            yield from ((e, c.quantity) for c in _one_of(of_it))

    def _candidates(self, evidence: Evidence) -> Iterator[_Candidate]:
        start, span = evidence.sentence.start, evidence.span
        found = quantities(evidence.quote)
        places = [(quantity.start, quantity.end) for quantity in found]
        for quantity in found:
            if self._wish.fits(quantity) and self._came_to_it(evidence.quote, quantity, places):
                picked = bool(span and start + quantity.start < span.end and start + quantity.end > span.start)
                yield _Candidate(evidence, quantity, picked, tuple(analyze(quantity.noun)))

    @cached_property
    def _asked_head(self) -> str:
        stems = analyze(self._wish.noun)
        return stems[-1] if stems else ""

    @cached_property
    def _counts_people(self) -> bool:
        return self._asked_head in analyze(_PEOPLE)

    @cached_property
    def _outcome(self) -> str:
        """What the question says became of those counted, "" where it does not."""
        asked = _HOW_MANY.search(self._question)
        place = asked.span() if asked else (0, 0)
        return outcome(self._question, *place, [place]).kind

    def _is_named(self, candidate: _Candidate) -> bool:
        if self._counts_people and not set(analyze(_DEATHS)).isdisjoint(candidate.stems):
            return True
        return bool(self._asked_head) and self._asked_head in candidate.stems

    def _counts_the_same(self, candidate: _Candidate, anchor: _Candidate) -> bool:
        """Whether it counts, by the same word, what the question or the anchor counts."""
        return self._is_named(candidate) or (bool(candidate.head) and candidate.head == anchor.head)

    def _came_to_it(self, text: str, quantity: Quantity, counts: Sequence[tuple[int, int]]) -> bool:
        """Whether what came of those counted is not plainly something else than what is asked for."""
        came = outcome(text, quantity.start, quantity.end, counts).kind if self._outcome else ""
        return came in ("", self._outcome)

    def _strange(self, candidates: Sequence[_Candidate], anchor: _Candidate) -> set[str]:
        """What a sentence counts beside the anchor's noun: civilians and soldiers, so the two are not one."""
        heads = {anchor.head, self._asked_head} - {""}
        beside: set[str] = set()
        for e in {c.evidence for c in candidates}:
            counted = {c.head for c in candidates if c.evidence == e}
            if counted & heads:
                beside |= counted - heads
        return beside

    def _is_beside(self, candidate: _Candidate, anchor: _Candidate) -> bool:
        """Whether a report that gives the value counts the same once more, as where the other side is heard."""
        return (
            self._counts_the_same(candidate, anchor)
            and candidate.evidence.chance >= _LEAST_BESIDE
            and candidate.evidence.score >= _FIT
        )

    def _fits(self, candidate: _Candidate, anchor: _Candidate, strange: set[str]) -> bool:
        evidence, quantity = candidate.evidence, candidate.quantity
        low, high = sorted((quantity.high, anchor.quantity.high))
        if low * _FARTHEST < high and low:
            return False
        if self._counts_the_same(candidate, anchor):
            least = max(_LEAST_NAMED, _BESIDE_NAMED * anchor.evidence.chance)
            return evidence.chance >= least and evidence.score >= _FOREIGN
        if evidence.chance < max(_LEAST, _BESIDE * anchor.evidence.chance):
            return False
        if not candidate.picked or candidate.head in strange:
            return False
        noun = self._wish.noun or anchor.quantity.noun
        return not (noun and quantity.noun) or self._alike(noun, quantity.noun) >= _SAME_NOUN


def _one_of(candidates: Sequence[_Candidate]) -> Sequence[_Candidate]:
    """The reader's pick of a sentence, and what stands against it there ("22, not 17"); all where it picked none."""
    picked = [c for c in candidates if c.picked and not c.quantity.negated]
    return picked or [c for c in candidates if not c.quantity.negated]
