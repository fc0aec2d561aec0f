"""Sightings to the things that they count: what enough of a thing's sightings are alike with is of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rag.scan.sighting import Sighting
from rag.values.quantity import compatible

Pair = tuple[int, int]

_LINKED = 0.5
"""The share of the pairs between two clusters that must be alike to make one of them."""


def clusters(sightings: Sequence[Sighting], alike: Iterable[Pair], possible: Iterable[Pair]) -> list[list[Sighting]]:
    """The sightings by what they count, in lists of two at least; pairs are places in `sightings`.

    `possible` are the pairs that were held against each other: those of two reports of one event. Equal values are
    joined before others; else the order is that of `sightings`, so that it alone decides.
    """
    linked = set(alike)
    held = linked | set(possible)
    owner = list(range(len(sightings)))
    members = {at: [at] for at in owner}
    near: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in held:
        near[one].add(other)
        near[other].add(one)
    for one, other in sorted(linked, key=lambda pair: (not _compatible(sightings, pair), pair)):
        a, b = sorted((owner[one], owner[other]))
        if a == b:
            continue
        across = [(min(x, y), max(x, y)) for x in members[b] for y in near[x] if owner[y] == a]
        if sum(pair in linked for pair in across) >= _LINKED * len(across):
            members[a] += members.pop(b)
            for at in members[a]:
                owner[at] = a
    return [[sightings[at] for at in sorted(found)] for found in members.values() if len(found) > 1]


def _compatible(sightings: Sequence[Sighting], pair: Pair) -> bool:
    return compatible(sightings[pair[0]].value, sightings[pair[1]].value)
