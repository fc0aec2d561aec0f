"""Which of the quantities in judged evidence a question asks for: those of what it counts, and of what came of it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answer import Evidence
from rag.asked import Wish
from rag.claim import Quantity
from rag.values.outcome import outcome
from rag.values.people import ANYONE, head, plain_noun, without_outcome
from rag.values.quantity import quantities

_LEAST_SAME, _FOREIGN_SAME = 0.001, -10.5
"""The least chance, and logit of the cross-encoder, of a sentence that tells the same of those counted."""

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


@dataclass(frozen=True, slots=True)
class _Candidate:
    evidence: Evidence
    quantity: Quantity
    picked: bool
    """Whether the reader's span holds or touches it."""

    noun: str
    """What is counted, without what became of it."""

    outcome: str
    """The kind of what became of those counted, "" where that is not told."""

    @property
    def head(self) -> str:
        """The stem of what is counted, by its last word."""
        return head(self.noun)


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
        anchor = max(candidates, key=self._weight, default=None)
        if anchor is None or not (self._is_named(anchor) or anchor.picked):
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
            told = outcome(evidence.quote, quantity.start, quantity.end, places)
            if self._wish.fits(quantity) and (not self._outcome or told.kind in ("", self._outcome)):
                picked = bool(span and start + quantity.start < span.end and start + quantity.end > span.start)
                noun = plain_noun(evidence.quote, quantity, told)
                yield _Candidate(evidence, quantity, picked, noun, told.kind)

    @property
    def _counts_lives(self) -> bool:
        """Whether lives are asked for: those of people who died."""
        return self._wish.noun.casefold() == "lives"

    @cached_property
    def _asked_head(self) -> str:
        noun = "" if self._counts_lives else without_outcome(self._wish.noun)
        return head(noun or (ANYONE if self._wish.noun or self._outcome else ""))

    @cached_property
    def _counts_people(self) -> bool:
        return self._asked_head == head(ANYONE)

    @cached_property
    def _outcome(self) -> str:
        """What the question says became of those counted, "" where it does not."""
        if self._counts_lives:
            return "dead"
        asked = _HOW_MANY.search(self._question)
        place = asked.span() if asked else (0, 0)
        return outcome(self._question, *place, [place]).kind

    def _is_named(self, candidate: _Candidate) -> bool:
        return bool(self._asked_head) and candidate.head == self._asked_head

    def _counts_the_same(self, candidate: _Candidate, anchor: _Candidate) -> bool:
        """Whether it counts, by the same word, what the question or the anchor counts, and the same came of it."""
        same = self._is_named(candidate) or (bool(candidate.head) and candidate.head == anchor.head)
        return same and candidate.outcome == anchor.outcome

    def _weight(self, candidate: _Candidate) -> tuple[bool, bool, float]:
        """How much a candidate speaks for being what is asked for: by its noun, by what came of it, by its chance."""
        came_to_it = not self._outcome or candidate.outcome == self._outcome
        named = self._is_named(candidate)
        surely = named and (came_to_it or not self._counts_people)
        return surely, came_to_it, candidate.evidence.chance * (named + candidate.picked)

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
        if _is_far(quantity, anchor.quantity) or (anchor.outcome and candidate.outcome not in ("", anchor.outcome)):
            return False
        if self._counts_the_same(candidate, anchor):
            if candidate.outcome:
                return evidence.chance >= _LEAST_SAME and evidence.score >= _FOREIGN_SAME
            least = max(_LEAST_NAMED, _BESIDE_NAMED * anchor.evidence.chance)
            return evidence.chance >= least and evidence.score >= _FOREIGN
        if evidence.chance < max(_LEAST, _BESIDE * anchor.evidence.chance):
            return False
        if not candidate.picked or candidate.head in strange:
            return False
        noun = self._wish.noun or anchor.quantity.noun
        return not (noun and quantity.noun) or self._alike(noun, quantity.noun) >= _SAME_NOUN


def _is_far(one: Quantity, other: Quantity) -> bool:
    """Whether one counts so many times the other that they count different things."""
    low, high = sorted((one.high, other.high))
    return bool(low) and low * _FARTHEST < high


def _one_of(candidates: Sequence[_Candidate]) -> Sequence[_Candidate]:
    """The reader's pick of a sentence, and what stands against it there ("22, not 17"); all where it picked none."""
    picked = [c for c in candidates if c.picked and not c.quantity.negated]
    return picked or [c for c in candidates if not c.quantity.negated]
