"""What an answer is made of: the question, its judged parts, what their sentences claim, and where claims differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from rag.abstain import Verdict
from rag.alike import Alike
from rag.answer import Evidence
from rag.claim import Claim, Disagreement
from rag.claims import claims
from rag.grouping import group
from rag.short import pick


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft with the evidence that it claims to rest on."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A question with the verdict on each of its parts; `claimed` are the claims for each part that is answered.

    `differing` is None where the claims of every part agree; its citations have no numbers yet.
    """

    question: str
    verdicts: tuple[Verdict, ...]
    claimed: tuple[tuple[Claim, ...], ...] = ()
    differing: Disagreement | None = None

    @classmethod
    def of(cls, question: str, verdicts: Sequence[Verdict], alike: Alike) -> Self:
        """Read what the sentences of the parts that are answered claim."""
        claimed = tuple(tuple(claims(v.question, v.evidence, alike)) for v in verdicts if v.missing is None)
        return cls(question, tuple(verdicts), claimed, next(filter(None, map(group, claimed)), None))

    @property
    def answered(self) -> tuple[Verdict, ...]:
        """The verdicts on the parts that the articles answer."""
        return tuple(verdict for verdict in self.verdicts if verdict.missing is None)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims for all parts."""
        return tuple(claim for found in self.claimed for claim in found)

    @property
    def picked(self) -> Evidence | None:
        """The evidence whose span is the short answer; None where there is none."""
        return pick(self.verdicts)
