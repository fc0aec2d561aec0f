"""What reports differ on, in a real Chromium; the answer is made by hand, so no model is needed."""

import pytest

pytest.importorskip("playwright")
from desking import DISPUTED, Disputing
from playwright.sync_api import expect
from watching import Watched

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def engine() -> Disputing:
    return Disputing()


def ask(watched: Watched) -> None:
    watched.ask("How many people were killed?")
    expect(watched.page.get_by_role("table", name="Reports differ")).to_be_visible()


@pytest.mark.parametrize(
    ("where", "number"), [(".differ tbody", 1), (".differ tbody", 4), (".point", 2), (".point", 3)]
)
def test_a_value_opens_its_source_from_the_table_and_from_the_chart(watched: Watched, where: str, number: int) -> None:
    ask(watched)
    marker = watched.page.locator(f'{where} .marker[data-number="{number}"]')
    marker.focus()
    watched.page.keyboard.press("Enter")
    expect(watched.chosen()).to_have_text(DISPUTED.citations[number - 1].quote)
    expect(watched.chosen()).to_be_in_viewport(ratio=1)
    expect(marker).to_have_attribute("aria-current", "true")
    watched.page.keyboard.press("Escape")
    expect(watched.page.locator("[data-place][aria-current]")).to_have_count(0)


def test_a_row_opens_the_source_of_its_value(watched: Watched) -> None:
    ask(watched)
    watched.page.locator(".differ tbody th", has_text="at least 280").click(position={"x": 2, "y": 2})
    expect(watched.chosen()).to_have_text(DISPUTED.citations[3].quote)


def test_a_dot_can_be_clicked(watched: Watched) -> None:
    ask(watched)
    watched.page.locator('.value[data-number="4"]').dispatch_event("click", {"bubbles": True})
    expect(watched.chosen()).to_have_text(DISPUTED.citations[3].quote)
    expect(watched.page.get_by_role("img", name="Values by day of publication")).to_be_visible()


def test_labels_lie_inside_the_chart_beside_each_other_and_the_page_does_not_overflow(watched: Watched) -> None:
    ask(watched)
    boxes = [label.bounding_box() for label in watched.page.locator(".point").all()]
    assert len(boxes) == 4
    lines = [(b["x"], b["x"] + b["width"], b["y"], b["y"] + b["height"]) for b in boxes if b]
    for index, one in enumerate(lines):
        assert not [o for o in lines[:index] if one[0] < o[1] and o[0] < one[1] and one[2] < o[3] and o[2] < one[3]]
    plot = watched.page.locator(".plot").bounding_box()
    assert plot
    assert all(plot["x"] - 1 <= left and right <= plot["x"] + plot["width"] + 1 for left, right, *_ in lines)
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.page.locator("#desk :is(script, img, [onerror])").count() == 0
