"""A model that is asked by messages: a prompt is one message, for LlamaIndex asks for both forms."""

from typing import Any

from llama_index.core.base.llms.generic_utils import chat_to_completion_decorator, stream_chat_to_completion_decorator
from llama_index.core.base.llms.types import CompletionResponse, CompletionResponseGen
from llama_index.core.llms.callbacks import llm_completion_callback
from llama_index.core.llms.custom import CustomLLM


class Chatting(CustomLLM):
    """Answers a prompt by its `chat` and `stream_chat`, and raises what they raise."""

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002
        """The reply to a prompt, whole."""
        return chat_to_completion_decorator(self.chat)(prompt, **kwargs)

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002
        """The reply to a prompt as it comes."""
        return stream_chat_to_completion_decorator(self.stream_chat)(prompt, **kwargs)
