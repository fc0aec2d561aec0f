"""A model's words as it writes them, in a thread of its own, so that it can be left at any time."""

from collections.abc import Generator, Sequence
from contextlib import closing
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from index.errors import CopydeskError
from rag.events import Heed

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

_PAUSE = 0.2
"""Seconds after which a model that says nothing is said to pause, and whoever waits is asked whether he still does."""


class BrokeOff(Exception):
    """The model writes no more before its end; the text says what it did, with the model for its subject."""


def listen(llm: "LLM", messages: "Sequence[ChatMessage]", heed: Heed) -> Generator[str, None, None]:
    """The words that a model writes, piece by piece, "" where it pauses; raises BrokeOff where it fails.

    Closed, or where `heed` raises, it stops the model before its next word. A model that hangs is left behind: what it
    says later is heard by nobody, and its thread holds up no exit.
    """
    heard: SimpleQueue[str | Exception | None] = SimpleQueue()
    left = Event()
    Thread(target=_write, args=(llm, messages, heard, left, heed), daemon=True, name="copydesk-llm").start()
    try:
        while True:
            heed()
            try:
                words = heard.get(timeout=_PAUSE)
            except Empty:
                yield ""
                continue
            if words is None:
                return
            if isinstance(words, Exception):
                heed()
                raise BrokeOff(_failed(words)) from words
            yield words
    finally:
        left.set()


def _write(llm: "LLM", messages: "Sequence[ChatMessage]", heard: "SimpleQueue[Any]", left: Event, heed: Heed) -> None:
    try:
        with closing(llm.stream_chat(list(messages))) as replies:
            for reply in replies:
                heed()
                if left.is_set():
                    return
                if reply.delta:
                    heard.put(reply.delta)
        heard.put(None)
    except Exception as error:  # noqa: BLE001  # models of any maker raise anything; it is raised where it is heard
        heard.put(error)


def window(llm: "LLM") -> int:
    """How many tokens a model can hold; raises BrokeOff where its server does not say."""
    try:
        return llm.metadata.context_window
    except Exception as error:  # as above: some ask their server for it
        raise BrokeOff(_failed(error)) from error


def whole(llm: "LLM", messages: "Sequence[ChatMessage]", heed: Heed, seconds: float, most: int) -> str:
    """All that a model writes, up to `most` characters; raises BrokeOff where it fails, or takes longer."""
    written, since = "", monotonic()
    with closing(listen(llm, messages, heed)) as pieces:
        for piece in pieces:
            written += piece
            if len(written) > most:
                break
            if monotonic() - since > seconds:
                raise BrokeOff(f"took longer than {seconds:g} seconds, and was stopped.")
    return written


def _failed(error: Exception) -> str:
    """What a fault was; of strangers' faults the kind alone, since their words can hold addresses and keys."""
    told = f": {error.fault}" if isinstance(error, CopydeskError) else f" ({type(error).__name__})."
    return f"failed{told}"
