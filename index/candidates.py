"""Which texts may be copies of each other, by their signatures alone; the texts themselves are not read.

MinHashLSH of datasketch would be built anew from all signatures in every run; sorting them costs a fraction of that
(EXPERIMENTS.md) and keeps nothing.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.signature import HASHES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FEWEST_AGREEING = 20
"""Of the hash values: at a resemblance of 0.2, the least of a copy, some 26 agree, fewer than 20 in one of 12 pairs;
at 0.25 in one of 200. Each pair that passes costs the reading of two texts, and of articles from one mould many do."""


def candidates(signatures: Sequence[bytes], known: int) -> list[tuple[int, int]]:
    """The pairs of positions that may be copies, sorted, but none of which both are among the first `known`.

    A signature is `HASHES` little-endian uint32. Two are candidates where two neighbouring values (the last one's
    neighbour is the first) agree and enough do in all; at a resemblance of 0.25 that misses one pair in 200. What is
    held at a time grows with the pairs that pass, not with those that share a footer.
    """
    import numpy as np

    if known == len(signatures):
        return []
    values = np.frombuffer(b"".join(signatures), "<u4").reshape(-1, HASHES)
    return sorted({pair for column in range(HASHES) for pair in _agreeing(values, column, known)})


def _agreeing(values: "NDArray[np.uint32]", column: int, known: int) -> Iterator[tuple[int, int]]:
    """The pairs whose values agree in a column, in the next one, and often enough in all."""
    import numpy as np

    for group in _groups(values, column, known):
        for place in range(max(1, int(np.searchsorted(group, known))), len(group)):
            other, earlier = group[place], group[:place]
            agreeing = np.count_nonzero(values[earlier] == values[other], axis=1)
            yield from ((one, int(other)) for one in earlier[agreeing >= _FEWEST_AGREEING].tolist())


def _groups(values: "NDArray[np.uint32]", column: int, known: int) -> "list[NDArray[np.intp]]":
    """The positions, ascending, of each pair of neighbouring values that several hold, one at least behind `known`."""
    import numpy as np

    band = values[:, column].astype(np.uint64) << np.uint64(32) | values[:, (column + 1) % HASHES]
    rows = np.flatnonzero(np.isin(band, band[known:]))
    rows = rows[np.argsort(band[rows], kind="stable")]
    same = band[rows][1:] == band[rows][:-1]
    rows = rows[np.append(same, False) | np.append(False, same)]
    return np.split(rows, np.flatnonzero(np.diff(band[rows])) + 1)
