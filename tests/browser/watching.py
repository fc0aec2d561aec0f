"""A page in a real Chromium, watched for what it should not do."""

import shutil
import socket
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

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


@dataclass
class Watched:
    """A page with all that it should not have done."""

    page: Page
    url: str
    strays: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("Question")
        box.fill(question)
        box.press("Enter")

    def markers(self) -> Locator:
        return self.page.locator(".turn[data-newest] .answer .marker")

    def items(self) -> Locator:
        return self.page.locator(".turn[data-newest] .places li")

    def chosen(self) -> Locator:
        return self.page.locator("mark.chosen")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
