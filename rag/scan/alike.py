"""Whether two sightings, of two reports of one event, count the same: what it is, what became of it, and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from index.database import batches
from rag.scan.sighting import Sighting
from rag.values.quantity import compatible, same_unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.embed import Encoder

SAME_WORDING = 0.72
"""The cosine of two sentences without their numbers from which on they say the same of what they count."""

SAME_NOUN = 0.78
"""The cosine of two nouns that mean the same whoever speaks: homes and houses are 0.90, women and men 0.72."""

KINDRED_NOUN = 0.5
"""The cosine of two nouns that one event may use for the same: insurgents and terrorists are 0.59."""

_TELLING = 10
"""A value below it is shared by chance."""

_FAR = 5.0
"""How many times the lesser value the greater may be, where no outcome is told."""

_SAID = frozenset(("said", "say", "told", "tell", "accord", "claim", "report", "announc", "have", "has", "had", "been"))
"""Stems that belong to the telling."""

_AT_A_TIME = 200
"""Texts encoded between two reports of progress."""

_ANYBODY = ("peopl", "person")
"""Stems of nouns that say nothing of who is counted but by what stands before them."""

_FEWEST_SHARED = 2
"""Stems that two sentences must share, beside what is counted, where no outcome is told."""


@dataclass(slots=True)
class Reports:
    """What is known of the articles: who is near whom, the names that they begin with, and what each counts."""

    near: Mapping[int, set[int]]
    leads: Mapping[int, frozenset[str]]
    seen: Mapping[int, Sequence[Sighting]]
    _split: dict[tuple[int, str, str], bool] = field(default_factory=dict)

    def splits(self, one: Sighting) -> bool:
        """Whether its article counts the same thing in several places, so that each place limits its count."""
        key = one.article, one.head, one.outcome
        if key not in self._split:
            like = [s for s in self.seen[one.article] if (s.head, s.outcome) == key[1:] and s.places]
            self._split[key] = any(a.places.isdisjoint(b.places) for a, b in combinations(like, 2))
        return self._split[key]


def may_be_alike(one: Sighting, other: Sighting, reports: Reports) -> bool:
    """Whether two sightings may count the same thing, by all but the meaning of words."""
    return (
        same_unit(one.value, other.value)
        and one.outcome == other.outcome
        and _nouns_may_agree(one, other)
        and not (_is_part(one, other) or _is_part(other, one))
        and one.times == other.times
        and not _apart(one.days, other.days)
        and (one.period is None or other.period is None or one.period == other.period)
        and _in_one_place(one, other, reports)
    )


class Meanings:
    """What words mean: by the encoder, and by what articles of one event use for the same count."""

    def __init__(self, encoder: "Encoder", reports: Reports) -> None:
        self._encoder = encoder
        self._reports = reports
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._agreed: defaultdict[frozenset[str], set[int]] = defaultdict(set)
        self._opposed: defaultdict[frozenset[str], set[int]] = defaultdict(set)

    def learn(self, pairs: Iterable[tuple[Sighting, Sighting]]) -> Iterator[tuple[int, int]]:
        """Learn from pairs that may be alike which nouns mean the same, and from each article which do not.

        Gives how many of how many texts were read, as it goes on.
        """
        texts: set[str] = set()
        for one, other in pairs:
            texts |= {one.noun, other.noun} if one.head != other.head and not one.value.unit else set()
            texts |= set() if one.outcome else {one.wording, other.wording}
            if one.head != other.head and _tell_the_same(one, other):
                self._agreed[_heads(one, other)] |= {one.article, other.article}
        for article, seen in self._reports.seen.items():
            for one, other in combinations(seen, 2):
                if one.head != other.head and _tell_apart(one, other):
                    self._opposed[_heads(one, other)].add(article)
        for batch in batches(sorted(texts), _AT_A_TIME):
            self._vectors.update(zip(batch, self._encoder.encode(batch), strict=True))
            yield len(self._vectors), len(texts)

    def alike(self, one: Sighting, other: Sighting) -> bool:
        """Whether two sightings that may be alike count the same thing."""
        if one.head != other.head and not one.value.unit and not self._same_noun(one, other):
            return False
        return bool(one.outcome) or self._cosine(one.wording, other.wording) >= SAME_WORDING

    def _same_noun(self, one: Sighting, other: Sighting) -> bool:
        nearness = self._cosine(one.noun, other.noun)
        heads = _heads(one, other)
        around = {one.article, other.article} | self._reports.near[one.article] | self._reports.near[other.article]
        opposed = len(self._opposed[heads] & around)
        if nearness >= SAME_NOUN:
            return not opposed
        return nearness >= KINDRED_NOUN and len(self._agreed[heads] & around) > opposed

    def _cosine(self, one: str, other: str) -> float:
        return float(self._vectors[one] @ self._vectors[other])


def _heads(one: Sighting, other: Sighting) -> frozenset[str]:
    return frozenset((one.head, other.head))


def _tell_the_same(one: Sighting, other: Sighting) -> bool:
    """Whether two reports give one telling value."""
    return _TELLING <= one.value.low == other.value.low and one.value.high == other.value.high


def _tell_apart(one: Sighting, other: Sighting) -> bool:
    """Whether one article gives two values for one outcome."""
    return one.outcome == other.outcome != "" and not compatible(one.value, other.value)


def _nouns_may_agree(one: Sighting, other: Sighting) -> bool:
    if _apart(one.names, other.names):
        return False
    if one.head != other.head and (one.head and other.head):
        return bool(one.outcome)
    if one.head in _ANYBODY and one.noun != other.noun:
        return False
    if one.outcome:
        return True
    shared = (one.words & other.words) - {one.head, other.head}
    return len(shared) >= _FEWEST_SHARED and not _say_else(one, other)


def _say_else(one: Sighting, other: Sighting) -> bool:
    """Whether sentences that tell no outcome name others, say else of which, or are too far apart in number.

    Sums and shares have no noun to be known by, so that neither sentence may have a word of its own beside the other's.
    """
    if _both(one.named - other.named, other.named - one.named) or _apart(one.rest, other.rest):
        return True
    if one.value.unit:
        return _both(one.words - other.words - _SAID, other.words - one.words - _SAID)
    least, most = sorted((one.value.low, other.value.low))
    return most > _FAR * least


def _is_part(one: Sighting, other: Sighting) -> bool:
    """Whether one counts less, and of a narrower kind: two foreign tourists of five tourists."""
    nouns = set(one.noun.split()), set(other.noun.split())
    return one.value.low < other.value.low and bool(nouns[1]) and nouns[0] > nouns[1]


def _in_one_place(one: Sighting, other: Sighting, reports: Reports) -> bool:
    if one.places and other.places:
        return not _apart(one.places, other.places)
    placed = one if one.places else other
    if reports.splits(placed):
        return not placed.places
    return placed.places <= reports.leads[one.article] | reports.leads[other.article]


def _both(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)
