"""What an index holds, without loading a model."""

from dataclasses import asdict, dataclass
from typing import Any

from index.held import digest
from index.lexical import Lexical, is_there
from index.place import Where
from index.store import Store
from index.take import searched


@dataclass(frozen=True, slots=True)
class Status:
    """Counts and making of an index.

    `embedded` articles are found by meaning too, the others by their words alone. `in_step` tells whether the lexical
    half is that of the articles held, or on a server whether these are those of the last run; where it is not, a run is
    under way or was interrupted. `words` says how an index on a server is searched by words; it is empty for a folder,
    which has its lexical half beside Chroma.
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
    words: str = ""

    def to_dict(self) -> dict[str, Any]:
        """It as plain JSON values, without `words` where there are none."""
        return {name: value for name, value in asdict(self).items() if name != "words" or value}


def status(index_dir: Where) -> Status:
    """Read an index's status; raises IndexUnusable where there is none."""
    store = Store.open(index_dir, unfinished=True)
    recipe, state = store.recipe, store.state
    articles = store.count_articles()
    there, is_local = is_there(store.home, state), bool(store.place.folder)
    return Status(
        index_dir=str(store.index_dir),
        articles=articles,
        reports=len({record.report or record.id for record in store.records()}),
        embedded=articles - len(store.waiting()),
        chunks=_chunks(store, state, there=there),
        in_step=(there or not is_local) and state == digest(store.held()),
        model=recipe.model,
        chunk_tokens=recipe.chunk_tokens,
        format=recipe.format,
        words="" if is_local else _words(store, there=there),
    )


def _chunks(store: Store, state: str, *, there: bool) -> int:
    if there:
        return Lexical(store.home, state).count()
    return 0 if store.place.folder else sum(len(searched(chunks)) for _, chunks in store.all_with_chunks())


def _words(store: Store, *, there: bool) -> str:
    """Which lexical half is in use, and why; see `index.server`."""
    if store.fused:
        return "both halves are on the server, by its Search API"
    half = "in step" if there else "not on this machine yet: the first question makes it"
    if store.searches_words():
        return f"a lexical half on this machine, {half} (it was made before the server had a Search API)"
    return f"a lexical half on this machine, {half} (the server has no Search API)"
