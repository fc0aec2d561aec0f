"""A language model's answers and a conversation in a real Chromium, over the real models and a double that writes."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright")
from doubles import Double, tokens, told
from playwright.sync_api import expect
from watching import Watched

if TYPE_CHECKING:
    from rag import Engine

pytestmark = [pytest.mark.slow]

NEWS = (
    "The ferry Aurelia sank off Orsk on Monday. Forty passengers were rescued by a trawler, the coast guard said.\n\n"
    "Nine passengers were injured when the ferry Aurelia sank off Orsk, the harbour office said.\n"
)
RESCUED = "How many passengers were rescued off Orsk?"
FOLLOWING = "And how many were injured?"
INVENTED = "Eleven kings swam ashore in Perm."


class Writer(Double):
    """Repeats the first sentence it is told, waits to be let go on, and invents another; it restates no question."""

    def __init__(self) -> None:
        super().__init__(self._compose)

    @staticmethod
    def _compose(prompt: str) -> Iterator[str]:
        sentences = told(prompt)
        if not sentences:
            return
        yield from tokens(f"{sentences[0][1]} [1] ")
        GO_ON.wait(15)
        yield from tokens(f"{INVENTED} [1]")


GO_ON = Event()


@pytest.fixture(scope="module")
def writer() -> Writer:
    return Writer()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, writer: Writer) -> "Engine":
    import index
    import rag

    folder = tmp_path_factory.mktemp("written")
    (folder / "ferry.txt").write_text(NEWS, "utf-8")
    assert not index.sync([folder / "ferry.txt"], folder / "index").failed
    engine = rag.open(folder / "index", llm=writer, settings=rag.Settings(checks="lenient"))
    engine.warm_up()
    return engine


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    GO_ON.set()
    yield
    GO_ON.set()


def begin(watched: Watched, question: str) -> None:
    watched.question().fill(question)
    watched.question().press("Enter")


def test_a_line_is_shown_while_the_model_still_writes_and_what_nothing_holds_is_marked(wide: Watched) -> None:
    wide.open()
    GO_ON.clear()
    begin(wide, RESCUED)
    expect(wide.page.locator("[data-working] .working > p")).to_contain_text("Aurelia")
    GO_ON.set()
    wide.answered()
    expect(wide.newest().locator(".marked")).to_contain_text(f"Not held by the articles: {INVENTED}")
    fold = wide.newest().locator(".checks")
    expect(fold.locator("li").first).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("li").first).to_contain_text("Held")
    expect(fold.locator("li").last).to_contain_text("nothing holds it; it is shown, and marked")


def test_stop_ends_the_model(wide: Watched, writer: Writer) -> None:
    wide.open()
    GO_ON.clear()
    writer.left.clear()
    begin(wide, RESCUED)
    expect(wide.page.locator("[data-working] .working > p")).to_be_visible()
    wide.button("Stop").click()
    expect(wide.newest().get_by_role("alert")).to_contain_text("Stopped before the answer was ready.")
    GO_ON.set()
    assert writer.left.wait(5)


def test_a_follow_up_is_searched_as_it_is_meant_and_can_be_corrected(watched: Watched) -> None:
    watched.ask(RESCUED)
    watched.ask(FOLLOWING)
    line = watched.newest().locator(".searched p")
    expect(line).to_have_text("Searched for: How many passengers were injured off Orsk?")
    assert "q=How+many+passengers+were+injured+off+Orsk%3F" in watched.page.url
    watched.button("Correct").last.click()
    field = watched.newest().get_by_label("Search for this instead")
    expect(field).to_be_focused()
    field.fill("How many passengers were injured on the Aurelia?")
    watched.button("Search").click()
    expect(line).to_have_text("Searched for: How many passengers were injured on the Aurelia?")
    watched.answered()
    expect(watched.newest().locator("h2")).to_have_text(FOLLOWING)
    watched.newest().get_by_role("button", name="Ask as it stands").click()
    expect(watched.page.locator("#history .turn")).to_have_count(3)
    watched.answered()
    expect(watched.newest().locator("h2")).to_have_text(FOLLOWING)
    expect(line).to_have_count(0)
    expect(watched.question()).to_have_value("")


def test_one_s_own_articles_are_written_of_too(wide: Watched, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("The goose Matilda won the race of Perm on Friday, the mayor said.\n", "utf-8")
    wide.open()
    wide.button("Add articles").click()
    wide.page.locator("#files input[type=file]").set_input_files(own)
    expect(wide.page.locator("#taken")).to_contain_text("own.txt")
    wide.ask("Who won the race of Perm?")
    expect(wide.newest().locator(".checks summary")).to_contain_text("How this was checked · 1 held, 1 marked")
