"""Hands that are tasks on a Ray cluster; what goes out and comes back is bounded by the cores that there are."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from index.article import Article
from index.columns import Columns
from index.embed import Encoder
from index.errors import ClusterUnusable, CopydeskError
from index.read import Piece
from index.spread import work
from index.spread.cluster import connected
from index.spread.hands import Cut, Key, Listed, Progress
from index.spread.parcels import FileDone, bytes_of, parcels, sent_of, unpacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Item = TypeVar("Item")

_TRIES = 4
"""Of a task whose worker dies."""

_AHEAD = 2
"""Tasks in flight for each core: one that runs, one that waits beside it."""

_MOST_BYTES = 200_000_000
"""Of files in flight, which are held in memory."""

_LOOK = 5.0
"""Seconds between looks at how many cores there are."""

_MOST = 16
_MOST_TEXT = 200_000
"""What of articles is cut together: some tenths of a second of work."""

_PATIENCE = 60.0
"""Seconds without any core until a run gives up."""


@contextmanager
def crew(address: str, encoder: Encoder) -> "Iterator[Crew]":
    """The hands of a cluster; raises ClusterUnusable as `connected` does. Of the encoder the model is meant."""
    with connected(address) as ray:
        yield Crew(ray, address, work.terms_of(encoder))


class Crew:
    """`Hands` on a cluster; each task is plain, has one core, and gives the same whenever it is done again.

    All raise ClusterUnusable where the cluster is lost, or a worker is unfit.
    """

    batch = 64  # little enough that all cores end together

    def __init__(self, ray: Any, address: str, terms: work.Terms) -> None:
        self._ray = ray
        self._address = address
        self._terms = terms
        self._seen = float("-inf")
        self._cores = 0
        self._lost: float | None = None
        self._read = self._task(work.read)
        self._cut = self._task(work.cut_all)
        self._encode = self._task(work.encode)

    def read(self, listed: Sequence[Listed], columns: Columns, progress: Progress) -> Iterator[Piece]:
        """The articles of files, and the errors, in the files' order."""

        def send(parcel: list[Any]) -> Any:
            sent = sent_of(parcel)
            return self._read(self._terms, sent, columns) if sent else None

        for parcel, found in self.spread(send, parcels(listed, columns), in_order=True, weigh=bytes_of):
            for piece in unpacked(parcel, found or []):
                if isinstance(piece, FileDone):
                    progress("reading files", piece.count, len(listed))
                else:
                    yield piece

    def cut(self, articles: Iterable[Article], chunk_tokens: int) -> Iterator[tuple[Article, Cut]]:
        """Each article with its chunks and its record, in their order."""

        def send(some: list[Article]) -> Any:
            return self._cut(self._terms, some, chunk_tokens)

        for some, cuts in self.spread(send, _some(articles), in_order=True):
            yield from zip(some, cuts, strict=True)

    def encode(self, batches: Iterable[tuple[Key, Sequence[str]]]) -> "Iterator[tuple[Key, NDArray[np.float32]]]":
        """The unit vectors of each batch, in the order in which they are done."""
        for (key, _), vectors in self.spread(lambda batch: self._encode(self._terms, batch[1]), batches):
            yield key, vectors

    def spread(
        self,
        send: Callable[[Item], Any],
        items: Iterable[Item],
        *,
        in_order: bool = False,
        weigh: Callable[[Item], int] = lambda _: 0,
    ) -> Iterator[tuple[Item, Any]]:
        """Each item with what became of its task.

        No more items are out at a time than `_AHEAD` for each core, nor than together `weigh` _MOST_BYTES, but for the
        last. `send` starts an item's task and gives its reference, or None where there is nothing to be done.
        """
        out: deque[tuple[Item, Any]] = deque()
        coming = iter(items)
        while True:
            while self._has_room([weigh(item) for item, _ in out]) and (some := list(islice(coming, 1))):
                with self._in_words():
                    out.append((some[0], send(some[0])))
            if not out:
                return
            yield self._next(out, in_order=in_order)

    def _has_room(self, weights: Sequence[int]) -> bool:
        return len(weights) < max(1, _AHEAD * self._count_cores()) and sum(weights) < _MOST_BYTES

    def _next(self, out: deque[tuple[Item, Any]], *, in_order: bool) -> tuple[Item, Any]:
        """Take the first that is done out of those that are out; in order, the first of all."""
        item, reference = out[0]
        if reference is None:
            return out.popleft()
        waiting = [reference] if in_order else [reference for _, reference in out]
        with self._in_words():
            while not (done := self._ray.wait(waiting, timeout=_LOOK)[0]):
                self._count_cores()
            at = 0 if in_order else waiting.index(done[0])
            item, reference = out[at]
            del out[at]
            result = self._ray.get(reference)
        if isinstance(result, CopydeskError):
            raise result
        return item, result

    def _task(self, function: Callable[..., Any]) -> Callable[..., Any]:
        options = {"num_cpus": work.THREADS, "max_retries": _TRIES - 1}
        remote: Callable[..., Any] = self._ray.remote(**options)(function).remote
        return remote

    def _count_cores(self) -> int:
        """The cores of the cluster, looked at from time to time; raises ClusterUnusable where there are none."""
        now = monotonic()
        if now - self._seen >= _LOOK:
            with self._in_words():
                self._cores = int(self._ray.cluster_resources().get("CPU", 0))
            self._seen = now
            self._lost = None if self._cores else self._lost or now
            if self._lost and now - self._lost > _PATIENCE:
                raise self._unusable("has had no core to work on for a minute.")
        return self._cores

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        from ray.exceptions import RayError, RayTaskError

        try:
            yield
        except RayTaskError as error:
            cause = getattr(error, "cause", None) or error
            said = " ".join(str(cause).split())[-300:]
            raise self._unusable(f"failed in a task: {type(cause).__name__}: {said}.") from error
        except ImportError as error:  # of the process that a cluster has for who comes by ray://
            raise self._unusable(f"has not the same version of Copydesk as this machine ({error}).") from error
        except (RayError, ConnectionError) as error:
            said = " ".join(str(error).split())[:300]
            raise self._unusable(f"has failed: {type(error).__name__}: {said}.") from error

    def _unusable(self, fault: str) -> ClusterUnusable:
        mend = "Look at the cluster, then index again: it goes on where it stopped."
        return ClusterUnusable(f"The Ray cluster at {self._address} {fault}", mend)


def _some(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in lists that are worth a way."""
    some: list[Article] = []
    for article in articles:
        some.append(article)
        if len(some) == _MOST or sum(len(one.text) for one in some) > _MOST_TEXT:
            yield some
            some = []
    if some:
        yield some
