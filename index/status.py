"""What an index holds, without loading a model."""

from dataclasses import dataclass
from pathlib import Path

from index.lexical import Lexical
from index.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """Counts and making of an index; `in_step` tells whether the lexical half is that of Chroma's articles."""

    index_dir: str
    articles: int
    chunks: int
    in_step: bool
    model: str
    chunk_tokens: int
    format: int


def status(index_dir: Path | str) -> Status:
    """Read an index's status; raises IndexUnusable where there is none or it is unfinished."""
    store = Store.open(Path(index_dir).absolute())
    lexical = Lexical(store.index_dir)
    recipe = store.recipe
    return Status(
        index_dir=str(store.index_dir),
        articles=store.count_articles(),
        chunks=store.count_chunks(),
        in_step=lexical.state == store.state and lexical.count() == store.count_chunks(),
        model=recipe.model,
        chunk_tokens=recipe.chunk_tokens,
        format=recipe.format,
    )
