"""How an index is, at the cost of a few counts: for who watches over a server."""

from dataclasses import dataclass

from index.lexical import Lexical
from index.live import Live
from index.store import Store


@dataclass(frozen=True, slots=True)
class Vitals:
    """Sizes of an index; `embedded` articles are found by meaning too, the others by their words alone.

    `lexical_since` is when the lexical half that is in use was made, in seconds since 1970; None where Chroma itself
    searches by words.
    """

    articles: int
    embedded: int
    chunks: int
    lexical_since: float | None


def vitals(live: Live) -> Vitals:
    """Take an index's sizes; raises IndexUnusable where it cannot be read."""
    return live.read(_taken)


def _taken(store: Store, lexical: Lexical | None) -> Vitals:
    articles = store.count_articles()
    waiting = len(store.shown(embedded=False))
    embedded = max(articles - waiting, 0)
    if lexical is None:
        return Vitals(articles, embedded, store.count_vectors(), None)
    return Vitals(articles, embedded, lexical.count(), lexical.since)
