"""The server over a hand-made engine in a process of its own: `python serving_alone.py '{"seconds": 1}'`.

It prints where it is; what it logs goes to standard error. `warm` are the seconds that its models take to load, `crash`
says what breaks: "open" the opening of the index, "answer" each answer, "thread" a thread that nobody waits for.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

TESTS = Path(__file__).resolve().parent
SECRET = "Ottoline Quagmire's sealed memorandum"  # noqa: S105
"""Stands in for the words of articles in what is raised."""


def main(told: dict[str, Any]) -> None:
    from serving import Answering, guarded

    from ui.serve.access import Access
    from ui.serve.limits import Limits
    from ui.serve.log_format import LogFormat
    from ui.serve.server import Place, serve
    from ui.serve.tokens import Tokens

    class Slow(Answering):
        def warm_up(self) -> None:
            sleep(told.get("warm", 0))

    def broken() -> None:
        raise ValueError(SECRET)

    def opened() -> Any:
        if told.get("crash") == "open":
            broken()
        if told.get("crash") == "thread":
            Thread(target=broken).start()
        engine = Slow(told.get("seconds", 0))
        engine.fault = (lambda: ValueError(SECRET)) if told.get("crash") == "answer" else None
        return engine

    tokens = Tokens({"robot": bytes.fromhex(told["digest"])}) if "digest" in told else None
    access = guarded(public=told.get("public"), tokens=tokens) if tokens else Access()
    form = LogFormat(told["form"]) if "form" in told else None
    place = Place("127.0.0.1", told.get("port", 0))
    if told.get("public"):
        sys.stdout.write(f"{place.port}\n")
    serve(opened, place, access, Limits(at_once=1), log_format=form, grace=told.get("grace", 20))


@contextmanager
def alone(**told: Any) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Such a process and its address, "" where it says none."""
    command = [sys.executable, str(TESTS / "serving_alone.py"), json.dumps(told)]
    running = subprocess.Popen(command, cwd=TESTS.parent, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    try:
        running.inner = int(running.stdout.readline()) if "public" in told else 0  # type: ignore[attr-defined]
        line = "" if "warm" in told else running.stdout.readline()
        yield line.split()[3] if line else "", running
    finally:
        running.kill()
        running.communicate()


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS.parent))
    main(json.loads(sys.argv[1]))
