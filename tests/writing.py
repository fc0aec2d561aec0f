"""Small builders for answers that a model writes: what was found for a question, and all that comes of it."""

import re
from collections.abc import Sequence

from doubles import Double
from making import make_evidence

from rag.abstain import Verdict
from rag.answer import Evidence
from rag.check import Checked
from rag.claim import Disagreement
from rag.clock import Clock
from rag.compose import ExtractiveGenerator
from rag.events import Heed, Line, carry_on
from rag.faithful.support import Support
from rag.llm.generate import WrittenGenerator
from rag.matter import Matter

QUESTION = "What happened to the ferry?"
SANK, SAVED, HELD = (
    "The ferry sank off Orsk on Monday.",
    "Forty people were saved by a trawler.",
    "The captain, Ada Holm, was arrested in Perm.",
)


class ByWords:
    """Stands where the models would that tell how far evidence carries a sentence: by the share of its words there."""

    holds_from = 0.75

    def score(self, sentence: str, evidence: Sequence[Evidence]) -> float:
        return self.meetings(sentence, [" ".join(e.quote for e in evidence)]).mean_of([0])

    def meetings(self, sentence: str, quotes: Sequence[str]) -> "Shares":
        own = words(sentence)
        return Shares([len(own & words(quote)) / max(len(own), 1) for quote in quotes])


class Shares(list[float]):
    def mean_of(self, chosen: Sequence[int]) -> float:
        return max(self[i] for i in chosen)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def found(*quotes: str, chances: Sequence[float] = ()) -> list[Evidence]:
    """Sentences of an article each, the likeliest first."""
    given = chances or [0.9 - n / 100 for n in range(len(quotes))]
    return [make_evidence(q, article_id=f"a{n}", chance=c) for n, (q, c) in enumerate(zip(quotes, given, strict=True))]


def matter_of(*evidence: Evidence, differing: Disagreement | None = None, question: str = QUESTION) -> Matter:
    return Matter(question, (Verdict(question, evidence, 0.9, None),), ((),), differing)


FERRY = found(SANK, SAVED, HELD)


def generator(llm: Double, support: Support, seconds: float = 5.0, *, lenient: bool = False) -> WrittenGenerator:
    return WrittenGenerator(llm, ExtractiveGenerator(6), support, seconds, lenient)


def write(made: WrittenGenerator, matter: Matter, heed: Heed = carry_on) -> tuple[list[Line], Checked]:
    """The lines that are told ahead, and what comes of all."""
    told = []
    work = made.write(matter, Clock(), heed)
    while True:
        try:
            told.append(next(work))
        except StopIteration as end:
            return told, end.value
