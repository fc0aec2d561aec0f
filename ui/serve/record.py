"""What is noted of a request and of a question: numbers, and names of kinds and stages; never anybody's words."""

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal

from index.errors import CopydeskError, IndexUnusable
from rag.answer import Answer

Door = Literal["page", "api", "stream", "search", "mcp"]
"""By which way a question came."""

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LEFT = "Stopped"  # of the page, which stands above this module


def new_id() -> str:
    """An id that nobody has yet."""
    return secrets.token_hex(8)


@dataclass(slots=True)
class Question:
    """What is noted of one question; `waited` are the seconds until it was let in.

    Its `id` is for those of the page, which belong to no request of their own.
    """

    door: Door
    id: str = field(default_factory=new_id)
    begun: float = field(default_factory=perf_counter)
    waited: float | None = None
    seconds: float = 0.0
    timings: Mapping[str, float] = field(default_factory=dict)
    citations: int | None = None
    abstained: bool | None = None
    error: "Blame | None" = None
    done: bool = False

    def let_in(self) -> None:
        """Note that it need not wait any more."""
        self.waited = perf_counter() - self.begun

    def answered(self, answer: Answer) -> None:
        """Note what came of it, in numbers."""
        self.done = True
        self.timings = {stage: seconds for stage, seconds in answer.timings.items() if stage != "total"}
        self.citations, self.abstained = len(answer.citations), answer.abstained

    def found(self, passages: int) -> None:
        """Note how many passages a search gave."""
        self.done, self.citations = True, passages

    @property
    def outcome(self) -> str:
        """What became of it, in a word."""
        if self.error:
            return {"refused": "refused", "left": "left"}.get(self.error.side, "failed")
        if not self.done:
            return "left"
        return "abstained" if self.abstained else "answered"


@dataclass(frozen=True, slots=True)
class Blame:
    """An error by the name of its class, and on whose side it lies."""

    kind: str
    side: Literal["asker", "refused", "index", "server", "left", "defect"]

    @classmethod
    def of(cls, error: BaseException) -> "Blame":
        """How an error is told in figures and logs."""
        kind, status = type(error).__name__, getattr(error, "status", 422)
        if kind == _LEFT or status == 499:
            return cls(kind, "left")
        if hasattr(error, "retry_after") or status == 429:
            return cls(kind, "refused")
        if isinstance(error, IndexUnusable):
            return cls(kind, "index")
        if not isinstance(error, CopydeskError):
            return cls(kind, "defect")
        return cls(kind, "asker" if status < 500 else "server")


@dataclass(slots=True)
class Record:
    """What is noted of one request; `user` is the name of who asks, "" where nobody has to say it."""

    id: str = field(default_factory=new_id)
    method: str = ""
    route: str = ""
    status: int = 0
    user: str = ""
    begun: float = field(default_factory=perf_counter)
    seconds: float = 0.0
    error: Blame | None = None
    question: Question | None = None

    def blame(self, error: BaseException) -> None:
        """Note the first thing that went wrong, which what is told of it may not repeat."""
        self.error = self.error or Blame.of(error)


current: ContextVar[Record | None] = ContextVar("copydesk_request", default=None)
"""The request that is being served. Events of the page are worked on outside of any."""


def blamed(error: BaseException) -> None:
    """Note an error of the request that is being served, if there is one."""
    if record := current.get():
        record.blame(error)


def request_id() -> str | None:
    """The id of the request that is being served."""
    record = current.get()
    return record.id if record else None


def is_id(given: str) -> bool:
    """Whether an id that a proxy gives can be written into headers and logs as it is."""
    return _ID.fullmatch(given) is not None
