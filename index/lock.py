"""One writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLocked, NotAnIndex

_LOCK = "copydesk.lock"


@contextmanager
def locked(index_dir: Path) -> Iterator[None]:
    """Hold the index directory for writing, made where it is missing; raises IndexLocked and NotAnIndex."""
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / _LOCK, timeout=0)
        lock.acquire()
    except Timeout as error:
        mend = "Wait until that run has ended, then index again."
        raise IndexLocked(index_dir, "another process is writing to it.", mend) from error
    except OSError as error:
        mend = "Name a directory that you may write to."
        raise NotAnIndex(index_dir, f"no index can be kept there ({error.strerror}).", mend) from error
    try:
        yield
    finally:
        lock.release()
