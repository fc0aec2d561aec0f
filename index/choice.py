"""Which articles are asked: those of some outlets, or of a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from index.errors import ChoiceUnusable

When = date | datetime
"""A day, or an instant."""

_EARLIEST, _LATEST = -(1 << 62), 1 << 62
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Choice:
    """Articles of `outlets` (whatever their case; all where empty), published from `since` to `until`, both included.

    A date is all of its day in UTC. Who asks for a time leaves out the articles that do not say theirs.
    """

    outlets: tuple[str, ...] = ()
    since: When | None = None
    until: When | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.outlets) or self.has_time

    @property
    def has_time(self) -> bool:
        """Whether a time is asked for."""
        return self.since is not None or self.until is not None

    @property
    def seconds(self) -> tuple[int, int]:
        """The first and the last second of the time asked for, since 1970."""
        first = _EARLIEST if self.since is None else _second(self.since)
        last = _LATEST if self.until is None else _second(self.until, of_its_end=True)
        return first, last

    @property
    def keys(self) -> tuple[str, ...]:
        """The outlets as they are compared."""
        return tuple(outlet_key(outlet) for outlet in self.outlets)

    def where(self) -> dict[str, Any] | None:
        """As Chroma asks for it, or None."""
        first, last = self.seconds
        asked: list[dict[str, Any]] = [{"outlet_key": {"$in": list(self.keys)}}] if self.outlets else []
        asked += [{"published_at": {"$gte": first}}] if self.since is not None else []
        asked += [{"published_at": {"$lte": last}}] if self.until is not None else []
        if len(asked) > 1:
            return {"$and": asked}
        return asked[0] if asked else None


ALL = Choice()
"""Every article."""


def parse_choice(
    outlets: Iterable[str] = (), since: str | None = None, until: str | None = None, as_of: str | None = None
) -> Choice:
    """The choice that a caller writes in words; raises ChoiceUnusable for a time that is none or is empty.

    `as_of` asks as if it were then: it is another `until`, and the earlier of the two holds.
    """
    ends = {words: end for name, words in (("until", until), ("as of", as_of)) if (end := _when(name, words))}
    told = min(ends, key=lambda words: _second(ends[words], of_its_end=True), default=None)
    choice = Choice(tuple(outlets), _when("since", since), ends[told] if told is not None else None)
    first, last = choice.seconds
    if first > last:
        raise ChoiceUnusable(f"The time from {since} to {told} ends before it begins.", "Exchange the two.")
    return choice


def _when(name: str, words: str | None) -> When | None:
    if words is None:
        return None
    mend = "Write a day, as 2026-02-04, or an instant with its offset, as 2026-02-04T15:58:00+05:30."
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        pass
    try:
        instant = datetime.fromisoformat(words.strip())
    except ValueError as error:
        raise ChoiceUnusable(f"{words!r} is no date (`{name}`).", mend) from error
    if instant.tzinfo is None:
        raise ChoiceUnusable(f"{words!r} does not say its offset from UTC (`{name}`).", mend)
    return instant


def outlet_key(outlet: str) -> str:
    """An outlet's name as it is compared: without case and doubled blanks."""
    return " ".join(outlet.casefold().split())


def published_at(published: When) -> int:
    """When an article was published, in seconds since 1970; a day is its start in UTC."""
    return _second(published)


def _second(when: When, *, of_its_end: bool = False) -> int:
    if isinstance(when, datetime):
        return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
    start = int(datetime.combine(when, time(), UTC).timestamp())
    return start + _DAY - 1 if of_its_end else start
