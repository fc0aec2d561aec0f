"""Generated vectors that lie as those of news do, made in blocks that are never stored: a block comes of its number.

A theme, which is of some topic, is met in block after block, since the world goes on about the same things; a block
tells new stories of it, each of some events, each told by several articles of some chunks. What a chunk shares with
others is the sum of what it has of each. Rows are in the order of time: a block spans all of it, and a story some
weeks. The shares are such that similarities are those of all-MiniLM-L6-v2 over real texts (EXPERIMENTS.md).
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 384
DAYS = 3652
"""Ten years."""


@dataclass(frozen=True)
class News:
    """What vectors are made of: shares of their squared length, that add up to 1 with `own`, what a chunk has alone."""

    seed: int = 1
    common: float = 0.05
    """What every chunk has: a mean that is not zero."""
    topic: float = 0.14
    theme: float = 0.11
    story: float = 0.12
    event: float = 0.05
    article: float = 0.06
    topics: int = 12
    themes: int = 3000
    """Each of one topic; how often they come falls by Zipf's law to the power `skew`."""
    skew: float = 0.6
    raggedness: float = 0.4
    """How much chunks differ in what is theirs alone."""
    flatness: float = 0.32
    """The power by which the spread falls from dimension to dimension: real vectors fill few of their dimensions."""
    stories: int = 200
    """Stories in a block, of `events` each, of `articles` each, of `chunks` each."""
    events: int = 10
    articles: int = 5
    chunks: int = 5
    outlets: int = 20

    @property
    def own(self) -> float:
        """What a chunk has alone."""
        return 1 - self.common - self.topic - self.theme - self.story - self.event - self.article

    @property
    def per_story(self) -> int:
        """Chunks of a story."""
        return self.events * self.articles * self.chunks

    @property
    def block(self) -> int:
        """Chunks of a block."""
        return self.stories * self.per_story

    @cached_property
    def spread(self) -> "NDArray[np.float32]":
        """How far vectors spread along each dimension; the squares add up to 1."""
        import numpy as np

        spread = np.arange(1, DIMENSIONS + 1) ** -self.flatness
        of_length_1: Any = (spread / np.linalg.norm(spread)).astype(np.float32)
        return of_length_1  # type: ignore[no-any-return]

    @cached_property
    def theme_vectors(self) -> "NDArray[np.float32]":
        """A vector for each theme, with what it has of its topic and what all have in common."""
        import numpy as np

        rng = np.random.default_rng((self.seed, 0))
        common = np.float32(self.common**0.5) * drawn(rng, (1,), self.spread)
        topics = common + np.float32(self.topic**0.5) * drawn(rng, (self.topics,), self.spread)
        own: Any = np.float32(self.theme**0.5) * drawn(rng, (self.themes,), self.spread)
        return topics[np.arange(self.themes) % self.topics] + own  # type: ignore[no-any-return]

    @cached_property
    def theme_chances(self) -> "NDArray[np.float64]":
        """How often each theme comes."""
        import numpy as np

        weights = np.arange(1, self.themes + 1, dtype=np.float64) ** -self.skew
        chances: Any = weights / weights.sum()
        return chances  # type: ignore[no-any-return]


NEWS = News()


def drawn(rng: "np.random.Generator", shape: tuple[int, ...], spread: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Vectors of length 1 or about that, of a shape and the dimensions."""
    import numpy as np

    return rng.standard_normal((*shape, DIMENSIONS), dtype=np.float32) * spread


def events(news: News, number: int) -> "NDArray[np.float32]":
    """What the chunks of each event of a block have in common: shape (stories, events, DIMENSIONS)."""
    return _events(news, _rng(news, number))


def block(news: News, number: int) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
    """The vectors of a block, not of length 1, and their lengths: shapes (chunks, DIMENSIONS) and (chunks,)."""
    import numpy as np

    rng = _rng(news, number)
    shape = (news.stories, news.events, news.articles, news.chunks)
    shared = _events(news, rng)[:, :, None] + np.float32(news.article**0.5) * drawn(rng, shape[:3], news.spread)
    vectors = normals()[np.frombuffer(rng.bytes(2 * news.block * DIMENSIONS), np.uint16)].reshape(*shape, DIMENSIONS)
    vectors *= news.spread
    vectors *= alone(news, rng, shape)
    vectors += shared[:, :, :, None]
    flat = vectors.reshape(-1, DIMENSIONS)
    return flat, np.sqrt(np.einsum("ij,ij->i", flat, flat))


@cache
def normals() -> "NDArray[np.float32]":
    """The normal distribution as 2^16 values of equal chance: looked up, they cost half of what drawing them does."""
    import numpy as np
    from scipy.stats import norm

    values = norm.ppf((np.arange(1 << 16) + 0.5) / (1 << 16))
    steady: Any = (values / values.std()).astype(np.float32)
    return steady  # type: ignore[no-any-return]


def alone(news: News, rng: "np.random.Generator", shape: tuple[int, ...]) -> "NDArray[np.float32]":
    """How much each chunk has alone: some keep to the matter, some do not. The mean square is `own`."""
    import numpy as np

    ragged = np.exp(news.raggedness * rng.standard_normal((*shape, 1), dtype=np.float32) - news.raggedness**2)
    shares: Any = ragged * np.float32(news.own**0.5)
    return shares  # type: ignore[no-any-return]


def _rng(news: News, number: int) -> "np.random.Generator":
    import numpy as np

    return np.random.default_rng((news.seed, 1, number))


def _events(news: News, rng: "np.random.Generator") -> "NDArray[np.float32]":
    import numpy as np

    themes = rng.choice(news.themes, news.stories, p=news.theme_chances)
    stories = news.theme_vectors[themes] + np.float32(news.story**0.5) * drawn(rng, (news.stories,), news.spread)
    own: Any = np.float32(news.event**0.5) * drawn(rng, (news.stories, news.events), news.spread)
    return stories[:, None] + own  # type: ignore[no-any-return]


def outlets(news: News, number: int) -> "NDArray[np.int64]":
    """The outlet of each chunk of a block, by its number; those of an event are mostly different ones."""
    import numpy as np

    rng = np.random.default_rng((news.seed, 2, number))
    return np.repeat(rng.integers(news.outlets, size=news.block // news.chunks), news.chunks)


def blocks(news: News, start: int, count: int) -> "NDArray[np.float32]":
    """Vectors of length 1, so many from a place on, as if all blocks were one after the other."""
    import numpy as np

    parts = []
    while count:
        number, first = divmod(start, news.block)
        vectors, lengths = block(news, number)
        part = (vectors / lengths[:, None])[first : first + count]
        parts.append(part)
        start, count = start + len(part), count - len(part)
    return np.concatenate(parts)
