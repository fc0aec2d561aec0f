"""A page in a real Chromium, watched for what it should not do."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": (1440, 900), "middle": (820, 1180), "narrow": (390, 844)}

_PATIENCE = 20_000
"""Milliseconds."""

_OF_GRADIO = "Method not implemented."
"""Its client says so when a file is uploaded."""


@dataclass
class Watched:
    """A page with all that it should not have done."""

    page: Page
    url: str
    strays: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> None:
        """Load the page, and wait until it can be asked."""
        self.page.goto(self.url + path)
        expect(self.question()).to_be_attached()

    def question(self) -> Locator:
        return self.page.get_by_label("Question", exact=True)

    def ask(self, question: str) -> None:
        """Ask, and wait until there is an answer or an error."""
        self.question().fill(question)
        self.question().press("Enter")
        expect(self.newest().locator("h2")).to_have_text(" ".join(question.split()))
        self.answered()

    def answered(self) -> None:
        expect(self.newest().and_(self.page.locator(":not([data-working])"))).to_be_visible()

    def newest(self) -> Locator:
        return self.page.locator(".turn[data-newest]")

    def markers(self) -> Locator:
        return self.newest().locator(".answer .marker")

    def items(self) -> Locator:
        return self.newest().locator(".places li")

    def chosen(self) -> Locator:
        return self.page.locator("mark.chosen")

    def source(self) -> Locator:
        return self.page.locator(".source[data-shown]")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def said(self) -> Locator:
        """What is told to who does not see the page."""
        return self.page.locator("#said")


@contextmanager
def watching(
    browser: Browser, url: str, size: tuple[int, int], expected: str | None = None, **settings: Any
) -> Iterator[Watched]:
    """A page of that size that asks no other host, complains of nothing but what is expected, and opens no dialog."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **settings)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    expect.set_options(timeout=_PATIENCE)
    watched = Watched(page, url)

    def complain(kind: str, text: str) -> None:
        if kind in ("error", "warning") and text != _OF_GRADIO and not (expected and re.search(expected, text)):
            watched.complaints.append(text)

    def dismiss(dialog: Any) -> None:
        watched.dialogs.append(dialog.message)
        dialog.dismiss()

    allowed = (url, "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(allowed) else watched.strays.append(r.url))
    page.on("console", lambda message: complain(message.type, message.text))
    page.on("pageerror", lambda error: complain("error", str(error)))
    page.on("dialog", dismiss)
    yield watched
    complaints = list(watched.complaints)  # what Gradio says of connections that end with the page is none
    context.close()
    assert watched.strays == []
    assert not complaints, complaints
    assert watched.dialogs == []
