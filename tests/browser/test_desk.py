"""What the desk does with an answer, in a real Chromium; the answer is made by hand, so no model is needed."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("playwright")
from desking import DISPUTED, Disputing
from playwright.sync_api import Browser, expect
from watching import SIZES, Watched, watching

from ui.export.copied import copied
from ui.feedback import Feedback
from ui.page.keeping import Keeping

pytestmark = [pytest.mark.slow]

QUESTION = "How many people were killed?"


@pytest.fixture(scope="module")
def engine() -> Disputing:
    return Disputing()


def asked(watched: Watched) -> Watched:
    watched.open()
    watched.ask(QUESTION)
    return watched


def test_where_there_is_room_the_first_source_is_open_and_the_field_keeps_the_focus(wide: Watched) -> None:
    asked(wide)
    expect(wide.chosen()).to_have_text(DISPUTED.citations[0].quote)
    expect(wide.question()).to_be_focused()
    expect(wide.question()).to_have_value("")


def test_the_keyboard_walks_through_the_sources_and_back(watched: Watched) -> None:
    watched.ask(QUESTION)
    watched.markers().first.focus()
    watched.page.keyboard.press("Enter")
    expect(watched.source()).to_be_focused()
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        watched.page.keyboard.press(key)
        expect(watched.chosen()).to_have_text(DISPUTED.citations[number - 1].quote)
        expect(watched.page.locator(f'.differ table .marker[data-number="{number}"]')).to_have_attribute(
            "aria-current", "true"
        )
    watched.page.keyboard.press("Escape")
    expect(watched.source()).to_have_count(0)
    expect(watched.newest().locator('.marker[data-number="2"]').first).to_be_focused()


def test_arrows_move_between_the_numbers_of_an_answer(wide: Watched) -> None:
    asked(wide)
    markers = wide.newest().locator("button.marker")
    markers.first.focus()
    wide.page.keyboard.press("ArrowRight")
    expect(markers.nth(1)).to_be_focused()
    wide.page.keyboard.press("ArrowLeft")
    expect(markers.first).to_be_focused()


def test_tabs_open_the_articles_and_keep_the_focus(wide: Watched) -> None:
    asked(wide)
    tabs = wide.page.get_by_role("tab")
    expect(tabs).to_have_count(4)
    tabs.first.focus()
    wide.page.keyboard.press("ArrowRight")
    expect(wide.chosen()).to_have_text(DISPUTED.citations[1].quote)
    expect(wide.page.get_by_role("tab", selected=True)).to_be_focused()
    expect(wide.page.get_by_role("tab", selected=True)).to_contain_text("2")


def test_an_arrow_pressed_again_and_again_stays_under_the_pointer(wide: Watched) -> None:
    asked(wide)
    following = wide.button("Next source")
    for number in (2, 3, 4):
        following.click()
        expect(wide.chosen()).to_have_text(DISPUTED.citations[number - 1].quote)
    expect(following).to_be_disabled()
    expect(wide.source()).to_be_focused()


def test_on_a_narrow_screen_the_source_lies_over_the_conversation(browser: Browser, url: str) -> None:
    with watching(browser, url, SIZES["narrow"]) as narrow:
        asked(narrow)
        expect(narrow.source()).to_have_count(0)
        narrow.markers().first.click()
        expect(narrow.source()).to_be_in_viewport()
        assert narrow.page.locator("#story").evaluate("e => e.inert")
        narrow.button("Close").click()
        expect(narrow.source()).to_have_count(0)
        expect(narrow.markers().first).to_be_focused()


def test_a_source_chosen_again_is_scrolled_back_into_view(wide: Watched) -> None:
    wide.page.set_viewport_size({"width": 1440, "height": 420})
    asked(wide)
    expect(wide.chosen()).to_be_in_viewport(ratio=1)
    wide.page.locator(".sheet").evaluate("e => e.scrollTo(0, 9999)")
    wide.markers().first.click()
    expect(wide.chosen()).to_be_in_viewport(ratio=1)


def test_what_is_copied_is_the_answer_with_its_citations(browser: Browser, url: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with watching(browser, url, SIZES["wide"], permissions=permissions) as wide:
        asked(wide)
        wide.button("Copy with citations").click()
        expect(wide.said()).to_have_text("Copied")
        assert wide.page.evaluate("navigator.clipboard.readText()") == copied(DISPUTED)
        wide.page.wait_for_timeout(50)
        wide.button("Copy link").click()
        expect(wide.newest().get_by_text("Copied").last).to_be_visible()
        link = wide.page.evaluate("navigator.clipboard.readText()")
        assert link == f"{url}?q=How+many+people+were+killed%3F"


def test_a_link_opens_the_page_at_its_question_with_its_articles(wide: Watched, engine: Disputing) -> None:
    wide.open("?q=Who+did+%3Cb%3Eit%3F&outlet=The+Gull&since=2026-02-04")
    wide.answered()
    expect(wide.newest().locator("h2")).to_have_text("Who did <b>it?")
    expect(wide.newest().locator(".scope")).to_have_text("Asked of The Gull · since 4 February 2026")
    expect(wide.page.locator("[data-chosen]")).to_have_text("The Gull, since 4 February 2026")
    assert engine.asked[-1] == "Who did <b>it?"


def test_the_address_is_that_of_the_question(wide: Watched) -> None:
    wide.open()
    wide.page.locator(".filters summary").click()
    wide.page.get_by_label("The Gull").check()
    expect(wide.page.locator("[data-chosen]")).to_have_text("The Gull")
    wide.page.keyboard.press("Escape")
    expect(wide.page.locator(".filters summary")).to_be_focused()
    wide.ask(QUESTION)
    assert parse_qs(urlsplit(wide.page.url).query) == {"q": [QUESTION], "outlet": ["The Gull"]}
    wide.button("Clear").click()
    expect(wide.page.get_by_role("heading", name="What do the reports say?")).to_be_visible()
    expect(wide.source()).to_have_count(0)
    assert wide.page.url == wide.url


@pytest.mark.parametrize(
    ("form", "name"), [("Markdown", "copydesk.md"), ("HTML", "copydesk.html"), ("JSON", "copydesk.json")]
)
def test_a_conversation_is_saved_as_a_file_again_and_again(wide: Watched, form: str, name: str) -> None:
    asked(wide)
    for _ in range(2):
        wide.page.locator(".export summary").click()
        with wide.page.expect_download() as saved:
            wide.button(form).click()
        assert saved.value.suggested_filename == name
        text = Path(saved.value.path()).read_text("utf-8")
        assert QUESTION in text
        assert form != "JSON" or json.loads(text)["turns"]


def test_a_thumb_and_a_comment_are_kept_once(wide: Watched, keeping: Keeping) -> None:
    assert keeping.feedback
    asked(wide)
    wide.button("No").click()
    expect(wide.button("No")).to_have_attribute("aria-pressed", "true")
    expect(wide.said()).to_have_text("Kept. Thank you.")
    wide.page.get_by_label("What was right or wrong with it").fill("It is <b>23</b>.")
    wide.button("Send").click()
    expect(wide.page.locator(".comment")).to_be_hidden()
    wide.ask("And why?")
    expect(wide.page.locator("#history").get_by_role("button", name="No")).to_have_attribute("aria-pressed", "true")
    [entry] = Feedback(keeping.feedback).all()
    assert (entry.good, entry.comment) == (False, "It is <b>23</b>.")


def test_a_question_can_be_mended_and_asked_again(wide: Watched, engine: Disputing) -> None:
    asked(wide)
    before = len(engine.asked)
    wide.button("Edit question").click()
    expect(wide.question()).to_be_focused()
    expect(wide.question()).to_have_value(QUESTION)
    wide.question().fill("")
    wide.button("Ask again").click()
    expect(wide.page.locator("#history .turn")).to_have_count(1)
    wide.answered()
    assert engine.asked[before:] == [QUESTION]


def test_shift_and_enter_begin_a_new_line(wide: Watched) -> None:
    wide.open()
    wide.question().fill("One")
    wide.question().press("Shift+Enter")
    wide.question().press("T")
    expect(wide.question()).to_have_value("One\nT")
    expect(wide.newest()).to_have_count(0)


def test_the_evaluation_has_an_address_of_its_own(watched: Watched) -> None:
    watched.page.get_by_role("link", name="Evaluation").click()
    expect(watched.page.get_by_role("heading", name="No run yet")).to_be_visible()
    expect(watched.question()).to_be_hidden()
    watched.page.go_back()
    expect(watched.question()).to_be_visible()
    watched.open("#evaluation")
    expect(watched.page.get_by_role("heading", name="No run yet")).to_be_visible()


def test_nothing_is_wider_than_the_screen(browser: Browser, url: str) -> None:
    for size in SIZES.values():
        with watching(browser, url, size) as watched:
            asked(watched)
            assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
