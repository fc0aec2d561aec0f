"""A real Chroma server on loopback that can be killed and started again, and a proxy before it that can be made bad."""

import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Self

import httpx

CHROMA = Path(sys.executable).with_name("chroma")
_BOUND = 60.0
"""Seconds in which a server has to be up, and after which a connection of the proxy is given up."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class ChromaServer:
    """A server over a folder; the port stays the same from start to start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def address(self, collection: str) -> str:
        return f"{self.base}/{collection}"

    def start(self) -> Self:
        command = [CHROMA, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        environment = os.environ | {"ANONYMIZED_TELEMETRY": "FALSE"}
        self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment)
        end = monotonic() + _BOUND
        while True:
            with suppress(httpx.TransportError):
                httpx.get(f"{self.base}/api/v2/heartbeat", timeout=5, trust_env=False)
                return self
            assert monotonic() < end, "the server does not start"
            sleep(0.05)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def serving(folder: Path) -> Iterator[ChromaServer]:
    server = ChromaServer(folder)
    try:
        yield server.start()
    finally:
        server.kill()


class Proxy:
    """A TCP proxy: `delay` seconds before each piece of an answer; `cuts` answers are cut after their first bytes.

    While it `hangs` nothing is passed on; where there is a `token`, a request without it gets 401; while it is `busy`
    each gets that status. With `tls` it is reached by https.
    """

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.delay, self.cuts, self.hangs, self.token = 0.0, 0, False, ""
        self.cut_at = 20
        self.busy = ""
        self.requests = 0
        self._target = port
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self, collection: str) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}/{collection}"

    def close(self) -> None:
        for each in [self._socket, *self._open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._socket.accept()
                near.settimeout(_BOUND)
                self._open.append(near)
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with suppress(OSError), ExitStack() as stack:
            near = stack.enter_context(self._tls.wrap_socket(near, server_side=True) if self._tls else near)
            far = stack.enter_context(socket.create_connection(("127.0.0.1", self._target), timeout=_BOUND))
            self._open += [near, far]
            threading.Thread(target=self._requests, args=(near, far), daemon=True).start()
            while piece := far.recv(65536):
                sleep(self.delay)
                if self.cuts > 0:
                    self.cuts -= 1
                    near.sendall(piece[: self.cut_at])
                    near.shutdown(socket.SHUT_RDWR)
                    return
                near.sendall(piece)

    def _requests(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while piece := near.recv(65536):
                self.requests += 1
                head = piece.partition(b"\r\n\r\n")[0].lower()
                refused = self.token and b" http/1.1" in head and f"bearer {self.token}".encode() not in head
                if told := self.busy or ("401 Unauthorized" if refused else ""):
                    near.sendall(f"HTTP/1.1 {told}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
                    near.shutdown(socket.SHUT_RDWR)
                    return
                end = monotonic() + _BOUND
                while self.hangs and monotonic() < end:
                    sleep(0.02)
                far.sendall(piece)
            far.shutdown(socket.SHUT_WR)


@contextmanager
def proxied(server: ChromaServer, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    proxy = Proxy(server.port, tls)
    try:
        yield proxy
    finally:
        proxy.close()
