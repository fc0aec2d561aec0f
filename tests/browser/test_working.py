"""While a question is answered, in a real Chromium: its stages, how it is stopped, and what has no answer."""

import pytest

pytest.importorskip("playwright")
from desking import Disputing
from playwright.sync_api import Browser, expect
from watching import SIZES, Watched, watching

from index.errors import CopydeskError

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def engine() -> Disputing:
    return Disputing(seconds=0.4)


def begin(watched: Watched, question: str = "Why?") -> None:
    watched.question().fill(question)
    watched.question().press("Enter")


LISTEN = """() => {
  const note = () => {
    const step = document.querySelector('[aria-current="step"]')?.textContent;
    if (step && step !== shown.at(-1)) shown.push(step);
    const text = document.getElementById("said").textContent;
    if (text && text !== said.at(-1)) said.push(text);
  };
  window.shown = [];
  window.said = [];
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(note).observe(document.body, all);
}"""
"""Notes each stage as it is shown, and each thing that is told to who does not see it."""

NEXT_AT_ONCE = """() => {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(".turn[data-newest]:not([data-working])")) return;
    observer.disconnect();
    document.getElementById("question").value = "Second?";
    document.querySelector("form.composer").requestSubmit();
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
"""Asks again as soon as there is an answer."""


def test_the_stages_are_shown_and_told_one_after_another(watched: Watched) -> None:
    watched.page.evaluate(LISTEN)
    begin(watched)
    watched.answered()
    expect(watched.said()).to_contain_text("Answer: ")
    assert watched.page.evaluate("shown") == ["Searching", "Reading", "Checking"]
    assert watched.page.evaluate("said.slice(0, 3)") == ["Searching", "Reading", "Checking"]


@pytest.mark.parametrize("how", ["button", "key"])
def test_work_is_stopped_at_once_and_the_question_comes_back(wide: Watched, engine: Disputing, how: str) -> None:
    wide.open()
    begin(wide, "Is it over?")
    expect(wide.page.locator('[aria-current="step"]')).to_have_text("Searching")
    expect(wide.button("Ask")).to_be_hidden()
    if how == "button":
        wide.button("Stop").click()
    else:
        wide.page.keyboard.press("Escape")
    expect(wide.newest().get_by_role("alert")).to_contain_text("Stopped before the answer was ready.")
    expect(wide.question()).to_have_value("Is it over?")
    expect(wide.button("Ask")).to_be_visible()
    assert engine.ended.wait(5)


def test_a_second_question_waits_in_its_field(wide: Watched, engine: Disputing) -> None:
    wide.open()
    before = len(engine.asked)
    begin(wide, "First?")
    expect(wide.page.locator("[data-working]")).to_be_visible()
    begin(wide, "Second?")
    wide.answered()
    expect(wide.question()).to_have_value("Second?")
    assert engine.asked[before:] == ["First?"]


def test_an_error_is_told_in_words_with_its_mend(wide: Watched, engine: Disputing) -> None:
    wide.open()
    engine.fault = lambda: CopydeskError("The <index> is gone.", "Index the articles again.")
    try:
        begin(wide)
        expect(wide.newest().get_by_role("alert")).to_have_text("The <index> is gone.Index the articles again.")
    finally:
        engine.fault = None
    wide.button("Ask again").click()
    expect(wide.page.locator("#history .failure")).to_be_visible()
    wide.answered()
    expect(wide.markers().first).to_be_visible()


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, url: str) -> None:
    with watching(browser, url, SIZES["wide"], reduced_motion="reduce") as wide:
        wide.open()
        begin(wide)
        expect(wide.page.locator('[aria-current="step"]').first).to_be_visible()
        assert wide.page.evaluate("document.getAnimations().filter((a) => a.playState === 'running').length") == 0
        wide.answered()


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_what_the_server_refuses_is_told_in_its_words_and_the_question_stays(
    browser: Browser, url: str, size: str
) -> None:
    with watching(browser, url, SIZES[size], expected="429") as watched:
        watched.open()
        refusal = {"fault": "That is <too> much.", "mend": "Try again in 7 s."}
        watched.page.route("**/queue/join*", lambda route: route.fulfill(status=429, json=refusal))
        begin(watched)
        notice = watched.page.get_by_role("alert").filter(has_text="That is <too> much. Try again in 7 s.")
        expect(notice).to_be_in_viewport(ratio=1)
        expect(watched.question()).to_have_value("Why?")
        watched.page.unroute("**/queue/join*")
        watched.question().press("Enter")
        watched.answered()
        expect(notice).to_have_count(0)


def test_a_server_that_is_gone_is_told_of(browser: Browser, url: str) -> None:
    with watching(
        browser, url, SIZES["wide"], expected="ERR_CONNECTION_REFUSED|Failed to fetch|Connection errored out"
    ) as wide:
        wide.open()
        wide.ask("Is all of the page there?")  # or what it still loads says that the server is there
        wide.page.route("**/gradio_api/**", lambda route: route.abort("connectionrefused"))
        begin(wide)
        expect(wide.page.locator("#notice")).to_have_text(
            "Copydesk cannot be reached. See whether it still runs, and ask again."
        )
        expect(wide.question()).to_have_value("Why?")
        wide.page.keyboard.press("Escape")
        expect(wide.page.locator("#notice")).to_be_empty()
        with wide.page.expect_event("requestfailed"):  # Gradio asks whether it is back
            pass
        expect(wide.page.locator("#notice")).to_be_empty()
        begin(wide)
        expect(wide.page.locator("#notice")).to_contain_text("Copydesk cannot be reached.")
        wide.page.unroute("**/gradio_api/**")
        expect(wide.newest().locator("h2")).to_have_text("Why?")  # Gradio loads the page anew, and its address asks
        wide.answered()
        expect(wide.page.locator("#notice")).to_be_empty()


def test_a_key_pressed_twice_asks_once(wide: Watched, engine: Disputing) -> None:
    wide.open()
    before = len(engine.asked)
    wide.question().fill("Twice?")
    wide.page.evaluate("document.querySelector('form.composer').requestSubmit()")
    wide.question().press("Enter")
    wide.answered()
    assert engine.asked[before:] == ["Twice?"]


def test_the_end_of_an_answer_is_soon_enough_to_ask_the_next(wide: Watched, engine: Disputing) -> None:
    wide.open()
    before = len(engine.asked)
    wide.page.evaluate(NEXT_AT_ONCE)
    begin(wide, "First?")
    expect(wide.newest().locator("h2")).to_have_text("Second?")
    wide.answered()
    assert engine.asked[before:] == ["First?", "Second?"]
