"""Who watches what is asked: each question and request is counted, and written into the log as one line."""

import hmac
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from time import perf_counter
from typing import TYPE_CHECKING, Any

from ui.serve.paths import QUIET
from ui.serve.record import Blame, Question, Record, current

if TYPE_CHECKING:
    from ui.serve.metrics import Metrics

log = logging.getLogger(__name__)


class Watch:
    """Counts by `metrics`, where there are such, and logs at the level INFO.

    Names of users are told as hashes with a key of this process: the same for one reader until the server ends.
    """

    def __init__(self, metrics: "Metrics | None" = None) -> None:
        self.metrics = metrics
        self.answering = 0
        """How many requests with questions have not got all of their answer."""
        self._key = secrets.token_bytes(32)

    @contextmanager
    def question(self, question: Question) -> Iterator[None]:
        """Watch one question, from when it comes until its answer, its error, or nobody waits for it any more."""
        try:
            yield
        except Exception as error:
            question.error = Blame.of(error)
            raise
        finally:
            question.seconds = perf_counter() - question.begun
            self._done(question)

    def _done(self, question: Question) -> None:
        if self.metrics:
            self.metrics.question(question)
        record = current.get()
        if question.door != "page" and record:
            record.question = question
            record.error = record.error or question.error
            return
        alone = Record(question.id, route="page", seconds=question.seconds, error=question.error, question=question)
        self.request(alone)

    def request(self, record: Record) -> None:
        """Count and log a request that is over."""
        if self.metrics:
            self.metrics.request(record)
        if record.route not in QUIET or record.status >= 400:
            log.info("%s %s %d in %.3f s", record.method or "-", record.route, record.status, record.seconds,
                     extra={"told": self._told(record)})  # fmt: skip

    def _told(self, record: Record) -> dict[str, Any]:
        told: dict[str, Any] = {"message": "question" if record.route == "page" else "request", "request": record.id}
        if record.status:
            told |= {"method": record.method, "route": record.route, "status": record.status}
        told |= {"seconds": round(record.seconds, 4), "user": self._hashed(record.user)}
        if record.error:
            told |= {"error": record.error.kind, "side": record.error.side}
        return told | (_asked(record.question) if record.question else {})

    def _hashed(self, name: str) -> str | None:
        return hmac.digest(self._key, name.encode(), sha256).hex()[:12] if name else None


def _asked(question: Question) -> dict[str, Any]:
    told: dict[str, Any] = {"door": question.door, "outcome": question.outcome}
    if question.waited is not None:
        told["waited"] = round(question.waited, 4)
    if question.timings:
        told["stages"] = {stage: round(seconds, 4) for stage, seconds in question.timings.items()}
    if question.citations is not None:
        told |= {"citations": question.citations, "abstained": bool(question.abstained)}
    return told
