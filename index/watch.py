"""Keep an index in step with folders while they change: a run at once, and one after each change that has settled."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from index.archive import is_known
from index.columns import NO_COLUMNS, Columns
from index.errors import CopydeskError, IndexUnreachable, NoArticles, PathMissing, WatchUnusable
from index.models import MINILM
from index.place import Where, to_place
from index.sync import sync
from index.take import SyncReport

if TYPE_CHECKING:
    from watchfiles import Change

Outcome = SyncReport | CopydeskError

_QUIET = 500
"""Milliseconds without a change after which files are taken as written; also how soon a wish to stop is heard."""

_AT_MOST = 30_000
"""Milliseconds after which a run begins although changes go on."""


def watch(
    paths: Sequence[Path | str],
    index_dir: Where,
    *,
    on_report: Callable[[Outcome], None],
    stop_event: Event | None = None,
    embedding_model: str = MINILM.name,
    columns: Columns = NO_COLUMNS,
    ray: str | None = None,
    quiet: int = _QUIET,
) -> None:
    """Run `index.sync` over `paths`, and again after each change below them, until `stop_event` is set.

    `on_report` is told of each run that changed something or met other failures than the one before, and of the error
    of a run that failed: the next change is a new try, and where a server did not answer, the next moment is. A change
    counts when none follows it for `quiet` milliseconds.

    Raises PathMissing, WatchUnusable, and what the first run raises but for NoArticles; KeyboardInterrupt passes.
    """
    roots = [_existing(Path(os.path.normpath(Path(path).absolute()))) for path in paths]
    place = to_place(index_dir)
    run = partial(sync, roots, place, embedding_model=embedding_model, columns=columns, ray=ray)
    before: list[str] = []
    due = Event()
    for turn in _turns(roots, place.folder, stop_event, quiet, due.is_set):
        due.clear()
        try:
            outcome: Outcome = run()
        except CopydeskError as error:
            if turn == 0 and not isinstance(error, NoArticles):
                raise
            outcome = error
            if isinstance(error, IndexUnreachable):
                due.set()
        failures = _failures(outcome)
        if failures != before or _has_changed(outcome):
            on_report(outcome)
        before = failures


def _existing(root: Path) -> Path:
    if not root.exists():
        raise PathMissing(f"{root} does not exist.", "Check the spelling, or mount the drive it is on.")
    return root


def _turns(
    roots: Sequence[Path],
    index_dir: Path | None,
    stop_event: Event | None,
    quiet: int,
    is_due: Callable[[], bool],
) -> Iterator[int]:
    """Count the runs that are due: the first as soon as the paths are watched, so that no change is missed."""
    import watchfiles

    own = {index_dir, index_dir.resolve()} if index_dir else set()
    turn = 0
    try:
        for changes in watchfiles.watch(
            *roots,
            watch_filter=lambda change, path: _matters(change, Path(path), own),
            debounce=_AT_MOST,
            step=quiet,
            rust_timeout=2 * quiet,
            yield_on_timeout=True,
            stop_event=stop_event,
        ):
            if changes or turn == 0 or is_due():
                yield turn
                turn += 1
    except OSError as error:
        fault = f"The paths cannot be watched ({error.strerror or error})."
        raise WatchUnusable(fault, "Watch fewer folders, or run `copydesk index` instead.") from error


def _matters(change: "Change", path: Path, own: set[Path]) -> bool:
    """Whether a change may be one of articles: not of the index itself, which may lie among them."""
    from watchfiles import Change

    if own & {path, *path.parents}:
        return False
    return change is Change.deleted or is_known(path.name) or path.is_dir()


def _failures(outcome: Outcome) -> list[str]:
    failed = outcome.failed if isinstance(outcome, SyncReport) else (outcome,)
    return [str(error) for error in failed]


def _has_changed(outcome: Outcome) -> bool:
    return isinstance(outcome, SyncReport) and bool(outcome.added or outcome.changed or outcome.removed)
