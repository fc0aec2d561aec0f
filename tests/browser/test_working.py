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
    return Disputing(seconds=0.7)


def begin(watched: Watched, question: str = "Why?") -> None:
    watched.question().fill(question)
    watched.question().press("Enter")


def test_the_stages_are_told_one_after_another(watched: Watched) -> None:
    begin(watched)
    for stage in ("Searching", "Reading", "Checking"):
        expect(watched.page.locator('[aria-current="step"]')).to_have_text(stage)
        expect(watched.said()).to_have_text(stage)
    watched.answered()
    expect(watched.said()).to_contain_text("Answer: ")


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
