"""A real Ray cluster on loopback: a head that works on nothing, and workers of one core that can be killed.

It lives in a process of its own, which this module is when it is run, and ends with it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from remote import free_port

LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}
"""Without the first, Ray on Linux takes the machine's other address for 127.0.0.1, and listens on all of them.

Ray reads it when it is imported, so it is set with this module.
"""
os.environ.update(LOOPBACK)

_ROOT = Path(__file__).resolve().parents[1]


class RayCluster:
    """A running cluster: `address` for who is on this machine, `client` for who is not."""

    def __init__(self, folder: Path, workers: int) -> None:
        environment = os.environ | {"PYTHONPATH": f"{_ROOT}:{_ROOT / 'tests'}", "RAY_TMPDIR": str(folder)}
        port = free_port()
        self.client = f"ray://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(folder), str(workers), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
        )
        self.address = self._hear()["address"]

    def raylets(self) -> list[int]:
        """The process ids of the workers' raylets, each the parent of the processes that work."""
        return self._ask("raylets")

    def processes(self) -> list[int]:
        """The process ids of all that belongs to the cluster."""
        return [self._process.pid, *_below(self._process.pid)]

    def workers(self) -> list[int]:
        """The process ids of what works, as Ray names it, or waits for work."""
        return [pid for raylet in self.raylets() for pid in _below(raylet) if "ray::" in _named(pid)]

    def working(self) -> list[int]:
        """The process ids of what works just now."""
        return [pid for pid in self.workers() if "IDLE" not in _named(pid) and "Agent" not in _named(pid)]

    def add(self) -> None:
        """Start another worker."""
        self._ask("add")

    def kill_worker_node(self) -> None:
        """Kill one worker with all that runs in it."""
        raylet = self.raylets()[0]
        below = _below(raylet)
        for pid in [raylet, *below]:
            kill(pid)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self, what: str):
        assert self._process.stdin
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self):
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("> "):
                return json.loads(line[2:])
        raise AssertionError("the cluster has ended")


@contextmanager
def clustered(workers: int = 2) -> Iterator[RayCluster]:
    folder = Path(tempfile.mkdtemp(prefix="ray-"))  # short, for the names of sockets
    cluster = None
    try:
        cluster = RayCluster(folder, workers)
        yield cluster
    finally:
        if cluster:
            left = cluster.processes()
            cluster.end()
            for pid in left[1:]:
                kill(pid)
        shutil.rmtree(folder, ignore_errors=True)


class LockedError(Exception):
    """An error that cannot be sent."""

    def __init__(self) -> None:
        super().__init__("It is locked.")
        self.lock = threading.Lock()


def fail(what: str) -> None:
    """Work that fails."""
    raise LockedError if what == "locked" else LookupError(f"There is no {what}.")


def rest(seconds: float) -> float:
    """Work that takes so long."""
    sleep(seconds)
    return seconds


def kill(pid: int) -> None:
    """Kill a process that may be gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _below(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *_below(child)]
    return found


def _named(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _tell(what: object) -> None:
    sys.stdout.write(f"> {json.dumps(what)}\n")
    sys.stdout.flush()


def _add(cluster: Any) -> None:
    """A worker of one core; tasks can ask for it by its number."""
    cluster.add_node(num_cpus=1, include_log_monitor=False, resources={f"worker{len(cluster.worker_nodes)}": 1})


def _keep(folder: str, workers: int, client: int) -> None:
    from ray.cluster_utils import Cluster

    home = Path(folder) / "ray"  # where Ray looks for the address of a cluster that is not named
    home.mkdir()
    terms = {"temp_dir": str(home), "include_dashboard": False, "include_log_monitor": False}
    head = {**terms, "num_cpus": 0, "ray_client_server_port": client}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    for _ in range(workers):
        _add(cluster)
    _tell({"address": cluster.address})
    for line in sys.stdin:
        if line.strip() == "add":
            _add(cluster)
        raylets = [
            info.process.pid
            for node in cluster.worker_nodes
            for info in node.all_processes["raylet"]
            if info.process.poll() is None
        ]
        _tell(raylets)


if __name__ == "__main__":
    _keep(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
