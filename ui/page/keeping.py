"""What the page is told of the place where it is served: files and folders, and whether readers log in."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Keeping:
    """A file of feedback, without which readers are not asked, and a folder of runs; whether readers log in."""

    feedback: Path | None = None
    runs: Path | None = None
    login: bool = False
