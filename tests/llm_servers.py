"""Servers for tests that speak the formats of Ollama, OpenAI and Anthropic over a real socket, and fail as told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from threading import Event, Thread
from typing import Any, Self

WORDS = ("Two", " ferries", " sank", " off", " Ostholm", ".")


@dataclass(frozen=True)
class Act:
    """How one request is answered: with words, each after a pause, or with a status and what is said of it.

    After `cut` words the connection breaks, or, if it is `quiet`, ends as if that were all; `fault` is told there
    instead. `body` is sent as it is.
    """

    words: tuple[str, ...] = WORDS
    pause: float = 0.0
    status: int = 200
    said: str = "it is said"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    cut: int | None = None
    quiet: bool = False
    fault: str | None = None


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Broken(Exception):
    """The connection is to break now."""


class LlmServer(ThreadingHTTPServer):
    """A server on a free port of the loopback that goes through `acts`, the last of them for ever."""

    daemon_threads = True
    block_on_close = False
    probes: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.acts: list[Act] = [Act()]
        self.probed = Act()
        self.asked: list[Asked] = []
        self.left = Event()
        self.ending = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """A broken connection is what a test wants."""

    def act(self, path: str) -> Act:
        if path.endswith(self.probes):
            return self.probed
        return self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]

    def streamed(self, body: dict[str, Any]) -> bool:
        return bool(body.get("stream"))

    def probe(self) -> Any:
        return {}

    def begin(self) -> Iterator[str]:
        yield from ()

    def part(self, word: str) -> str:
        raise NotImplementedError

    def end(self) -> Iterator[str]:
        raise NotImplementedError

    def fault(self, said: str) -> str:
        raise NotImplementedError

    def whole(self, text: str) -> Any:
        raise NotImplementedError

    def refusal(self, said: str) -> Any:
        raise NotImplementedError


class OllamaServer(LlmServer):
    """Lines of JSON; the last has `done`."""

    probes = ("/api/show",)

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


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LlmServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._whole(self.server.probed, self.server.probe())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        act = self.server.act(self.path)
        if self.path.endswith(self.server.probes):
            self._whole(act, self.server.probe())
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.path, headers, body))
        # Ollama streams unless it is told not to.
        if act.status == 200 and act.body is None and body.get("stream", isinstance(self.server, OllamaServer)):
            self._streamed(act)
        else:
            self.server.ending.wait(act.pause)
            self._whole(act, self.server.whole("".join(act.words)))

    def _whole(self, act: Act, value: Any) -> None:
        if act.status != 200:
            value = self.server.refusal(act.said)
        body = (json.dumps(value) if act.body is None else act.body).encode()
        self.send_response(act.status)
        for name, words in {"Content-Type": "application/json", **act.headers}.items():
            self.send_header(name, words)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: None if act.cut is None else act.cut])
        if act.cut is not None:
            self._break()

    def _streamed(self, act: Act) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header(*(("Connection", "close") if act.quiet else ("Transfer-Encoding", "chunked")))
        self.end_headers()
        try:
            for part in self._parts(act):
                self._send(part, act.quiet)
        except (BrokenPipeError, ConnectionResetError):
            self.server.left.set()
            self.close_connection = True
        except Broken:
            self._break()

    def _parts(self, act: Act) -> Iterator[str]:
        if act.cut != 0:
            yield from self.server.begin()
        for number, word in enumerate(act.words):
            if act.cut == number:
                if act.fault is None:
                    raise Broken
                yield self.server.fault(act.fault)
                return
            self.server.ending.wait(act.pause)
            yield self.server.part(word)
        yield from self.server.end()
        yield ""

    def _send(self, part: str, quiet: bool) -> None:
        data = part.encode()
        self.wfile.write(data if quiet else b"%x\r\n%s\r\n" % (len(data), data))

    def _break(self) -> None:
        self.close_connection = True
        self.connection.shutdown(SHUT_RDWR)
