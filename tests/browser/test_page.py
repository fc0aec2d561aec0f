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
    expect(watched.items()).to_have_count(len({citation.article.id for citation in citations}))
    for citation in citations[:2]:
        watched.markers().get_by_text(str(citation.number), exact=True).first.click()
        expect(watched.chosen()).to_have_text(citation.quote)
        expect(watched.chosen()).to_be_in_viewport(ratio=1)
        expect(watched.page.locator(".source h2")).to_have_text(citation.article.title)
        expect(watched.page.locator(".source h2")).to_be_in_viewport()
        expect(watched.page.locator(".answer .marker[aria-current]").first).to_have_text(str(citation.number))
        assert watched.page.locator(".article").evaluate("e => e.textContent") == citation.article.text
        watched.page.keyboard.press("Escape")
        expect(watched.source()).to_have_count(0)


def test_hostile_text_is_shown_as_text(watched: Watched, engine: "Engine") -> None:
    citation = engine.ask(ROBOT).citations[0]
    assert citation.quote == HOSTILE_SENTENCE
    watched.ask(ROBOT)
    watched.markers().first.click()
    expect(watched.source()).to_be_visible()
    assert watched.chosen().evaluate("e => e.textContent") == HOSTILE_SENTENCE
    expect(watched.page.locator(".source h2")).to_have_text(HOSTILE_TITLE)
    expect(watched.page.locator(".source .byline")).to_have_text("<b>Bold</b>")
    assert watched.page.locator("#desk :is(script, img, .turn b, iframe, [onerror], [onclick])").count() == 0


def test_a_hostile_question_is_shown_as_text(watched: Watched) -> None:
    watched.ask(HOSTILE_SENTENCE)
    expect(watched.page.locator(".turn[data-newest] h2")).to_have_text(HOSTILE_SENTENCE)
    assert watched.page.locator("#desk :is(script, img, .turn b, iframe, [onerror], [onclick])").count() == 0


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
    expect(watched.question()).to_have_value(question)
    watched.ask("?")
    expect(watched.newest().locator(".abstention")).to_contain_text("no words in the question")


def test_what_the_index_holds_is_told_and_an_example_is_answered(wide: Watched, engine: "Engine") -> None:
    wide.open()
    held = engine.overview()
    expect(wide.page.locator(".facts dd").first).to_have_text(str(held.articles))
    example = wide.page.locator(".examples button").first
    example.click()
    expect(wide.newest().locator("h2")).to_be_visible()
    wide.answered()
    expect(wide.markers().first).to_be_visible()
    expect(wide.page.locator(".examples")).to_be_hidden()


def test_files_of_one_s_own_are_asked_and_are_nobody_else_s(wide: Watched, tmp_path: Path) -> None:
    news, program = tmp_path / "ferry.txt", tmp_path / "ferry.exe"
    news.write_text(
        "Ferry sinks off Orsk\n\nThe ferry sank in a storm. Forty people were saved by a trawler.\n", "utf-8"
    )
    program.write_bytes(b"MZ")
    wide.open()
    wide.button("Add articles").click()
    wide.page.locator("#files input[type=file]").set_input_files([news, program])
    expect(wide.page.locator(".added .taken")).to_have_text("ferry.txt")
    expect(wide.page.locator(".added .refused")).to_contain_text("files of this kind are not read")
    expect(wide.page.get_by_label("Your 1 article")).to_be_checked()
    wide.ask("How many people were saved?")
    expect(wide.newest().locator(".scope")).to_have_text("Asked of your own articles")
    expect(wide.markers().first).to_be_visible()
    wide.page.get_by_label("The index").check()
    wide.ask("How many people were saved by the trawler?")
    expect(wide.newest().locator(".abstention")).to_be_visible()
    wide.open()
    expect(wide.page.get_by_label("Your 1 article")).to_have_count(0)


def test_no_file_can_be_fetched(wide: Watched, engine: "Engine") -> None:
    path = engine.ask(CIVILIANS).citations[0].article.path
    for file in (path, "/etc/passwd"):
        assert wide.page.request.get(f"{wide.url}gradio_api/file={file}").status in (403, 404)
