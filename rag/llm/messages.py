"""Anthropic's models for LlamaIndex: text in, text out.

`llama-index-llms-anthropic` is not used: its latest release (0.12.3) fails with version 2 of the client.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms.callbacks import llm_chat_callback

from rag.llm.chatting import Chatting

if TYPE_CHECKING:
    from anthropic import Anthropic

CONTEXT = 200_000
"""Tokens that every model of Anthropic since Claude 2.1 has room for."""


class Messages(Chatting):
    """A model of Anthropic; no temperature is sent, which newer models refuse. Raises what the client raises."""

    model: str
    tokens: int

    _client: "Anthropic" = PrivateAttr()

    def __init__(self, model: str, tokens: int, client: "Anthropic") -> None:
        """`client` has the key."""
        super().__init__(model=model, tokens=tokens)
        self._client = client

    @classmethod
    def class_name(cls) -> str:
        """The name by which LlamaIndex knows the class."""
        return "CopydeskMessages"

    @property
    def metadata(self) -> LLMMetadata:
        """The model's name and context."""
        return LLMMetadata(context_window=CONTEXT, num_output=self.tokens, is_chat_model=True, model_name=self.model)

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The reply to messages, whole."""
        reply = self._client.messages.create(**self._body(messages), **kwargs)
        return _response("".join(block.text for block in reply.content if block.type == "text"), None, reply)

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """The reply to messages as it comes; `raw` is the client's event."""

        def replies() -> ChatResponseGen:
            text = ""
            with self._client.messages.create(**self._body(messages), **kwargs, stream=True) as events:
                for event in events:
                    delta = _text(event)
                    text += delta
                    yield _response(text, delta, event)

        return replies()

    def _body(self, messages: Sequence[ChatMessage]) -> dict[str, Any]:
        system = [message.content or "" for message in messages if message.role == MessageRole.SYSTEM]
        body: dict[str, Any] = {
            "model": self.model,
            "max_tokens": self.tokens,
            "messages": [
                {"role": message.role.value, "content": message.content or ""}
                for message in messages
                if message.role != MessageRole.SYSTEM
            ],
        }
        return body | ({"system": "\n\n".join(system)} if system else {})


def _text(event: Any) -> str:
    if event.type == "content_block_delta" and event.delta.type == "text_delta":
        return str(event.delta.text)
    return ""


def _response(text: str, delta: str | None, raw: object) -> ChatResponse:
    return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=text), delta=delta, raw=raw)
