"""Texts that would do something where they are not shown as text, in every place of the page, in a real Chromium."""

import pytest

pytest.importorskip("playwright")
from desking import Disputing
from hostile import PAYLOADS
from making import make_answer, make_article
from playwright.sync_api import expect
from watching import Watched

from rag.answer import Answer, Citation
from rag.overview import OutletCount, Overview
from ui.render.link import link

pytestmark = [pytest.mark.slow]

TEXTS = list(PAYLOADS.values())
CITATIONS = tuple(
    Citation(
        number, make_article(text, id=f"a{number}", title=text, outlet=text, author=text, url=text), 0, len(text), text
    )
    for number, text in enumerate(TEXTS, start=1)
)
FOREIGN = ":is(script, img, iframe, object, embed, base, link, meta, style, svg:not(.plot *), [onerror], [onload])"
OURS = ", ".join(f"#{part} {FOREIGN}" for part in ("before", "talk", "composer", "examples", "panel"))


class Hostile(Disputing):
    """Cites every payload, each in an article that is nothing else."""

    def answer(self, question: str) -> Answer:
        lines = "\n".join(f"{' '.join(text.split())} [{number}]" for number, text in enumerate(TEXTS, start=1))
        return make_answer(lines, question=question, citations=CITATIONS, unsaid=tuple(TEXTS))

    def overview(self) -> Overview:
        return Overview(9, 9, 9, tuple(OutletCount(text, 1) for text in TEXTS), None, None)


@pytest.fixture(scope="module")
def engine() -> Hostile:
    return Hostile()


def as_parsed(text: str) -> str:
    """What an HTML parser makes of the white space that it does not know, and of null."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def test_every_payload_is_shown_as_text_and_does_nothing(wide: Watched) -> None:
    wide.open()
    wide.page.locator(".filters summary").click()
    shown = wide.page.locator(".outlets bdi").evaluate_all("all => all.map((e) => e.textContent)")
    assert shown == [as_parsed(text) for text in TEXTS]
    wide.ask("Why?")
    expect(wide.page.locator(".answer .unsaid")).to_have_count(len(TEXTS))
    assert wide.page.locator(OURS).count() == 0
    titles = wide.page.locator(".places .title").evaluate_all("all => all.map((e) => e.textContent)")
    assert titles == [as_parsed(text) for text in TEXTS]
    for number, text in list(enumerate(TEXTS, start=1))[::3]:
        wide.page.evaluate("n => document.querySelector(`.places [data-number='${n}']`).click()", number)
        expect(wide.source()).to_have_attribute("data-shown", f"0-citation-{number}")
        told = wide.page.evaluate(
            "['.article', '.source h2', '.source .byline bdi'].map((s) => document.querySelector(s).textContent)"
        )
        assert told == [as_parsed(text)] * 3
        links = wide.page.locator(".source a").evaluate_all("all => all.map((e) => e.href)")
        assert all(link.startswith(("http://", "https://")) for link in links)
    assert wide.page.locator(OURS).count() == 0
    assert wide.page.url.startswith(wide.url)


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[12], *(t for t in TEXTS if "{{" in t or "${" in t)][:6])
def test_a_hostile_question_is_text_on_the_page_and_in_its_address(wide: Watched, text: str) -> None:
    wide.open(link(text).removeprefix("/"))
    expect(wide.markers().first).to_be_visible()
    wide.ask(text)
    for heading in wide.page.locator("#talk h2").all():
        assert heading.evaluate("e => e.textContent") == as_parsed(text)
    assert wide.page.locator(OURS).count() == 0
