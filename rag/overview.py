"""What an index holds, at a glance: for who has not asked yet."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from index.article import Article
from index.choice import outlet_key
from index.live import Live
from index.store import Store


@dataclass(frozen=True, slots=True)
class OutletCount:
    """How many articles are of one outlet."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of what an index holds.

    Copies are one of the `reports`; `embedded` articles are found by meaning too, the others by their words alone.
    `outlets` come by their articles, the most first; articles that name none are of no outlet. `first` and `last` are
    the days of the earliest and the latest publication, None where no article says its own.
    """

    articles: int
    reports: int
    embedded: int
    outlets: tuple[OutletCount, ...]
    first: date | None
    last: date | None

    def to_dict(self) -> dict[str, Any]:
        """It as plain JSON values."""
        return {
            "articles": self.articles,
            "reports": self.reports,
            "embedded": self.embedded,
            "outlets": [{"name": outlet.name, "articles": outlet.articles} for outlet in self.outlets],
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }


def overview(live: Live) -> Overview:
    """Count what readers see of an index: once for each of its states, but for those embedded, which grow meanwhile."""
    counted = live.known(_counted)
    waiting = len(live.store.shown(embedded=False))
    return replace(counted, embedded=max(counted.articles - waiting, 0))


def _counted(store: Store) -> Overview:
    names, days = Counter[str](), set[date]()
    reports = Counter[str]()
    for article in store.described():
        if article.report:
            reports[article.report] += 1
            names.update([article.outlet] if article.outlet else [])
            days.update(_day(article))
    first, last = min(days, default=None), max(days, default=None)
    return Overview(reports.total(), len(reports), 0, _outlets(names), first, last)


def _outlets(names: Counter[str]) -> tuple[OutletCount, ...]:
    """The outlets, each under its commonest spelling, for they are chosen whatever their case."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name, count in sorted(names.items(), key=lambda item: (-item[1], item[0])):
        counts[spelled.setdefault(outlet_key(name), name)] += count
    return tuple(OutletCount(*item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _day(article: Article) -> list[date]:
    published = article.published
    if published is None:
        return []
    return [published.date() if isinstance(published, datetime) else published]
