"""The page served over the engine of each test file, opened at two widths."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, sync_playwright
from watching import ARGUMENTS, CHROMIUM, SIZES, Watched, watching

from ui.page.keeping import Keeping

if TYPE_CHECKING:
    from rag import Engine


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Keeping:
    """Where the page keeps feedback and finds runs: nowhere else than here."""
    folder = tmp_path_factory.mktemp("kept")
    return Keeping(folder / "feedback.sqlite3", folder / "runs")


@pytest.fixture(scope="module")
def url(engine: "Engine", keeping: Keeping) -> Iterator[str]:
    from ui.serve.server import launch

    served = launch(engine, keeping=keeping)
    yield f"{served.url}/"
    served.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=["wide", "narrow"])
def watched(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Watched]:
    """The page, empty, in a window of its own; at the end it has asked no other host and has not complained."""
    with watching(browser, url, SIZES[request.param]) as watched:
        watched.open()
        yield watched


@pytest.fixture
def wide(browser: Browser, url: str) -> Iterator[Watched]:
    """The page at the width of a desktop alone, not opened yet."""
    with watching(browser, url, SIZES["wide"]) as watched:
        yield watched
