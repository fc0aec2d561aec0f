"""What servers of language models answer instead of a reply: whether to try again, and what to tell.

No exception of a client is chained to what is told, for it carries the request with its key.
"""

import os
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

from rag.errors import LlmUnusable
from rag.visible import visible

GARBLED = (ValueError, TypeError, AttributeError, LookupError)
"""What a client raises where a reply has not the form that it should have."""

Kinds = tuple[type[Exception], ...]


class CutShort(Exception):
    """A reply ended before its end."""


@dataclass(frozen=True, slots=True)
class Service:
    """A server of language models as errors call it; `place` is where it is, `key` the variable that has its key.

    `start` is the mend where nothing answers, `unknown` where it does not have the model. `late` and `broken` are the
    exceptions by which its client says that nothing came in time, and that there is no connection; `told` those by
    which it passes on what the server says.
    """

    name: str
    place: str
    key: str
    start: str
    unknown: str
    late: Kinds
    broken: Kinds
    told: Kinds

    @property
    def kinds(self) -> Kinds:
        """All exceptions that are the server's fault or the connection's."""
        return (CutShort, *self.late, *self.broken, *self.told, *GARBLED)

    def passing(self, error: BaseException) -> bool:
        """Whether the same request may succeed when it is made again."""
        if (status := _status(error)) is not None:
            return status in (408, 409, 429) or status >= 500
        return isinstance(error, (CutShort, *self.late, *self.broken, *self.told))

    def unusable(self, error: BaseException) -> LlmUnusable:
        """The error in words, with what the server says of it unless that could give the key away."""
        status = _status(error)
        if status is not None:
            return self._refused(error, status)
        if isinstance(error, CutShort):
            return LlmUnusable(f"The connection to {self.name} broke off in the middle of a reply.", "Ask again.")
        if isinstance(error, self.late):
            return LlmUnusable(f"{self.name} at {self.place} did not answer in time.", "Ask again later.")
        if isinstance(error, self.broken):
            return LlmUnusable(f"{self.name} at {self.place} cannot be reached, or broke off.", self.start)
        if isinstance(error, self.told):
            return LlmUnusable(f"{self.name} could not finish the reply{self._words(error)}.", "Ask again later.")
        fault = f"{self.name} at {self.place} sent what is no reply of its form ({type(error).__name__})."
        return LlmUnusable(fault, "See whether that is the right address.")

    def _refused(self, error: BaseException, status: int) -> LlmUnusable:
        if status in (401, 403):
            if os.environ.get(self.key):
                return LlmUnusable(f"{self.name} refuses the key in {self.key}.", "Set it to one that is valid there.")
            return LlmUnusable(f"{self.name} wants a key.", f"Set {self.key} in the environment.")
        if status == 404:
            return LlmUnusable(f"{self.name} does not have the model{self._words(error)}.", self.unknown)
        if status == 429:
            return LlmUnusable(f"{self.name} has had too many requests{self._words(error)}.", self._later(error))
        if status >= 500:
            fault = f"{self.name} has a fault of its own (status {status}){self._words(error)}."
            return LlmUnusable(fault, "Ask again later.")
        fault = f"{self.name} refuses the request (status {status}){self._words(error)}."
        return LlmUnusable(fault, "Choose another model, or one with a longer context.")

    def _words(self, error: BaseException) -> str:
        words = visible(" ".join(_said(error).split())).rstrip(".")
        key = os.environ.get(self.key, "").strip()
        if not words or (key and (key[:8] in words or key[-6:] in words)):
            return ""
        return f": {words[:200]}"

    @staticmethod
    def _later(error: BaseException) -> str:
        asked = wait_asked(error)
        return f"Ask again in {asked:.0f} s." if asked else "Ask again later, or see whether a quota is used up."


def wait_asked(error: BaseException | None) -> float | None:
    """The seconds that a server asks to wait by `Retry-After`, as a number or as a date; None where it does not."""
    said = getattr(getattr(error, "response", None), "headers", {}).get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(said).timestamp() - time()
        except ValueError:
            return None
    return seconds if 0 <= seconds < float("inf") else None


def _said(error: BaseException) -> str:
    """The server's own words: Anthropic's, OpenAI's or Ollama's client has them."""
    body = getattr(error, "body", None)
    places = (getattr(error, "api_message", None), body.get("message") if isinstance(body, dict) else None)
    return str(next(filter(None, (*places, getattr(error, "error", None), getattr(error, "message", None))), ""))


def _status(error: BaseException) -> int | None:
    """The HTTP status of a refusal; in the middle of a stream the status says nothing, for it was 200."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= 400 else None
