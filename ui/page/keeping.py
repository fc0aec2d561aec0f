"""Where the page keeps what readers think of answers, and where it finds the runs of `copydesk eval`."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Keeping:
    """A file of feedback, without which readers are not asked, and a folder of runs."""

    feedback: Path | None = None
    runs: Path | None = None
