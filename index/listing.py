"""The articles that an index holds, as a list, without loading a model or their texts."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from index.article import Article
from index.choice import ALL, Choice
from index.copies import came
from index.live import glance
from index.place import Where
from index.store import Store


@dataclass(frozen=True, slots=True)
class Listed:
    """What is known of an article; `carried` counts the articles of its report, whatever was chosen, itself too."""

    id: str
    title: str
    location: str
    outlet: str | None
    author: str | None
    published: date | datetime | None
    updated: date | datetime | None
    url: str | None
    report: str
    carried: int

    def to_dict(self) -> dict[str, Any]:
        """It as plain JSON values."""
        dates = {name: when.isoformat() for name in ("published", "updated") if (when := getattr(self, name))}
        return asdict(self) | dates


def articles(index_dir: Where, choice: Choice = ALL) -> list[Listed]:
    """The articles of a choice in the order in which they came out, those that do not say when at the end.

    An article that a run under way has not shown to readers yet is left out. Raises IndexUnusable.
    """
    return glance(index_dir, lambda store: _listed(store, choice))


def _listed(store: Store, choice: Choice) -> list[Listed]:
    carried = Counter(article.report for article in store.described())
    chosen = [article for article in store.described(choice) if article.report]
    return [_entry(article, carried[article.report]) for article in sorted(chosen, key=came)]


def _entry(article: Article, carried: int) -> Listed:
    return Listed(
        id=article.id,
        title=article.title,
        location=article.location,
        outlet=article.outlet,
        author=article.author,
        published=article.published,
        updated=article.updated,
        url=article.url,
        report=article.report or article.id,
        carried=carried,
    )
