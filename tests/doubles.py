"""Language models that write what a test has them write, as LlamaIndex knows models."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from threading import Event
from typing import Any

from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback
from pydantic import PrivateAttr

NUMBERED = re.compile(r"^\[(\d+)\] (?:\([^)]*\) )?(.*)$", re.MULTILINE)
"""A sentence as a prompt tells it."""


class Double(CustomLLM):
    """Writes the pieces that a function makes of the prompt; `prompts` are those that it was given."""

    window: int = 8192
    _write: Callable[[str], Iterable[str]] = PrivateAttr()
    _prompts: list[str] = PrivateAttr(default_factory=list)
    _left: Event = PrivateAttr(default_factory=Event)

    def __init__(self, write: Callable[[str], Iterable[str]], **fields: Any) -> None:
        super().__init__(**fields)
        self._write = write

    @property
    def prompts(self) -> list[str]:
        return self._prompts

    @property
    def left(self) -> Event:
        """Set when it writes no more, at its end or before."""
        return self._left

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=self.window, model_name="double")

    @llm_completion_callback()
    def complete(self, prompt: str, **_: Any) -> CompletionResponse:
        return CompletionResponse(text="".join(reply.delta or "" for reply in self.stream_complete(prompt)))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, **_: Any) -> Iterator[CompletionResponse]:
        self._prompts.append(prompt)
        return self._replies(prompt)

    def _replies(self, prompt: str) -> Iterator[CompletionResponse]:
        text = ""
        try:
            for piece in self._write(prompt):
                text += piece
                yield CompletionResponse(text=text, delta=piece)
        finally:
            self._left.set()


def told(prompt: str) -> list[tuple[int, str]]:
    """The numbered sentences of a prompt, those of its example left out."""
    return [(int(number), text) for number, text in NUMBERED.findall(prompt[prompt.rfind("<<<quotations") :])]


def tokens(text: str) -> Iterator[str]:
    """A text in pieces as models write it."""
    yield from re.findall(r"\s*\S{1,5}", text)


def saying(text: str, **fields: Any) -> Double:
    """A model that writes this, whatever it is told."""
    return Double(lambda _: tokens(text), **fields)


def honest(**fields: Any) -> Double:
    """A model that repeats the first two sentences that it is told, each with its number."""
    return Double(lambda prompt: tokens(" ".join(f"{text} [{n}]" for n, text in told(prompt)[:2])), **fields)


def hanging(first: str = "", event: Event | None = None) -> Double:
    """A model that writes some words, and then no more until it is let go."""

    def write(_: str) -> Iterator[str]:
        yield from tokens(first)
        (event or Event()).wait(20)

    return Double(write)


def failing(first: str, error: Exception) -> Double:
    """A model that breaks half-way."""

    def write(_: str) -> Iterator[str]:
        yield from tokens(first)
        raise error

    return Double(write)


def slow(text: str, pause: float) -> Double:
    """A model that thinks before each word."""

    def write(_: str) -> Iterator[str]:
        for piece in tokens(text):
            time.sleep(pause)
            yield piece

    return Double(write)
