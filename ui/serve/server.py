"""A server of the application on an address, in the foreground or in the background."""

import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

from index.errors import CopydeskError
from ui.page.keeping import Keeping
from ui.serve.access import Access, read_access
from ui.serve.gate import Gate
from ui.serve.limits import Limits
from ui.serve.log_format import LogFormat
from ui.serve.logs import crashes_discreetly, log_discreetly
from ui.serve.metrics import Metrics
from ui.serve.watch import Watch

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from rag.engine import Engine
    from ui.serve.ending import Unhurried

_CONNECTIONS = 500
"""A process may often have no more than 1024 files open, of which an index takes some."""

GRACE_SECONDS = 20.0
"""Answers under way may take so long yet when the server is told to end."""

_START_SECONDS = 30


class AddressUnusable(CopydeskError):
    """The page cannot be served at the address asked for."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"Port {port} on {host} cannot be used: {reason}.", "Choose another one with `--port`.")
        self.host = host
        self.port = port


class CertificateUnusable(CopydeskError):
    """The certificate, or its key, cannot be used."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of a certificate with which the server speaks HTTPS, and of its key."""

    file: Path
    key: Path | None = None

    def check(self) -> None:
        """Raise CertificateUnusable where it is none."""
        import ssl

        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.file, self.key, password="")
        except (OSError, ssl.SSLError) as error:
            fault = f"{self.file} cannot be used as a certificate: {error.strerror or error}."
            raise CertificateUnusable(fault, "Give `--certificate` and `--key` as PEM files.") from error


class Place:
    """An address that is held for a server."""

    def __init__(self, host: str, port: int) -> None:
        """Take an address; raises AddressUnusable. Port 0 is any that is free."""
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            self.socket = socket.socket(family, kind, protocol)
        except OSError as error:
            raise AddressUnusable(host, port, error.strerror or str(error)) from error
        try:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.socket.bind(address)
        except OSError as error:
            self.socket.close()
            raise AddressUnusable(host, port, error.strerror or str(error)) from error
        self.ip, self.port = self.socket.getsockname()[:2]

    def close(self) -> None:
        """Let go of the address."""
        self.socket.close()

    def url(self, access: Access) -> str:
        """Where the server can be opened."""
        ip = ipaddress.ip_address(self.ip)
        name = socket.gethostname() if ip.is_unspecified else f"[{ip}]" if ip.version == 6 else str(ip)
        return access.public or f"http{'s' if access.tls else ''}://{name}:{self.port}"


class Served:
    """A server in the background, until its `close`; `url` is where readers open it."""

    def __init__(
        self,
        build: "Callable[[], ASGIApp]",
        place: Place,
        access: Access,
        certificate: Certificate | None = None,
        gate: Gate | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.url = place.url(access)
        self.port = place.port
        self._server = _server(build, certificate, gate or Gate(), watch or Watch())
        self._thread = Thread(target=self._server.run, args=([place.socket],), daemon=True)
        self._thread.start()
        until = monotonic() + _START_SECONDS
        while not self._server.started and self._thread.is_alive() and monotonic() < until:
            sleep(0.01)

    def close(self) -> None:
        """End the server."""
        from ui.serve.ending import LAST_SECONDS

        self._server.should_exit = True
        self._thread.join(2 * LAST_SECONDS)


def launch(
    engine: "Engine",
    host: str = "127.0.0.1",
    port: int = 0,
    access: Access | None = None,
    limits: Limits | None = None,
    certificate: Certificate | None = None,
    keeping: Keeping | None = None,
) -> Served:
    """Serve an engine in the background until the `close` of what is given back; raises AddressUnusable and Exposed."""
    place = Place(host, port)
    try:
        access = access or read_access(place.ip, tls=certificate is not None)
    except CopydeskError:
        place.close()
        raise
    limits = limits or Limits()
    gate = Gate(limits.at_once, limits.waiting)
    watch = Watch(Metrics(gate))
    return Served(partial(_app, engine, access, limits, keeping, gate, watch), place, access, certificate, gate, watch)


def serve(
    open_engine: "Callable[[], Engine]",
    place: Place,
    access: Access,
    limits: Limits,
    certificate: Certificate | None = None,
    keeping: Keeping | None = None,
    *,
    log_format: LogFormat | None = None,
    grace: float = GRACE_SECONDS,
) -> None:
    """Serve the engine until it is told to end; it is opened once all else is known to be right.

    Ended by SIGTERM or an interrupt, it takes no new questions and answers those it has within `grace` seconds.
    """
    log_discreetly(log_format)
    try:
        with (
            _private_files(),
            crashes_discreetly(),
            _ended_in_peace(),
            _starting(place, access, certificate) as waiting,
        ):
            engine = open_engine()
            engine.warm_up()
            gate = Gate(limits.at_once, limits.waiting)
            watch = Watch(Metrics(gate))
            build = partial(_app, engine, access, limits, keeping, gate, watch)
            begun = partial(_begun, waiting, place.url(access))
            _server(build, certificate, gate, watch, grace, begun).run([place.socket])
    except KeyboardInterrupt:
        return


def _begun(waiting: Served, url: str) -> None:
    waiting.close()
    sys.stdout.write(f"Copydesk is at {url} (Ctrl+C ends it).\n")
    sys.stdout.flush()


@contextmanager
def _starting(place: Place, access: Access, certificate: Certificate | None) -> Iterator[Served]:
    """A server at the same place that says that Copydesk lives and is not ready, until it is closed."""
    from ui.serve.probes import starting

    place.socket.listen()
    held = copy(place)
    held.socket = place.socket.dup()
    served = Served(lambda: starting, held, access, certificate)
    try:
        yield served
    finally:
        served.close()


@contextmanager
def _ended_in_peace() -> Iterator[None]:
    """Have SIGTERM do what an interrupt does, so that nothing is left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _app(
    engine: "Engine", access: Access, limits: Limits, keeping: Keeping | None, gate: Gate, watch: Watch
) -> "FastAPI":
    from ui.page import build
    from ui.serve.app import build_app

    told = replace(keeping or Keeping(), login=access.asks)
    return build_app(engine, build(engine, gate, told, watch), access, limits, gate, watch)


def _server(
    build: "Callable[[], ASGIApp]",
    certificate: Certificate | None,
    gate: Gate,
    watch: Watch,
    grace: float = GRACE_SECONDS,
    begun: Callable[[], None] | None = None,
) -> "Unhurried":
    """The server of an application that is built in its event loop, for else Gradio makes loops of its own."""
    from uvicorn import Config

    from ui.serve.ending import LAST_SECONDS, Unhurried
    from ui.serve.wire import PromptHeads

    config = Config(
        build,
        factory=True,
        http=PromptHeads,
        ws="none",
        access_log=False,  # it would hold the questions of links
        log_config=None,
        log_level="error",
        server_header=False,
        proxy_headers=False,  # the application does so itself, inside what gives requests their ids
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=LAST_SECONDS,
        ssl_certfile=certificate.file if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    return Unhurried(config, gate, watch, grace, begun)


@contextmanager
def _private_files() -> Iterator[None]:
    """Keep what is uploaded and exported in a folder that nobody else can read and that goes with this process."""
    with TemporaryDirectory(prefix="copydesk-") as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        yield
