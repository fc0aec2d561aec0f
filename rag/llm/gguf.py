"""A language model in a GGUF file, in this process: llama.cpp, as xllamacpp packs it, for LlamaIndex."""

import secrets
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms.callbacks import llm_chat_callback

from rag.errors import LlmUnusable
from rag.llm.chatting import Chatting
from rag.llm.relay import Relay
from rag.settings import Settings

_BATCH = 64
"""Tokens of a prompt that are read at a time: between two such, work that nobody waits for ends."""


class Gguf(Chatting):
    """A model of a GGUF file; requests from several threads are worked through one after another.

    While the prompt is read, a stream gives replies with an empty `delta`. Closing it ends the work, at the latest
    after the batch of the prompt or the token that is being worked on.
    """

    name: str
    context: int
    tokens: int
    timeout: float

    _server: Any = PrivateAttr()

    @classmethod
    def load(cls, path: str, settings: Settings) -> Self:
        """The model in a file; raises LlmUnusable where there is none, or where it cannot be loaded."""
        file = Path(path).expanduser()
        _require_gguf(file)
        model = cls(
            name=file.stem, context=settings.llm_context, tokens=settings.llm_tokens, timeout=settings.llm_timeout
        )
        model._server = _server(file, settings)
        return model

    @classmethod
    def class_name(cls) -> str:
        """The name by which LlamaIndex knows the class."""
        return "CopydeskGguf"

    @property
    def metadata(self) -> LLMMetadata:
        """The model's name and context."""
        return LLMMetadata(
            context_window=self.context, num_output=self.tokens, is_chat_model=True, model_name=self.name
        )

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The reply to messages, whole; raises LlmUnusable."""
        *_, last = self._replies(messages, kwargs)
        return last

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """The reply to messages as it comes; raises LlmUnusable, also in its middle."""
        return self._replies(messages, kwargs)

    def _replies(self, messages: Sequence[ChatMessage], further: dict[str, Any]) -> ChatResponseGen:
        body = {
            "messages": [{"role": message.role.value, "content": message.content or ""} for message in messages],
            "max_tokens": self.tokens,
            "temperature": 0.0,
            "stream": True,
            "return_progress": True,  # or nobody could leave while the prompt is read
            **further,
        }

        def work(relay: Relay[dict[str, Any]]) -> None:
            self._server.handle_chat_completions(body, relay.give)

        text, part = "", None
        with closing(Relay(self.name, work, daemon=False).pieces(self.timeout)) as parts:
            for part in parts:
                delta = self._delta(part) if part else ""
                text += delta
                message = ChatMessage(role=MessageRole.ASSISTANT, content=text)
                yield ChatResponse(message=message, delta=delta, raw=part)
        if not (part and part["choices"][0]["finish_reason"]):
            raise LlmUnusable(f"{self.name} stopped in the middle of a reply.", "Ask again, or choose another model.")

    def _delta(self, part: dict[str, Any]) -> str:
        if error := part.get("error"):
            if error.get("type") == "exceed_context_size_error":
                raise LlmUnusable(
                    f"Question and evidence are {error['n_prompt_tokens']} tokens, and {self.name} has room for"
                    f" {error['n_ctx']}.",
                    "Give it more by COPYDESK_LLM_CONTEXT, or less evidence by COPYDESK_ANSWER_SENTENCES.",
                )
            raise LlmUnusable(f"{self.name} cannot reply: {error.get('message', '')}", "Choose another model.")
        return part["choices"][0]["delta"].get("content") or ""


def _require_gguf(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            magic = opened.read(4)
    except OSError as error:
        fault = f"The model {file} cannot be read: {error.strerror}."
        raise LlmUnusable(fault, "Name a GGUF file that is there.") from error
    if magic != b"GGUF":
        raise LlmUnusable(f"{file} is no GGUF file.", "Name a language model in that format.")


def _server(file: Path, settings: Settings) -> Any:
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = str(file)
    params.model_alias = {file.stem}
    params.n_ctx = settings.llm_context
    params.n_batch = params.n_ubatch = _BATCH
    params.n_parallel = 1
    params.warmup = False
    params.verbosity = -1
    params.offline = True
    params.ui = False
    # xllamacpp always listens too, on a free port of the loopback: nobody has the key to it.
    params.n_threads_http = 1
    params.api_keys = [secrets.token_hex()]
    if settings.llm_threads:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings.llm_threads
    try:
        return Server(params)
    except RuntimeError as error:
        fault = (
            f"The model {file} cannot be loaded: it is damaged or of a kind that llama.cpp does not know, or too large."
        )
        raise LlmUnusable(fault, "Choose another model, or a smaller COPYDESK_LLM_CONTEXT.") from error
