"""What an index holds, without loading a model."""

from dataclasses import dataclass

from index.held import digest
from index.lexical import Lexical, is_there
from index.place import Where
from index.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """Counts and making of an index.

    `embedded` articles are found by meaning too, the others by their words alone. `in_step` tells whether the lexical
    half is that of the articles held; where it is not, a run is under way or was interrupted.
    """

    index_dir: str
    articles: int
    reports: int
    embedded: int
    chunks: int
    in_step: bool
    model: str
    chunk_tokens: int
    format: int


def status(index_dir: Where) -> Status:
    """Read an index's status; raises IndexUnusable where there is none."""
    store = Store.open(index_dir, unfinished=True)
    recipe, state = store.recipe, store.state
    articles = store.count_articles()
    there = is_there(store.home, state)
    return Status(
        index_dir=str(store.index_dir),
        articles=articles,
        reports=len({record.report or record.id for record in store.records()}),
        embedded=articles - len(store.waiting()),
        chunks=Lexical(store.home, state).count() if there else 0,
        in_step=there and state == digest(store.held()),
        model=recipe.model,
        chunk_tokens=recipe.chunk_tokens,
        format=recipe.format,
    )
