"""A server of language models for tests, over a real socket, that answers and fails as it is told; in no format yet."""

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
    streams = False
    """Whether it streams unless it is told not to."""

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
        if act.status == 200 and act.body is None and body.get("stream", self.server.streams):
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
