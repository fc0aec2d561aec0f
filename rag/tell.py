"""A disagreement to the lines that begin an answer, and its claims to the answer's citations."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer import Citation
from rag.claim import Attribution, Claim, Disagreement, Group, Kind
from rag.differ import speakers

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


_VALUE_WORDS = 6
"""Words of a value that is no sentence."""

_QUOTES = "\"'“”‘’"
_MANY = frozenset(("police", "authorities", "officials", "doctors", "residents", "witnesses", "survivors"))
"""Speakers that have no capital of their own."""

_OF_A_COUNTRY = re.compile(r"\w+(?:i|an|ish|ese|ch)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer, without its markers, and what it rests on."""

    words: str
    citations: tuple[Citation, ...]


class Numbering:
    """Gives citations their numbers, from 1 in the order of their first use; a place has one number."""

    def __init__(self) -> None:
        self._numbered: dict[tuple[str, int, int], Citation] = {}

    @property
    def all(self) -> tuple[Citation, ...]:
        """The citations so far, in the order of their numbers."""
        return tuple(self._numbered.values())

    def of(self, citation: Citation) -> Citation:
        """The citation with its number."""
        return self._numbered.setdefault(_place(citation), replace(citation, number=len(self._numbered) + 1))

    def known(self, citation: Citation) -> Citation | None:
        """The citation with its number, None where it has none yet."""
        return self._numbered.get(_place(citation))

    def of_claims(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims with numbered citations."""
        return tuple(replace(claim, citation=self.of(claim.citation)) for claim in claims)

    def of_disagreement(self, disagreement: Disagreement) -> Disagreement:
        """The disagreement with numbered citations."""
        return Disagreement(tuple(replace(g, claims=self.of_claims(g.claims)) for g in disagreement.groups))


def lines(disagreement: Disagreement) -> list[Line]:
    """A line a value, the one of most reports first: how many independent reports have it, and whom they cite."""
    told = [Line(_said(group), tuple(dict.fromkeys(c.citation for c in group.claims))) for group in disagreement.groups]
    first, *others = told
    return [Line(f"Reports differ: {first.words}", first.citations), *others]


def _said(group: Group) -> str:
    count = _COUNTS[group.reports] if group.reports < len(_COUNTS) else str(group.reports)
    time = f"{group.reason.split()[1]} " if group.kind is Kind.UPDATE else ""
    value = group.value if len(group.value.split()) <= _VALUE_WORDS else f"“{group.value.strip(_QUOTES)}”"
    words = f"{value}, by {count} {time}report{'' if group.reports == 1 else 's'}"
    if len(speakers(group)) == 1 and all(claim.attribution for claim in group.claims):
        words += f", citing {named(group.claims[0])}"
    return words


def named(claim: Claim) -> str:
    """A claim's speaker as named within a sentence: without the capital that only the beginning of one gave."""
    attribution = claim.attribution
    assert attribution
    article = claim.citation.article
    word = re.match(r"\w+", attribution.speaker)
    if word is None or not word[0].istitle() or not _opens(article.text, attribution):
        return attribution.speaker
    lower, rest = word[0].lower(), attribution.speaker[word.end() :]
    common = lower in _MANY or lower in ("a", "an", "the", "one", "some") or re.search(rf"\b{lower}\b", article.text)
    described = re.match(r" [a-z]", rest) and not _OF_A_COUNTRY.fullmatch(word[0])
    return lower + rest if common or described else attribution.speaker


def _opens(text: str, attribution: Attribution) -> bool:
    """Whether a speaker stands at the beginning of a sentence."""
    before = text[: attribution.start].rstrip(" \"'“‘*_")
    return not before or before[-1] in ".!?:\n"


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.article.id, citation.start, citation.end
