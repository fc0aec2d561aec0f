"""Judged evidence to an answer: which sentences answer, in which order, and what each needs to be understood alone.

`Generator` is the seam at which a language model (`rag/llm/generate.py`) takes the place of the embedded, extractive
one.
"""

import re
from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answer import Answer, Evidence
from rag.attribution import attribution
from rag.check import Checked, check
from rag.clock import Clock
from rag.events import Heed, Line
from rag.follow import standing_alone
from rag.matter import DraftSentence, Matter

_PRONOUN = re.compile(r"[\"'“‘]?(?:he|she|they|his|her|their)\b", re.IGNORECASE)
"""What a sentence begins with that speaks of whom the one before has named."""


Writing = abc.Generator[Line, None, Checked]
"""The work of writing an answer, which tells lines that are final before its end, and returns all that holds."""


class Generator(Protocol):
    """Writes an answer of what was found; nothing leaves it that was not held against its source."""

    @property
    def writer(self) -> str | None:
        """The name of the language model that writes; None where there is none."""
        ...

    def write(self, matter: Matter, clock: Clock, heed: Heed) -> Writing:
        """Write the answer: the lines told are the first lines of the text returned; it is "" where nothing holds.

        `heed` is asked before each small piece of work.
        """
        ...

    def restate(self, question: str, before: Sequence[Answer], heed: Heed) -> str:
        """A question that may lean on those before as one that stands alone; itself where it does already."""
        ...


@dataclass(frozen=True, slots=True)
class ExtractiveGenerator:
    """Quotes the likeliest sentences to the letter: the embedded generator, which needs no language model.

    At most `limit` are taken, those that are likely enough by themselves and beside the likeliest, one of a kind: a
    sentence all of whose words an earlier one has says nothing new. One that begins with "he", "she" or "they" brings
    the sentence before it along, which says who that is: a name of our own choosing could be the wrong one.
    """

    limit: int

    @property
    def writer(self) -> None:
        """No language model."""
        return

    def write(self, matter: Matter, clock: Clock, heed: Heed) -> Writing:
        """Quote for each part that is answered; the first line depends on all of the draft."""
        heed()
        with clock("compose"):
            draft = self.drafted(matter)
        with clock("check"):
            checked = check(draft, matter.picked, matter.claims, matter.differing)
        yield from (Line(line) for line in checked.text.split("\n") if line)
        return checked

    def restate(self, question: str, before: Sequence[Answer], heed: Heed) -> str:
        """By rule: see `rag.follow`."""
        heed()
        return standing_alone(question, before)

    def drafted(self, matter: Matter) -> list[DraftSentence]:
        """The sentences that are quoted, part by part."""
        return [sentence for verdict in matter.answered for sentence in self.compose(verdict.evidence)]

    def compose(self, evidence: Sequence[Evidence]) -> list[DraftSentence]:
        """Quote the chosen sentences in reading order, article by article, the likeliest's first."""
        chosen: list[Evidence] = []
        for candidate in evidence:
            if len(chosen) == self.limit or (chosen and candidate.chance < floor(evidence[0].chance)):
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


def floor(best: float) -> float:
    """The lowest chance beside the best one; chosen on the development half of the Herof set (EXPERIMENTS.md)."""
    return max(0.1, 0.25 * best)


def _repeats(candidate: Evidence, earlier: Evidence) -> bool:
    return _words(candidate.quote) <= _words(earlier.quote)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
