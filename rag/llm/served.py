"""A language model behind a server, asked through LlamaIndex: again where that may help, and never for too long."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from typing import Any

from llama_index.core.base.llms.generic_utils import chat_to_completion_decorator, stream_chat_to_completion_decorator
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import LLM
from llama_index.core.llms.custom import CustomLLM
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    sleep_using_event,
    stop_after_attempt,
    stop_before_delay,
    stop_when_event_set,
    wait_random_exponential,
)

from rag.errors import LlmUnusable
from rag.llm.failing import CutShort, Service, wait_asked
from rag.llm.relay import Relay

TRIES = 4
Ended = Callable[[ChatResponse], bool]


class Served(CustomLLM):
    """A model behind a server; all that goes wrong is LlmUnusable.

    A request that fails for a reason that may pass is made again, up to TRIES times and within `timeout`, as long as
    nothing of the reply is out; after a time that the server asks for, or else a random one that doubles. While nothing
    comes, a stream gives replies with an empty `delta`; closing it ends the request.
    """

    timeout: float
    """The most seconds that a reply may take, with all tries."""

    backoff: float = 0.5
    """The most seconds before the second try, unless the server asks for others; twice as many before the third."""

    _inner: LLM = PrivateAttr()
    _about: LLMMetadata = PrivateAttr()
    _service: Service = PrivateAttr()
    _ended: Ended = PrivateAttr()
    _hang_up: Callable[[], None] = PrivateAttr()

    def __init__(
        self,
        inner: LLM,
        about: LLMMetadata,
        service: Service,
        ended: Ended,
        timeout: float,
        hang_up: Callable[[], None] = lambda: None,
    ) -> None:
        """`ended` tells of the last part of a stream whether the reply is whole; `hang_up` ends a thread's last one."""
        super().__init__(timeout=timeout)
        self._inner = inner
        self._about = about
        self._service = service
        self._ended = ended
        self._hang_up = hang_up

    @classmethod
    def class_name(cls) -> str:
        """The name by which LlamaIndex knows the class."""
        return "CopydeskServed"

    @property
    def metadata(self) -> LLMMetadata:
        """The model's name and context."""
        return self._about

    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        """The reply to messages, whole; raises LlmUnusable."""

        def reply(relay: Relay[ChatResponse]) -> None:
            relay.give(self._inner.chat(messages, **kwargs))

        return list(filter(None, self._relayed(reply)))[-1]

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """The reply to messages as it comes; raises LlmUnusable, also in its middle."""

        def replies(relay: Relay[ChatResponse]) -> None:
            try:
                with closing(self._inner.stream_chat(messages, **kwargs)) as stream:
                    self._hand_over(stream, relay)
            finally:
                self._hang_up()

        return _alive(self._relayed(replies))

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002
        """The reply to a prompt, whole; raises LlmUnusable."""
        return chat_to_completion_decorator(self.chat)(prompt, **kwargs)

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002
        """The reply to a prompt as it comes; raises LlmUnusable, also in its middle."""
        return stream_chat_to_completion_decorator(self.stream_chat)(prompt, **kwargs)

    def _hand_over(self, stream: Iterable[ChatResponse], relay: Relay[ChatResponse]) -> None:
        last = None
        for last in stream:
            if relay.give(last):
                return
        if last is None or not self._ended(last):
            raise CutShort

    def _relayed(self, request: Callable[[Relay[ChatResponse]], None]) -> Generator[ChatResponse | None, None, None]:
        def work(relay: Relay[ChatResponse]) -> None:
            if failed := self._tried(lambda: request(relay), relay):
                raise failed

        return Relay(self._service.name, work, daemon=True).pieces(self.timeout)

    def _tried(self, request: Callable[[], None], relay: Relay[ChatResponse]) -> LlmUnusable | None:
        tries = Retrying(
            stop=stop_after_attempt(TRIES) | stop_before_delay(self.timeout) | stop_when_event_set(relay.left),
            wait=self._wait,
            retry=retry_if_exception(lambda error: self._service.passing(error) and not relay.given),
            sleep=sleep_using_event(relay.left),
            reraise=True,
        )
        try:
            tries(request)
        except self._service.kinds as error:
            return self._service.unusable(error)
        return None

    def _wait(self, state: RetryCallState) -> float:
        asked = wait_asked(state.outcome.exception()) if state.outcome else None
        return wait_random_exponential(multiplier=self.backoff, max=20)(state) if asked is None else asked


def _alive(replies: Generator[ChatResponse | None, None, None]) -> ChatResponseGen:
    last = ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=""), delta="")
    with closing(replies):
        for reply in replies:
            last = reply or last.model_copy(update={"delta": ""})
            yield last
