"""What goes to standard error: a line for people, or one JSON object a line for machines, without anybody's text."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from ui.serve.faults import Discreet, note, places
from ui.serve.log_format import LogFormat

_OWN = ("ui.", "rag.", "index.", "eval_questions.")


class Lines(Discreet):
    """Discreet lines, in which what a library has to say is told by its place alone: it may quote anything."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an error its kind and where it came up."""
        own = {"exc_text": None}  # else what another handler has written of an error would be taken
        foreign = {} if record.name.startswith(_OWN) else {"msg": _place(record), "args": None}
        return super().format(logging.makeLogRecord(record.__dict__ | own | foreign))


class AsJson(logging.Formatter):
    """One JSON object in one line, in which nothing of what is told can end it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        own = getattr(record, "told", None)
        if own is not None:
            told |= own
        elif record.name.startswith(_OWN):
            told["message"] = record.getMessage()
        else:
            told["message"] = _place(record)
        kind, _, trace = record.exc_info or (None, None, None)
        if kind is not None:
            told |= {"error": kind.__qualname__, "at": places(trace)}
        return json.dumps(told, default=str).replace("\x7f", "\\u007f")


def _place(record: logging.LogRecord) -> str:
    return f"said at {Path(record.pathname).name}:{record.lineno} in {record.funcName}"


def log_discreetly(form: LogFormat | None) -> None:
    """Have this process log in a form, requests included; without one, faults alone, as text."""
    handler = logging.StreamHandler()
    text = Lines("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(AsJson() if form is LogFormat.JSON else text)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("ui.serve.watch").setLevel(logging.INFO if form else logging.WARNING)


@contextmanager
def crashes_discreetly() -> Iterator[None]:
    """Tell the log of what nobody catches, here and in other threads, by its kind and place: not what it says."""

    def unraisable(thrown: Any) -> None:
        note("Something that nobody waits for went wrong", thrown.exc_value or RuntimeError())

    def threaded(thrown: threading.ExceptHookArgs) -> None:
        note("A thread ended in an error", thrown.exc_value or RuntimeError())

    def main(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        note("Copydesk ended in an error", error)

    before = threading.excepthook, sys.unraisablehook, sys.excepthook
    threading.excepthook, sys.unraisablehook, sys.excepthook = threaded, unraisable, main
    try:
        yield
    except Exception as error:
        from index.errors import CopydeskError

        if isinstance(error, CopydeskError):
            raise
        note("Copydesk ended in an error", error)
        raise SystemExit(1) from None
    finally:
        threading.excepthook, sys.unraisablehook, sys.excepthook = before
