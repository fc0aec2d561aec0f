"""What the reader learns from: a question, a chunk of an article, and what of the chunk answers it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.article import Article
from index.chunk import chunk
from index.split import split
from rag.answer import label

CHUNK_TOKENS = 192
"""As in the indexes that the reader will read from."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a chunk; `sentences`, `spans` and `support` are half-open code points of `text`.

    `answered` says whether the chunk answers the question; `spans` are the answers' words where they are known, and
    `support` holds the sentences that carry an answer. `group` names what must not be split between the halves.
    """

    source: str
    group: str
    question: str
    header: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    answered: bool
    spans: tuple[tuple[int, int], ...] = ()
    support: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A question to an article's text, with the places that answer it; none where it is not answered."""

    source: str
    group: str
    question: str
    article: Article
    spans: tuple[tuple[int, int], ...] = ()
    support: tuple[tuple[int, int], ...] = ()


def article(text: str, title: str = "", outlet: str | None = None, published: str | None = None) -> Article:
    """An article that is only this text."""
    from index.provenance import parse_published

    when = parse_published(published) if published else None
    identity = hashlib.sha256("\n".join([outlet or "", title, text]).encode()).hexdigest()[:16]
    return Article(identity, text, title, "text.txt", outlet=outlet, published=when)


def to_examples(marked: Marked, count_tokens: Callable[[Sequence[str]], list[int]]) -> Iterator[Example]:
    """Cut an article as indexing does and give an example for each chunk; only those with an answer are answered."""
    for piece in chunk(marked.article, split(marked.article), count_tokens, CHUNK_TOKENS):
        spans = _inside(marked.spans, piece.start, piece.end)
        support = _inside(marked.support or marked.spans, piece.start, piece.end)
        yield Example(
            marked.source,
            marked.group,
            marked.question,
            label(marked.article),
            piece.text,
            tuple((s.start - piece.start, s.end - piece.start) for s in piece.sentences),
            bool(support),
            spans,
            support,
        )


def is_watched(group: str) -> bool:
    """Whether a group is kept out of training, to watch it; a tenth are, by a hash."""
    return hashlib.sha256(f"watch {group}".encode()).digest()[0] % 10 == 0


def share_half(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two half-open places share at least half of the shorter one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= min(one[1] - one[0], other[1] - other[0])


def _inside(places: Sequence[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The places that lie in `start` to `end` with at least half of their length, from `start` on."""
    return tuple(
        (max(a, start) - start, min(b, end) - start) for a, b in places if 2 * (min(b, end) - max(a, start)) >= b - a
    )
