"""What words of time are read against, and what the readers of dates and of weekdays share."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from rag.values.forms import Hit

Days = tuple[date | None, date | None]
"""The first and the last day, both None where they cannot be known."""

UNKNOWN: Days = (None, None)

DAY = timedelta(days=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Frame:
    """What words of time are read against: the day of publication, whether they look ahead, the day told before.

    `ahead` is None where the sentence does not say. `known` keeps what the words of an earlier hit came to.
    """

    today: date | None
    ahead: bool | None = None
    told: date | None = None
    known: dict[tuple[str, date], date | None] = field(default_factory=dict)


def weekday_of(hit: Hit) -> int | None:
    """The weekday that the words name, 0 for Monday; None where they name none."""
    name = hit.part("weekday")[:3]
    return _WEEKDAYS.index(name) if name else None


def month_number(name: str) -> int:
    """The number of a month, of its name in small letters."""
    return _MONTHS.index(name[:3]) + 1


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
