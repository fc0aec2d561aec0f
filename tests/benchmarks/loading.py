"""Bytes and time until the page can be asked, against a bare gr.ChatInterface, in a Chromium without a cache.

    python tests/benchmarks/loading.py [--index DIR] [--times N]

Interactive is when the field for the question takes text; both are served by this process on loopback, in turn.
"""

import argparse
import socket
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from desking import Disputing  # noqa: E402
from watching import ARGUMENTS, CHROMIUM, SIZES  # noqa: E402


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load of a page: bytes over the wire, requests, and seconds until it can be asked."""

    sent: int
    requests: int
    seconds: float


@contextmanager
def copydesk(index_dir: Path | None) -> Iterator[str]:
    import rag
    from ui.serve.server import launch

    served = launch(rag.open(index_dir) if index_dir else Disputing())
    yield f"{served.url}/"
    served.close()


@contextmanager
def chat() -> Iterator[str]:
    import gradio as gr

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    page = gr.ChatInterface(lambda message, _history: message, analytics_enabled=False)
    page.launch(server_port=port, prevent_thread_lock=True, quiet=True, share=False, ssr_mode=False)
    yield page.local_url
    page.close(verbose=False)


def load(browser: Browser, url: str, field: str) -> Loaded:
    """Load a page in a context of its own, so that nothing is cached."""
    context = browser.new_context(viewport=dict(zip(("width", "height"), SIZES["wide"], strict=True)))
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[int] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    began = perf_counter()
    page.goto(url)
    page.locator(field).fill("Why?")
    seconds = perf_counter() - began
    page.wait_for_timeout(1500)  # what comes later is loaded as well
    context.close()
    return Loaded(sum(sizes), len(sizes), seconds)


def measure(browser: Browser, url: str, field: str, times: int) -> None:
    load(browser, url, field)  # the server's own first time
    loads = [load(browser, url, field) for _ in range(times)]
    seconds = sorted(one.seconds for one in loads)
    print(f"  {statistics.median(one.sent for one in loads) / 1024:,.0f} KiB in "
          f"{statistics.median(one.requests for one in loads):.0f} requests; interactive after "
          f"{statistics.median(seconds):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f})")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index; without one, an engine made by hand answers")
    parser.add_argument("--times", type=int, default=7)
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages: list[tuple[str, Callable[[], object], str]] = [
            ("Copydesk", lambda: copydesk(given.index), "#question"),
            ("gr.ChatInterface", chat, "textarea"),
        ]
        for name, serve, field in pages:
            with serve() as url:  # type: ignore[attr-defined]
                print(name)
                measure(browser, url, field, given.times)
        browser.close()


if __name__ == "__main__":
    main()
