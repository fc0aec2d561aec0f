"""What reports differ on, in a real Chromium; the answer is made by hand, so no model is needed."""

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect
from saying import FRIDAY, MONDAY, TUESDAY, make_claim, make_disputed, make_group
from watching import Watched

from rag.answer import Answer
from rag.claim import Kind

pytestmark = [pytest.mark.slow]

HOSTILE = "<img src=x onerror=alert(1)> ${alert(2)}"
LONG = "the spokesman of the harbour office of the free port of Orsk"
ANSWER = make_disputed(
    [
        make_group(
            make_claim("22", 1, MONDAY, speaker="The police"), make_claim("more than 22", 2, TUESDAY, speaker=LONG)
        ),
        make_group(make_claim("17 to 19", 3, MONDAY, low=17, high=19), kind=Kind.UPDATE, reason="it was counted first"),
        make_group(make_claim("at least 280", 4, FRIDAY, speaker=HOSTILE, via=HOSTILE), kind=Kind.SPEAKER),
    ]
)


class Answering:
    """Gives the answer made by hand to every question."""

    def ask(self, _question: str) -> Answer:
        return ANSWER

    def warm_up(self) -> None:
        """Nothing needs to be loaded."""


@pytest.fixture(scope="module")
def engine() -> Answering:
    return Answering()


def ask(watched: Watched) -> None:
    watched.ask("How many people were killed?")
    expect(watched.page.get_by_role("table", name="Reports differ")).to_be_visible()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("where", [".differ tbody", ".point"])
def test_a_value_opens_its_source_from_the_table_and_from_the_chart(watched: Watched, where: str, number: int) -> None:
    ask(watched)
    marker = watched.page.locator(f'{where} [data-number="{number}"]')
    marker.focus()
    watched.page.keyboard.press("Enter")
    expect(watched.chosen()).to_have_text(ANSWER.citations[number - 1].quote)
    expect(watched.chosen()).to_be_in_viewport(ratio=1)
    expect(marker).to_have_attribute("aria-current", "true")
    watched.page.keyboard.press("Escape")
    expect(watched.page.locator("[data-place][aria-current]")).to_have_count(0)


def test_a_dot_can_be_clicked(watched: Watched) -> None:
    ask(watched)
    watched.page.locator('.value[data-number="4"]').dispatch_event("click", {"bubbles": True})
    expect(watched.chosen()).to_have_text(ANSWER.citations[3].quote)
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
