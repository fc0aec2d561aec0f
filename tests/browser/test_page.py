"""The real page in a real Chromium, over the real models."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect
from watching import Watched

if TYPE_CHECKING:
    from rag import Engine

pytestmark = [pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
CIVILIANS = "How many civilians were killed?"
UNANSWERABLE = "Who won the chess tournament in Reykjavik?"
ROBOT = "What did the lighthouse robot of Quillport paint?"
HOSTILE_SENTENCE = (
    "The lighthouse robot of Quillport painted <img src=x onerror=alert(1)> ${alert(2)} {{alert(3)}} `a` \\n"
    " <script>alert(4)</script> \"'><b onclick='alert(5)'>murals</b> on the pier."
)
HOSTILE_TITLE = "<script>alert(6)</script> The robot of Quillport ${alert(7)}"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> "Engine":
    import index
    import rag

    folder = tmp_path_factory.mktemp("page")
    hostile = folder / "hostile.md"
    hostile.write_text(f"---\ntitle: '{HOSTILE_TITLE}'\noutlet: <b>Bold</b>\n---\n\n{HOSTILE_SENTENCE}\n", "utf-8")
    report = index.sync([ROOT / "eval_questions" / "herof" / "articles", hostile], folder / "index")
    assert not report.failed
    engine = rag.open(folder / "index")
    engine.warm_up()
    return engine


def test_a_citation_opens_its_article_at_the_cited_words(watched: Watched, engine: "Engine") -> None:
    answer = engine.ask(CIVILIANS)
    citations = answer.citations
    assert len(citations) > 1
    watched.ask(CIVILIANS)
    expect(watched.markers()).to_have_count(len(re.findall(r"\[\d+\]", answer.text)))
    expect(watched.items()).to_have_count(len(citations))
    for citation in citations[:2]:
        watched.markers().nth(citation.number - 1).click()
        expect(watched.chosen()).to_have_text(citation.quote)
        expect(watched.chosen()).to_be_in_viewport(ratio=1)
        expect(watched.page.locator(".source h2")).to_have_text(citation.article.title)
        expect(watched.page.locator(".source h2")).to_be_in_viewport()
        expect(watched.page.locator(".marker[aria-current]").first).to_have_text(str(citation.number))
        assert watched.page.locator(".article").evaluate("e => e.textContent") == citation.article.text


def test_the_keyboard_opens_and_closes_a_source(watched: Watched, engine: "Engine") -> None:
    second = engine.ask(CIVILIANS).citations[1]
    watched.ask(CIVILIANS)
    watched.markers().nth(1).focus()
    watched.page.keyboard.press("Enter")
    expect(watched.chosen()).to_have_text(second.quote)
    expect(watched.page.locator(".source")).to_be_focused()
    watched.page.keyboard.press("Escape")
    expect(watched.chosen()).to_have_count(0)
    expect(watched.markers().nth(1)).to_be_focused()
    watched.items().nth(1).get_by_role("button").press("Space")
    expect(watched.chosen()).to_be_in_viewport(ratio=1)


def test_a_source_chosen_again_is_scrolled_back_into_view(watched: Watched) -> None:
    watched.ask(CIVILIANS)
    watched.markers().first.click()
    expect(watched.chosen()).to_be_in_viewport(ratio=1)
    watched.page.locator(".article").evaluate("e => e.scrollIntoView({block: 'start'})")
    watched.page.locator(".bar .marker").first.click()
    expect(watched.chosen()).to_be_in_viewport(ratio=1)


def test_hostile_text_is_shown_as_text(watched: Watched, engine: "Engine") -> None:
    citation = engine.ask(ROBOT).citations[0]
    assert citation.quote == HOSTILE_SENTENCE
    watched.ask(ROBOT)
    watched.markers().first.click()
    assert watched.chosen().evaluate("e => e.textContent") == HOSTILE_SENTENCE
    expect(watched.page.locator(".source h2")).to_have_text(HOSTILE_TITLE)
    expect(watched.page.locator(".source .byline")).to_have_text("<b>Bold</b>")
    assert watched.page.locator("#desk :is(script, img, b, iframe, [onerror], [onclick])").count() == 0


def test_a_hostile_question_is_shown_as_text(watched: Watched) -> None:
    watched.ask(HOSTILE_SENTENCE)
    expect(watched.page.locator(".turn[data-newest] h2")).to_have_text(HOSTILE_SENTENCE)
    expect(watched.page.locator(".pending")).to_have_count(0)
    assert watched.page.locator("#desk :is(script, img, b, iframe, [onerror], [onclick])").count() == 0


def test_an_abstention_shows_the_nearest_passages(watched: Watched, engine: "Engine") -> None:
    silence = engine.ask(UNANSWERABLE)
    assert silence.abstained
    watched.ask(UNANSWERABLE)
    expect(watched.page.locator(".abstention")).to_contain_text(silence.text)
    expect(watched.items()).to_have_count(len(silence.nearest))
    watched.items().first.get_by_role("button").click()
    expect(watched.page.locator(".source.nearest")).to_be_visible()
    assert watched.chosen().evaluate("e => e.textContent") == silence.nearest[0].text


def test_a_mistake_is_told_with_its_mend_and_the_question_is_kept(watched: Watched) -> None:
    question = "why " * 300
    watched.ask(question)
    expect(watched.page.locator(".abstention")).to_contain_text("Ask in one or two sentences.")
    expect(watched.page.get_by_label("Question")).to_have_value(question)
    watched.ask("?")
    expect(watched.page.locator("[data-newest] .abstention")).to_contain_text("no words in the question")


def test_a_conversation_can_be_cleared(watched: Watched) -> None:
    watched.ask(CIVILIANS)
    watched.markers().first.click()
    expect(watched.chosen()).to_be_visible()
    watched.page.get_by_role("button", name="Clear").click()
    expect(watched.page.get_by_role("heading", name="What do the reports say?")).to_be_visible()
    expect(watched.chosen()).to_have_count(0)


def test_no_file_can_be_fetched(watched: Watched, engine: "Engine") -> None:
    path = engine.ask(CIVILIANS).citations[0].article.path
    for file in (path, "/etc/passwd"):
        assert watched.page.request.get(f"{watched.url}gradio_api/file={file}").status in (403, 404)
