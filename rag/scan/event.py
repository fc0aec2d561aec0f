"""Which articles of a pile speak of one event: those that share rare words, and came out within some days."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from index.article import Article
from index.lexical import analyze
from index.models import MINILM

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

ALIKE = 0.2
"""The cosine of two articles' weightiest words from which on they may speak of one event.

Digests of one event have 0.37 to 0.56, articles made up of random words 0.16 at most.
"""

DAYS = 10
"""Between the days on which two reports of one event came out, where both say theirs."""

_KEPT = 64
"""Words of an article that are compared: its weightiest."""

_NEAREST = 30
"""Other reports that an article is held against at most, the most alike."""

_NAMES = 3
"""The weightiest names of an article, to be shared with another on its event: texts of one mould share all else."""

_MOST = 0.6
"""How many of them, where not both articles say when they came out."""

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][^\W_]+(?:['’-][^\W_]+)*")
"""A capitalised word within a sentence."""

_ROWS = 500
"""Articles that are compared with all others at a time."""

_BEFORE = 1000
"""Articles of plain English that count beside those of the pile, lest in a small one each word be rare."""

_LENGTH = 500
"""Words in such an article."""

_ZIPF = 0.1
"""The share of the commonest word in English text; that of the word at rank r is about an r-th of it."""

_MARKS = 1996
"""Lines at the head of the vocabulary that are no words: what is set aside, marks and letters."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of an article: who it is, its independent report, and its day."""

    id: str
    report: str
    day: int | None


class Events:
    """Takes articles in one by one, and gives the pairs that may be about one event."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._words: list[NDArray[np.int32]] = []
        self._counts: list[NDArray[np.int32]] = []
        self._named: list[NDArray[np.bool_]] = []
        self.articles: list[Told] = []

    def add(self, article: Article) -> None:
        """Take an article in; of its text only the counts of its words are kept."""
        import numpy as np

        text = article.text[article.body :]
        counts = Counter(word for word in analyze(f"{article.title}\n{text}") if len(word) > 2)
        ids = [self._ids.setdefault(word, len(self._ids)) for word in counts]
        self._words.append(np.array(ids, np.int32))
        self._counts.append(np.array(list(counts.values()), np.int32))
        named = set(analyze(" ".join(_NAME.findall(text))))
        self._named.append(np.array([word in named for word in counts], np.bool_))
        self.articles.append(Told(article.id, article.report or article.id, _day(article.published)))

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs of articles, by their places in `articles`, of two reports that may be about one event, sorted.

        Of many an article is paired with its `_NEAREST`, so that the pairs of a great event stay countable.
        """
        found = {(min(pair), max(pair)) for pair in self._nearest()} if len(self.articles) > 1 else ()
        return sorted(found)

    def _nearest(self) -> Iterator[tuple[int, int]]:
        import numpy as np

        weights = self._weights()
        days = np.array([np.nan if a.day is None else a.day for a in self.articles])
        known: dict[str, int] = {}
        reports = np.array([known.setdefault(article.report, len(known)) for article in self.articles])
        for first in range(0, len(self.articles), _ROWS):
            likeness = (weights[first : first + _ROWS] @ weights.T).tocsr()
            for row in range(likeness.shape[0]):
                part = slice(likeness.indptr[row], likeness.indptr[row + 1])
                others, near = likeness.indices[part], likeness.data[part]
                one = first + row
                kept = (near >= ALIKE) & (reports[others] != reports[one]) & ~(np.abs(days[others] - days[one]) > DAYS)
                order = np.lexsort((others[kept], -near[kept]))[:_NEAREST]
                yield from ((one, other) for other in others[kept][order].tolist() if self._share_names(one, other))

    def _share_names(self, one: int, other: int) -> bool:
        """Whether each has of the names that the other is about: one, where the days are near, else most of them."""
        dated = self.articles[one].day is not None and self.articles[other].day is not None
        told = self._subjects[one], self._subjects[other]
        held = set(self._words[other].tolist()), set(self._words[one].tolist())
        shared = [len(names & words) / len(names) if names else 0.0 for names, words in zip(told, held, strict=True)]
        return min(shared) >= (1 / _NAMES if dated else _MOST)

    def _weights(self) -> "csr_array":
        """A row of unit length for each article: the logarithm of each count by the rarity of the word."""
        import numpy as np
        from scipy.sparse import csr_array

        held = np.bincount(np.concatenate(self._words), minlength=len(self._ids)) + _BEFORE * self._expected()
        rarity = np.log((len(self.articles) + _BEFORE) / held).astype(np.float32)
        self._subjects = [
            frozenset(w[n][np.argsort(-(c * rarity[w])[n], kind="stable")[:_NAMES]].tolist())
            for w, c, n in zip(self._words, self._counts, self._named, strict=True)
        ]
        rows = [_unit(w, np.log1p(c) * rarity[w]) for w, c in zip(self._words, self._counts, strict=True)]
        ends = np.cumsum([0, *(len(words) for words, _ in rows)])
        values, columns = (np.concatenate([row[part] for row in rows]) for part in (1, 0))
        return csr_array((values, columns, ends), shape=(len(rows), len(self._ids)))

    def _expected(self) -> "NDArray[np.float64]":
        """The chance of each word to stand in an article of plain English, by Zipf's law."""
        import numpy as np

        # Its lines are in the order of their frequency; a stem has the rank of its most frequent word.
        lines = (MINILM.directory() / "vocab.txt").read_text("utf-8").split()
        rarest = len(lines)
        ranks = np.full(len(self._ids), rarest, np.float64)
        for rank in range(rarest, _MARKS, -1):
            for word in analyze(lines[rank - 1]):
                if word in self._ids:
                    ranks[self._ids[word]] = rank
        return 1 - np.exp(-_LENGTH * _ZIPF / (ranks - _MARKS))


def _unit(
    words: "NDArray[np.int32]", weights: "NDArray[np.float32]"
) -> "tuple[NDArray[np.int32], NDArray[np.float32]]":
    """The weightiest words of an article with their weights, these of unit length together."""
    import numpy as np

    kept = np.lexsort((words, -weights))[:_KEPT]
    length = float(np.linalg.norm(weights[kept])) or 1.0
    return words[kept], weights[kept] / length


def _day(published: date | datetime | None) -> int | None:
    return published.toordinal() if published else None
