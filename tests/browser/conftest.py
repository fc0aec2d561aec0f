"""The page served over the engine of each test file, opened at two widths."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, expect, sync_playwright
from watching import ARGUMENTS, CHROMIUM, Watched

if TYPE_CHECKING:
    from rag import Engine


@pytest.fixture(scope="module")
def url(engine: "Engine") -> Iterator[str]:
    from ui.serve.server import launch

    served = launch(engine)
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


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["wide", "narrow"])
def watched(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Watched]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    watched = Watched(page, url)

    def complain(kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            watched.complaints.append(text)

    def dismiss(dialog: object) -> None:
        watched.dialogs.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    allowed = (url, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(allowed) else watched.strays.append(r.url))
    page.on("console", lambda message: complain(message.type, message.text))
    page.on("pageerror", lambda error: complain("error", str(error)))
    page.on("dialog", dismiss)
    page.goto(url)
    expect(page.get_by_role("heading", name="What do the reports say?")).to_be_visible()
    yield watched
    page.close()
    assert watched.strays == []
    assert watched.complaints == []
    assert watched.dialogs == []
