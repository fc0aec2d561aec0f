"""The steps of indexing that take long, behind one seam: `Here` does them in this process, `index.spread.crew` in many.

What they give is the same, piece by piece; everything else, and every write, is the business of whoever asks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from index.article import Article, Chunk
from index.chunk import chunk
from index.columns import Columns
from index.copies import Record, record
from index.embed import Encoder
from index.errors import ArticleError
from index.read import Piece, read_all
from index.split import split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Key = TypeVar("Key")

Progress = Callable[[str, int, int], None]
"""Called with what is being done ("reading files", "embedding articles"), how many are done, how many there are."""

Listed = Path | ArticleError
Cut = tuple[tuple[Chunk, ...], Record]
"""An article's chunks, and what its copies are found by."""


class Hands(Protocol):
    """What reads, cuts and embeds; all three take no more of what they are given than they have hands for."""

    batch: int
    """Chunks that are best embedded together."""

    def read(self, listed: Sequence[Listed], columns: Columns, progress: Progress) -> Iterator[Piece]:
        """The articles of files, and the errors, in the files' order."""

    def cut(self, articles: Iterable[Article], chunk_tokens: int) -> Iterator[tuple[Article, Cut]]:
        """Each article with its chunks and its record, in their order."""

    def encode(self, batches: Iterable[tuple[Key, Sequence[str]]]) -> "Iterator[tuple[Key, NDArray[np.float32]]]":
        """The unit vectors of each batch of texts, with the batch's key, as they are done."""


class Here:
    """Hands of this process; the model runs on all of its cores."""

    batch = 256  # so that texts of one length go together

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, listed: Sequence[Listed], columns: Columns, progress: Progress) -> Iterator[Piece]:
        """The articles of files, and the errors, one after the other."""
        for done, file in enumerate(listed, start=1):
            if isinstance(file, ArticleError):
                yield file
            else:
                yield from read_all(file, columns)
            progress("reading files", done, len(listed))

    def cut(self, articles: Iterable[Article], chunk_tokens: int) -> Iterator[tuple[Article, Cut]]:
        """Each article as soon as it is asked for."""
        return ((article, cut(article, self._encoder, chunk_tokens)) for article in articles)

    def encode(self, batches: Iterable[tuple[Key, Sequence[str]]]) -> "Iterator[tuple[Key, NDArray[np.float32]]]":
        """One batch after the other."""
        return ((key, self._encoder.encode(texts)) for key, texts in batches)


def cut(article: Article, encoder: Encoder, chunk_tokens: int) -> Cut:
    """An article's chunks of at most so many tokens, and no more than the model reads; and its record."""
    return chunk(article, split(article), encoder.count_tokens, min(chunk_tokens, encoder.window)), record(article)
