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

_HOST_PORT = re.compile(r"(?:ray://)?(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})")
_TRY = """
import sys
import ray
ray.init(sys.argv[1], log_to_driver=False, logging_level="error")
print("cores", int(ray.cluster_resources().get("CPU", 0)))
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
    _try(address)
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, RuntimeError, ValueError) as error:
        raise _unreachable(address, _last_line(str(error))) from error
    try:
        yield ray
    finally:
        ray.shutdown()


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
    cores = re.search(r"^cores (\d+)$", done.stdout, re.MULTILINE)
    if not cores:
        raise _unreachable(address, _last_line(done.stderr))
    if cores[1] == "0":
        fault = f"The Ray cluster at {address} has no core to work on."
        raise ClusterUnusable(fault, f"Start a worker: ray start --address {address}.")


def _unreachable(address: str, why: str) -> ClusterUnusable:
    fault = f"The Ray cluster at {address} cannot be reached ({why.rstrip('.')})."
    return ClusterUnusable(fault, "Look whether it runs (`ray status`), and whether the address is right.")


def _last_line(said: str) -> str:
    """What an error says, behind its class."""
    lines = [line.strip() for line in said.splitlines() if re.match(r"\s*(?:[\w.]*(?:Error|Exception): )", line)]
    last = lines[-1].partition(": ")[2] if lines else (said.strip().splitlines() or ["it ended"])[-1]
    return last[:300]
