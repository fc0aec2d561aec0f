"""The language model that somebody asks for, by name or as an object."""

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING

from rag.errors import LlmUnusable
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

FORMS = "ollama/NAME, openai/NAME, anthropic/NAME, openai-like/NAME@URL or gguf:PATH"


def open_llm(spec: "str | LLM", *, timeout: float | None = None, settings: Settings | None = None) -> "LLM":
    """The model of one of FORMS, ready to be asked; an object of LlamaIndex is given back as it is.

    `timeout` outweighs the settings' `llm_timeout`. Raises LlmUnusable where a package, a key, a file, a server or the
    model is missing. Of a model opened by name, `chat` and `stream_chat` raise nothing else either, and closing their
    stream ends the work.
    """
    if not isinstance(spec, str):
        return spec
    settings = settings or Settings.from_environment()
    if timeout is not None:
        settings = settings.model_copy(update={"llm_timeout": timeout})
    kind, name = _parts(spec.strip())
    try:
        return _MAKERS[kind](name, settings)
    except ImportError as error:
        raise LlmUnusable(
            f"Models of the form {kind}... need a package that is not installed: {error.name}.",
            f"Install the extra: `pip install 'copydesk[{kind[:-1]}]'`.",
        ) from error


def named(llm: "LLM") -> str:
    """A model's name as it can be told to anybody: without an address, a folder or a key."""
    try:
        name = llm.metadata.model_name
    except Exception:  # noqa: BLE001  # some ask their server for it, and models of any maker raise anything
        name = ""
    if not name or "://" in name or name == "unknown":
        return llm.class_name()
    return PurePath(name).name if PurePath(name).is_absolute() else name


def _parts(spec: str) -> tuple[str, str]:
    kind = next(filter(spec.startswith, _MAKERS), "")
    name = spec.removeprefix(kind)
    if not (kind and name):
        raise LlmUnusable("The language model is not named in a form that is known.", f"Name it as {FORMS}.")
    return kind, name


def _ollama(name: str, settings: Settings) -> "LLM":
    from rag.llm.services import ollama

    return ollama(name, settings)


def _openai(name: str, settings: Settings) -> "LLM":
    from rag.llm.services import openai

    return openai(name, settings)


def _anthropic(name: str, settings: Settings) -> "LLM":
    from rag.llm.services import anthropic

    return anthropic(name, settings)


def _openai_like(name: str, settings: Settings) -> "LLM":
    from rag.llm.services import openai_like

    return openai_like(name, settings)


def _gguf(name: str, settings: Settings) -> "LLM":
    from rag.llm.gguf import Gguf

    return Gguf.load(name, settings)


_MAKERS: dict[str, Callable[[str, Settings], "LLM"]] = {
    "ollama/": _ollama,
    "openai/": _openai,
    "anthropic/": _anthropic,
    "openai-like/": _openai_like,
    "gguf:": _gguf,
}
