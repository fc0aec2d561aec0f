"""Servers for tests that speak the formats of Ollama, OpenAI and Anthropic, written by hand."""

import json
from collections.abc import Iterator
from typing import Any

from llm_socket import LlmServer


class OllamaServer(LlmServer):
    """Lines of JSON; the last has `done`."""

    probes = ("/api/show",)
    streams = True

    def probe(self) -> Any:
        return {"model_info": {"tiny.context_length": 2048}, "details": {"family": "tiny"}}

    def part(self, word: str) -> str:
        return self._line({"message": {"role": "assistant", "content": word}, "done": False})

    def end(self) -> Iterator[str]:
        counts = {"prompt_eval_count": 9, "eval_count": 6}
        yield self._line(
            {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"} | counts
        )

    def fault(self, said: str) -> str:
        return json.dumps({"error": said}) + "\n"

    def whole(self, text: str) -> Any:
        return {"model": "tiny", "message": {"role": "assistant", "content": text}, "done": True}

    def refusal(self, said: str) -> Any:
        return {"error": said}

    def _line(self, value: dict[str, Any]) -> str:
        return json.dumps({"model": "tiny", "created_at": "2026-02-01T08:00:00Z"} | value) + "\n"


class OpenAiServer(LlmServer):
    """Server-sent events without names, and `[DONE]` last."""

    probes = ("/models",)

    def probe(self) -> Any:
        return {"object": "list", "data": [{"id": "tiny", "object": "model", "created": 1, "owned_by": "nobody"}]}

    def begin(self) -> Iterator[str]:
        yield self._event({"role": "assistant", "content": ""}, None)

    def part(self, word: str) -> str:
        return self._event({"content": word}, None)

    def end(self) -> Iterator[str]:
        yield self._event({}, "stop")
        yield "data: [DONE]\n\n"

    def fault(self, said: str) -> str:
        return f"data: {json.dumps(self.refusal(said))}\n\n"

    def whole(self, text: str) -> Any:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        usage = {"prompt_tokens": 9, "completion_tokens": 6, "total_tokens": 15}
        return self._base("chat.completion") | {"choices": [choice], "usage": usage}

    def refusal(self, said: str) -> Any:
        return {"error": {"message": said, "type": "server_error", "param": None, "code": None}}

    def _event(self, delta: dict[str, Any], reason: str | None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return f"data: {json.dumps(self._base('chat.completion.chunk') | {'choices': [choice]})}\n\n"

    def _base(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "tiny"}


class AnthropicServer(LlmServer):
    """Server-sent events with names: a message begins, its block grows and ends, the message ends."""

    def begin(self) -> Iterator[str]:
        yield self._event("message_start", message=self.whole("") | {"content": [], "stop_reason": None})
        yield self._event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        yield self._event("ping")

    def part(self, word: str) -> str:
        return self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": word})

    def end(self) -> Iterator[str]:
        yield self._event("content_block_stop", index=0)
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        yield self._event("message_delta", delta=delta, usage={"output_tokens": 6})
        yield self._event("message_stop")

    def fault(self, said: str) -> str:
        return self._event("error", error={"type": "overloaded_error", "message": said})

    def whole(self, text: str) -> Any:
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-tiny",
            "content": [{"type": "text", "text": text}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {"input_tokens": 9, "output_tokens": 6},
        }

    def refusal(self, said: str) -> Any:
        return {"type": "error", "error": {"type": "api_error", "message": said}}

    def _event(self, kind: str, **value: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind} | value)}\n\n"
