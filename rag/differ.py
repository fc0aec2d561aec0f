"""Why two values differ: another scope, an update, another speaker, or a plain contradiction."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from itertools import product

from rag.claim import Group, Kind, Scope
from rag.speech.speaker import same_speaker

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_UNITS = ((_DAY, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def why(other: Group, first: Group) -> tuple[Kind, str]:
    """Why a group's value is not the first one's: its kind, and in words."""
    pairs = product(other.claims, first.claims)
    apart = sorted(filter(None, (set_apart(a.scope, b.scope) for a, b in pairs)))
    if apart:
        return Kind.SCOPE, Counter(apart).most_common(1)[0][0]
    voices, voices_of_first = speakers(other), speakers(first)
    if voices and {claim.report for claim in other.claims} <= {claim.report for claim in first.claims}:
        return Kind.SPEAKER, f"{_some(voices)}, in a report that has the first value too"
    if _after(other.first, first.last):
        return Kind.UPDATE, "a later report has it"
    if _after(first.first, other.last):
        return Kind.UPDATE, "an earlier report has it"
    if voices and voices_of_first and not any(same_speaker(a, b) for a, b in product(voices, voices_of_first)):
        return Kind.SPEAKER, f"{_some(voices)}, not {_some(voices_of_first)}"
    return Kind.CONTRADICTION, "the reports contradict each other"


def set_apart(one: Scope, other: Scope) -> str:
    """What sets two scopes apart, in words; "" where nothing does.

    Two periods do, where both are stated, and places that only one of them, or each of them, is limited to.
    """
    if one.period and other.period and one.period != other.period:
        return f"over {_duration(one.period)}, not {_duration(other.period)}"
    if one.places.isdisjoint(other.places) and (one.places or other.places):
        here, there = (_listed(sorted(places)) for places in (one.places, other.places))
        return f"in {here}, not {there}" if here and there else f"in {here}" if here else f"not in {there} alone"
    return ""


def speakers(group: Group) -> list[str]:
    """Who says a value, each once under the first of their names."""
    found: list[str] = []
    for claim in group.claims:
        if claim.attribution and not any(same_speaker(claim.attribution.speaker, known) for known in found):
            found.append(claim.attribution.speaker)
    return found


def time_order(when: date | datetime | None) -> tuple[bool, int, float]:
    """A key that orders days and instants, what has neither last; of one day (of UTC) the day itself comes first."""
    if when is None:
        return True, 0, 0.0
    if isinstance(when, datetime) and when.tzinfo:
        instant = when.timestamp()
        return False, _EPOCH + int(instant // _DAY), instant
    return False, when.toordinal(), 0.0


def _after(one: date | datetime | None, other: date | datetime | None) -> bool:
    """Whether one is surely later: on another day, or at another instant where both are instants."""
    if one is None or other is None:
        return False
    (_, day, instant), (_, other_day, other_instant) = time_order(one), time_order(other)
    return day > other_day or (day == other_day and instant > other_instant > 0)


def _duration(seconds: float) -> str:
    size, name = next(((size, name) for size, name in _UNITS if seconds % size == 0), (1, "second"))
    count = seconds / size
    return f"{count:g} {name}{'' if count == 1 else 's'}"


def _some(voices: list[str]) -> str:
    return _listed(voices) if len(voices) < 3 else f"{voices[0]} and others"


def _listed(words: Collection[str]) -> str:
    return " and ".join(words)
