"""The runs of `copydesk eval` that lie in a folder: the last one, and what it changed against the one before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from eval_questions.compare import Change, Difference, changes, differences
from eval_questions.run import Run, RunUnusable, load
from eval_questions.score import Score
from eval_questions.summary import Group, Row, by_type, main_groups, rows
from index.errors import CopydeskError

FOLDER = Path("runs")
"""Where `copydesk eval` writes unless told otherwise."""

_NAME = re.compile(r"(?P<set>.+)-(?P<time>\d{8}T\d{6}\.\d{6}Z)\.json")
"""As `eval_questions.run.save` names its files."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The run before of the same set, with the figures that both have, and the questions answered otherwise."""

    run: Run
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What there is to be told of a run: its figures over `groups`, and the wrong answers by type, the surest first.

    `run` is None where there is none; `unread` says which files are none that can be read.
    """

    run: Run | None = None
    groups: tuple[Group, ...] = ()
    rows: tuple[Row, ...] = ()
    wrong: tuple[Group, ...] = ()
    before: Comparison | None = None
    unread: tuple[CopydeskError, ...] = ()


class Runs:
    """The runs in a folder; what was reckoned is kept until another run is there. Usable from several threads."""

    def __init__(self, folder: Path | str = FOLDER) -> None:
        self._folder = Path(folder)
        self._lock = Lock()
        self._known: tuple[list[tuple[str, int]], Evaluation] | None = None

    def latest(self) -> Evaluation:
        """The last run of all, compared with the last one before it of the same set; some seconds for a new one.

        Whatever is wrong with a file stands in `unread`, and the one before it is taken.
        """
        with self._lock:
            files = self._files()
            state = [(str(file), file.stat().st_mtime_ns) for file in files]
            if self._known is None or self._known[0] != state:
                self._known = state, _evaluated(files)
            return self._known[1]

    def _files(self) -> list[Path]:
        """The run files, newest first."""
        try:
            found = [(name["time"], file) for file in self._folder.iterdir() if (name := _NAME.fullmatch(file.name))]
        except OSError:  # a folder that is not there has no runs
            return []
        return [file for _, file in sorted(found, reverse=True)]


def evaluated(now: Run, before: Run | None = None, unread: tuple[CopydeskError, ...] = ()) -> Evaluation:
    """What there is to be told of a run and the one before it."""
    groups = main_groups(now.scores)
    return Evaluation(
        now, tuple(groups), tuple(rows(groups)), tuple(_wrong(now.scores)), _compared(before, now), unread
    )


def _evaluated(files: list[Path]) -> Evaluation:
    unread: list[CopydeskError] = []
    runs = _readable(files, unread)
    now = next(runs, None)
    if now is None:
        return Evaluation(unread=tuple(unread))
    before = next((run for run in runs if run.set == now.set), None)
    return evaluated(now, before, tuple(unread))


def _readable(files: list[Path], unread: list[CopydeskError]) -> Iterator[Run]:
    for file in files:
        try:
            yield load(file)
        except RunUnusable as error:
            unread.append(error)


def _compared(before: Run | None, now: Run) -> Comparison | None:
    if before is None:
        return None
    figures = differences(before.scores, now.scores)
    return Comparison(before, tuple(figures), tuple(changes(before.scores, now.scores)))


def _wrong(scores: tuple[Score, ...]) -> Iterator[Group]:
    for group in by_type(scores):
        wrong = sorted((score for score in group.scores if not score.right), key=lambda score: -score.confidence)
        if wrong:
            yield Group(group.name, tuple(wrong))
