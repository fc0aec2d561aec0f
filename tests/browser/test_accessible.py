"""What axe-core finds in each state of the page; `.ci/run` fetches it, and COPYDESK_AXE says where it lies."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")
from desking import DISPUTED, Disputing
from making import make_article, make_score
from playwright.sync_api import Browser
from watching import SIZES, Watched, watching

from eval_questions.questions import QuestionSet
from eval_questions.run import save
from eval_questions.score import Role, Shown
from rag.answer import Answer, Passage
from rag.events import Heed
from rag.faithful.faults import Fault
from rag.fate import UNSUPPORTED, Check, Fate
from ui.page.keeping import Keeping

pytestmark = [pytest.mark.slow]

_NAMED = os.environ.get("COPYDESK_AXE")
AXE = Path(_NAMED) if _NAMED else None
GRAVE = ("serious", "critical")
SILENCE = "Who is silent?"
WRITTEN = "And who writes?"


class Silent(Disputing):
    """Abstains from one question, and has a model write the answer to another one."""

    def restate(self, question: str, _before: Sequence[Answer], _heed: Heed) -> str:
        return f"{question} And since when?" if question == WRITTEN else question

    def answer(self, question: str) -> Answer:
        if question.startswith(WRITTEN):
            made = [Check(f"{fate} is so.", fate, "Kings came.", (Fault.NAME,), (1,)) for fate in Fate]
            told = f"{DISPUTED.text}\n{UNSUPPORTED}Kings came. [1]"
            return replace(
                DISPUTED, question=question, text=told, checks=tuple(made), notice="The model failed and was stopped."
            )
        if question != SILENCE:
            return super().answer(question)
        article = make_article("The ferry left at dawn.", outlet="The Gull")
        nearest = Passage(article, 0, 23, article.text, 0.5, "c1", (), (make_article(outlet="The Wren"),))
        told = "The articles do not say: nothing in them comes near to it."
        return Answer(question, told, abstained=True, nearest=(nearest,))


@pytest.fixture(scope="module")
def engine() -> Silent:
    return Silent()


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Keeping:
    """Two runs, in the second of which something went wrong."""
    folder = tmp_path_factory.mktemp("runs")
    passages = (
        Shown(Role.WANTED, "a.md", 10, 20, "It sank at dawn."),
        Shown(Role.CITED, "b.md", 30, 40, "It was old."),
    )
    for right in (True, False):
        save(QuestionSet("herof", folder, ()), [make_score(right=right, passages=() if right else passages)], folder)
    return Keeping(folder / "feedback.sqlite3", folder)


@pytest.fixture(scope="module")
def axe() -> str:
    if AXE is None or not AXE.is_file():
        pytest.skip("no axe-core: fetch it by `npm pack axe-core` and name its axe.min.js in COPYDESK_AXE")
    return AXE.read_text("utf-8")


def grave(watched: Watched, axe: str) -> list[str]:
    """The serious findings, each with where it is."""
    watched.page.evaluate(axe)
    found: Any = watched.page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert found["passes"], "nothing was looked at"
    return [
        f"{finding['id']}: {node['target']} {node['failureSummary']}"
        for finding in found["violations"]
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_nothing_stands_in_a_reader_s_way(browser: Browser, url: str, axe: str, size: str, scheme: str) -> None:
    found: dict[str, list[str]] = {}
    with watching(browser, url, SIZES[size], color_scheme=scheme, reduced_motion="reduce") as watched:
        watched.open()
        found["empty"] = grave(watched, axe)
        watched.page.locator(".filters summary").click()
        found["filters"] = grave(watched, axe)
        watched.page.keyboard.press("Escape")
        watched.button("Add articles").click()
        found["uploads"] = grave(watched, axe)
        watched.ask(SILENCE)
        found["abstention"] = grave(watched, axe)
        watched.ask("?" * 10 + " since when?")
        watched.button("Yes").last.click()
        found["answer and disagreement"] = grave(watched, axe)
        watched.ask(WRITTEN)
        watched.newest().locator(".checks summary").click()
        watched.button("Correct").click()
        found["written answer, its checks and a correction"] = grave(watched, axe)
        watched.markers().first.click()
        watched.source().wait_for()
        found["source"] = grave(watched, axe)
        watched.page.keyboard.press("Escape")
        watched.page.get_by_role("link", name="Evaluation").click()
        watched.page.get_by_role("heading", name="Answers that are not right").wait_for()
        found["evaluation"] = grave(watched, axe)
    assert {state: faults for state, faults in found.items() if faults} == {}
