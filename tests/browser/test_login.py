"""The login and what lies behind it in a real Chromium; the answers are made by hand."""

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, expect
from serving import NAME, PASSWORD, guarded, serving
from watching import Watched

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def url():
    with serving(access=guarded()) as served:
        yield f"{served.url}/"


@pytest.fixture
def page(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield page
    page.close()


def log_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_who_logs_in_comes_to_the_page_and_can_ask_and_log_out(page: Page, url: str) -> None:
    strays: list[str] = []
    page.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else strays.append(r.url))
    page.goto(url)
    assert page.url == f"{url}login"
    log_in(page, "not the password")
    expect(page.get_by_role("alert")).to_have_text("That is not right. Try again.")
    log_in(page)
    expect(page.get_by_role("heading", name="What do the reports say?")).to_be_visible()
    assert page.url == url
    Watched(page, url).ask("How many were killed?")
    expect(page.get_by_role("table", name="Reports differ")).to_be_visible()
    assert page.evaluate("document.cookie") == ""
    page.goto(f"{url}logout")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    page.goto(url)
    assert page.url == f"{url}login"
    assert strays == []


def test_a_link_to_a_question_leads_there_after_the_login(page: Page, url: str) -> None:
    page.goto(f"{url}?question=Who%3F")
    log_in(page)
    expect(page.get_by_role("heading", name="What do the reports say?")).to_be_visible()
    assert page.url == f"{url}?question=Who%3F"
