"""Files of articles in which all that can be said of an article is hostile."""

import json
from dataclasses import dataclass
from pathlib import Path

from hostile import PAYLOADS

_LONGEST_NAME = 255
"""Bytes of a file's name."""


@dataclass(frozen=True, slots=True)
class Laid:
    """One article: its number, and the payload that it carries throughout."""

    number: int
    payload: str

    @property
    def sentence(self) -> str:
        """What its text says of the payload."""
        return f"The robot {self.number} of Quillport painted {self.payload} on the pier."

    @property
    def question(self) -> str:
        """A question that only it answers."""
        return f"What did the robot {self.number} of Quillport paint on the pier?"

    @property
    def name(self) -> str:
        """Its file's name: the payload, where a file can be called so."""
        name = f"{self.payload}.jsonl"
        legal = not set("/\0") & set(name) and len(name.encode()) <= _LONGEST_NAME
        return name if legal and not name.startswith((".", "~")) else f"{self.number}.jsonl"

    def record(self) -> dict[str, str]:
        """The article as a record."""
        fields = dict.fromkeys(("title", "outlet", "author"), f"{self.payload} {self.number}")
        return fields | {"url": self.payload, "text": f"{self.sentence}\n\nIt was seen by everybody in May."}


LAID = [Laid(number, payload) for number, payload in enumerate(PAYLOADS.values(), start=100)]


def lay(folder: Path) -> None:
    """Write them all, each into a file of its own."""
    folder.mkdir()
    for laid in LAID:
        (folder / laid.name).write_text(json.dumps(laid.record()) + "\n", "utf-8")
