"""Seconds by stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Clock:
    """Seconds by stage, in the order of the stages."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._start = perf_counter()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count what is done within to a stage."""
        start = perf_counter()
        yield
        self._seconds[stage] = self._seconds.get(stage, 0.0) + perf_counter() - start

    def timings(self) -> dict[str, float]:
        """The seconds of each stage so far, and `total` since the beginning."""
        return self._seconds | {"total": perf_counter() - self._start}
