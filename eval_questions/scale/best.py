"""The best of each question, kept while blocks go by; what two shards have kept, merged, is what one would have."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOWHERE = -1
"""The place of what is not there, where fewer than `kept` have gone by."""


@dataclass(slots=True)
class Best:
    """Scores, best first, and where they were met, of each question: shapes (questions, kept).

    Equals are ordered by their places, so that what is kept does not depend on the order in which blocks come.
    """

    scores: "NDArray[np.float32]"
    places: "NDArray[np.int64]"

    @classmethod
    def empty(cls, questions: int, kept: int) -> Self:
        """Nothing has gone by."""
        import numpy as np

        scores = np.full((questions, kept), -np.inf, np.float32)
        return cls(scores, np.full((questions, kept), NOWHERE, np.int64))

    def take(self, scores: "NDArray[np.float32]", first: int) -> None:
        """Take in the scores of chunks whose places are `first` and those after it: shape (questions, chunks)."""
        import numpy as np

        kept = self.scores.shape[1]
        if np.isneginf(self.scores).any():
            few = min(kept + 1, scores.shape[1])
            least = np.partition(scores, -few, axis=1)[:, -few]
        else:
            least = self.scores[:, -1]
        rows, columns = np.nonzero(scores >= least[:, None])
        starts = np.searchsorted(rows, np.arange(len(scores) + 1))
        for row in np.unique(rows).tolist():
            found = columns[starts[row] : starts[row + 1]]
            self._put(row, scores[row, found], found + first)

    def merge(self, other: Self) -> None:
        """Take in what was kept elsewhere, of other chunks."""
        for row in range(len(self.scores)):
            self._put(row, other.scores[row], other.places[row])

    def _put(self, row: int, scores: "NDArray[np.float32]", places: "NDArray[np.int64]") -> None:
        import numpy as np

        kept = self.scores.shape[1]
        scores = np.concatenate([self.scores[row], scores])
        places = np.concatenate([self.places[row], places])
        order = np.lexsort((places, -scores))[:kept]
        self.scores[row], self.places[row] = scores[order], places[order]
