"""The way to a Ray cluster that is there already: none is ever started, and nothing waits for one without end."""

import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from index.errors import ClusterUnusable

SECONDS = 30
"""For a cluster to answer. Ray itself tries for minutes, and ends the process where it fails."""

_CLIENT_TRIES = 3
"""Ray's server for `ray://` starts a process for each who connects, and now and then fails to."""

_HOST_PORT = re.compile(r"(?:ray://)?(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})")
_TRY = """
import sys
import ray
ray.init(sys.argv[1], log_to_driver=False, logging_level="error")
ray.shutdown()
"""


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Ray, connected to the cluster at `HOST:PORT` or `ray://HOST:PORT`, or at the one of this machine by `auto`.

    Raises ClusterUnusable where the extra is missing, the address is none, or no cluster with a core answers in time.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no figures of ours are sent to anybody
    ray = _imported()
    if ray.is_initialized():
        raise ClusterUnusable("This program is connected to a Ray cluster already.", "Call ray.shutdown() before.")
    _knock(address)
    if not _is_client(address):
        _try(address)
    _connect(ray, address, _CLIENT_TRIES if _is_client(address) else 1)
    try:
        if ray.cluster_resources().get("CPU", 0) < 1:
            fault = f"The Ray cluster at {address} has no core to work on."
            raise ClusterUnusable(fault, "Start a worker: ray start --address HOST:PORT.")
        yield ray
    finally:
        ray.shutdown()


def _is_client(address: str) -> bool:
    return address.startswith("ray://")


def _connect(ray: Any, address: str, tries: int) -> None:
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        if tries > 1:
            ray.shutdown()
            _connect(ray, address, tries - 1)
            return
        raise _unreachable(address, _last_line(str(error))) from error


def _imported() -> Any:
    try:
        import ray
    except ImportError as error:
        raise ClusterUnusable("Ray is not installed.", "Install it: pip install 'copydesk[ray]'.") from error
    return ray


def _knock(address: str) -> None:
    """Tell at once where nobody listens, and what is no address of a cluster."""
    if address == "auto":
        return
    parts = _HOST_PORT.fullmatch(address)
    if not parts:
        mend = "Write HOST:PORT or ray://HOST:PORT, or auto for the one that this machine is part of."
        raise ClusterUnusable(f"{address!r} is no address of a Ray cluster.", mend)
    try:
        socket.create_connection((parts[1] or parts[2], int(parts[3])), timeout=SECONDS).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, getattr(error, "strerror", None) or str(error)) from error


def _try(address: str) -> None:
    """Connect in a process of its own, which can be ended: what listens there may be anything."""
    command = [sys.executable, "-c", _TRY, address]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _unreachable(address, f"no answer in {SECONDS} s") from error
    if done.returncode:
        raise _unreachable(address, _last_line(done.stderr))


def _unreachable(address: str, why: str) -> ClusterUnusable:
    fault = f"The Ray cluster at {address} cannot be reached ({why.rstrip('.')})."
    return ClusterUnusable(fault, "Look whether it runs (`ray status`), and whether the address is right.")


def _last_line(said: str) -> str:
    """What an error says, behind its class."""
    lines = [line.strip() for line in said.splitlines() if re.match(r"\s*(?:[\w.]*(?:Error|Exception): )", line)]
    last = lines[-1].partition(": ")[2] if lines else (said.strip().splitlines() or ["it ended"])[-1]
    return last[:300]
