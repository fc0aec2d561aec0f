import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import cited, make

from index.choice import ALL, Choice
from index.errors import CopydeskError
from rag.answer import Answer
from ui.export.copied import copied
from ui.render.actions import actions
from ui.render.link import link

ANSWER = cited(make(), (0, 4))


def named(rendered: str) -> list[str]:
    return re.findall(r">([^<>]+)</button>", rendered)


def test_an_answer_can_be_copied_linked_to_asked_again_mended_and_rated() -> None:
    rendered = actions("Why?", ALL, ANSWER)
    assert named(rendered) == ["Copy with citations", "Copy link", "Ask again", "Edit question", "Yes", "No", "Send"]
    [text] = re.findall(r'data-copy="([^"]*)"', rendered)
    assert unescape(text) == copied(ANSWER)
    assert 'data-link="/?q=Why%3F"' in rendered


@pytest.mark.parametrize(
    "outcome", [CopydeskError("It failed.", "Ask again."), Answer("?", "No words.", abstained=True)]
)
def test_what_is_no_answer_can_be_asked_again_and_mended_only(outcome: Answer | CopydeskError) -> None:
    assert named(actions("Why?", ALL, outcome)) == ["Ask again", "Edit question"]


def test_no_link_leads_to_a_session_s_own_articles() -> None:
    rendered = actions("Why?", ALL, ANSWER, of_uploads=True)
    assert "Copy link" not in rendered
    assert " data-mine>" in rendered


@pytest.mark.parametrize(("good", "pressed"), [(None, []), (True, ["good"]), (False, ["bad"])])
def test_what_the_reader_said_is_shown_as_pressed(good: bool | None, pressed: list[str]) -> None:
    assert re.findall(r'data-rate="(\w+)" aria-pressed="true"', actions("Why?", ALL, ANSWER, good=good)) == pressed


def test_a_link_names_the_articles_asked() -> None:
    choice = Choice(("The Gull & Co", "B"), date(2026, 2, 4), datetime(2026, 2, 5, 12, tzinfo=UTC))
    assert link("Who?", choice) == (
        "/?q=Who%3F&outlet=The+Gull+%26+Co&outlet=B&since=2026-02-04&until=2026-02-05T12%3A00%3A00%2B00%3A00"
    )


@given(st.text(min_size=1), st.lists(st.text(min_size=1), max_size=3))
def test_a_link_gives_back_what_it_was_made_of(question: str, outlets: list[str]) -> None:
    def written(text: str) -> str:
        return text.encode(errors="replace").decode()

    query = parse_qs(urlsplit(link(question, Choice(tuple(outlets)))).query, keep_blank_values=True)
    assert query["q"] == [written(question)]
    assert query.get("outlet", []) == [written(outlet) for outlet in outlets]
