import unicodedata
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_answer, make_article, make_passage
from rich.console import Console

from index.errors import CopydeskError
from rag.answer import Citation, Passage
from ui import terminal

HOSTILE = {
    "\x1b[31mred\x1b[0m": "<U+001B>[31mred<U+001B>[0m",
    "\x1b]8;;file:a\x07here": "<U+001B>]8;;file:a<U+0007>here",
    "back\x08\x08space": "back<U+0008><U+0008>space",
    "over\rwritten": "over<U+000D>written",
    "\u202egnp.exe": "<U+202E>gnp.exe",
    "a\u2066b\u2069": "a<U+2066>b<U+2069>",
    "zero\u200bwidth": "zero<U+200B>width",
    "\x9b31mred": "<U+009B>31mred",
    "[red]danger[/red]": "[red]danger[/red]",
    "[/b] unopened": "[/b] unopened",
    "[link=file:a]here[/link]": "[link=file:a]here[/link]",
    "[@click=app.quit]here[/]": "[@click=app.quit]here[/]",
    ":bomb:": ":bomb:",
}
hostile = pytest.mark.parametrize(("text", "seen"), HOSTILE.items(), ids=map(ascii, HOSTILE))


def shown(renderable):
    out = StringIO()
    Console(file=out, width=300, highlight=False).print(renderable)
    return out.getvalue()


def cited(article, number=1):
    return Citation(number, article, 0, len(article.text), article.text)


@given(st.text())
def test_no_control_or_direction_character_is_left(text):
    kept = {c for c in terminal.visible(text) if unicodedata.category(c) in ("Cc", "Cf")}
    assert kept <= {"\n", "\t"}


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_all_else_is_left_as_it_is(text):
    assert terminal.visible(text) == text


@hostile
def test_an_answer_shows_what_is_in_the_text(text, seen):
    assert seen in shown(terminal.answer(make_answer(f"{text} [1]")))


@hostile
@pytest.mark.parametrize("field", ["title", "outlet", "path"])
def test_a_source_shows_what_is_in_its_fields(text, seen, field):
    answer = make_answer(citations=(cited(make_article(**{field: text})),))
    assert seen in shown(terminal.answer(answer))


@hostile
def test_a_passage_shows_what_is_in_its_text_and_title(text, seen):
    article = make_article(text, title=text)
    passage = Passage(article, 0, len(text), text, 0.5, "a1-0000", ())
    assert shown(terminal.passage(passage, 1)).count(seen) == 2


@hostile
def test_an_error_shows_what_is_in_its_words(text, seen):
    assert shown(terminal.failure(CopydeskError(text, text))).count(seen) == 2


def test_an_answer_lists_its_sources_by_number_and_place():
    articles = (make_article(outlet="The Gull"), make_article(id="a2", title="It docks", path="/news/a2.txt"))
    citations = tuple(cited(article, number) for number, article in enumerate(articles, start=1))
    lines = [
        line.strip() for line in shown(terminal.answer(make_answer(citations=citations, confidence=0.857))).splitlines()
    ]
    assert lines == [
        "The ferry left at dawn. [1]",
        "Confidence: 86%",
        "",
        "[1] The Gull, A ferry leaves",
        "/news/a1.txt, characters 0 to 23",
        "[2] It docks",
        "/news/a2.txt, characters 0 to 23",
    ]


def test_a_source_names_its_author_and_when_it_was_updated_where_that_is_known():
    article = make_article(outlet="The Gull", author="Ada Holm", published=date(2026, 2, 4), updated=date(2026, 2, 5),
                           path="/news/all.zip", part="a1.txt")  # fmt: skip
    told = shown(terminal.answer(make_answer(citations=(cited(article),))))
    assert "[1] The Gull, A ferry leaves, 4 February 2026, by Ada Holm, updated 5 February 2026\n" in told
    assert "    /news/all.zip::a1.txt, characters" in told


def test_a_passage_names_who_else_carries_it():
    also = (make_article(outlet="The Heron"), make_article(outlet="The Heron"), make_article(title="It left again"))
    passage = replace(make_passage("It left."), also=also)
    assert "also carried by The Heron; It left again" in shown(terminal.passage(passage, 1))
    silence = make_answer("The articles do not say.", abstained=True, nearest=(passage,))
    assert "also carried by The Heron; It left again" in shown(terminal.answer(silence))
    assert "carried" not in shown(terminal.passage(make_passage("It left."), 1))


@hostile
def test_a_carrier_is_shown_as_it_is_named(text, seen):
    passage = replace(make_passage("It left."), also=(make_article(outlet=text),))
    assert f"also carried by {seen}" in shown(terminal.passage(passage, 1))


def test_an_abstention_shows_the_nearest_passages():
    answer = make_answer("The articles do not say.", abstained=True, nearest=(make_passage("It docked."),))
    text = shown(terminal.answer(answer))
    assert text.startswith("The articles do not say.\n\nNearest passages, which do not answer it:\n")
    assert "1. A ferry leaves" in text
    assert "It docked." in text


def test_an_abstention_without_passages_is_its_text_alone():
    assert shown(terminal.answer(make_answer("Ask in words.", abstained=True))) == "Ask in words.\n"


@hostile
def test_an_answer_tells_the_parts_on_which_the_articles_are_silent(text, seen):
    told = shown(terminal.answer(make_answer("The ferry left. [1]", unsaid=(f"Why {text}?", "Who?"))))
    assert f"\nThe articles do not say: Why {seen}?\nThe articles do not say: Who?\n" in told


@pytest.mark.parametrize(("confidence", "told"), [(0.0, "0%"), (0.5, "50%"), (0.857, "86%"), (1.0, "100%")])
def test_an_answer_tells_its_confidence_and_an_abstention_does_not(confidence, told):
    assert f"\nConfidence: {told}\n" in shown(terminal.answer(make_answer(confidence=confidence)))
    assert "Confidence" not in shown(terminal.answer(make_answer(abstained=True, confidence=confidence)))


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("It left. [1]", ["[1]"]),
        ("It left. [1][2]", ["[1][2]"]),
        ("See note [2]. [1]", ["[1]"]),
        ("It left. [1]\nIt docked. [2]", ["[1]", "[2]"]),
    ],
)
def test_the_markers_at_the_end_of_a_line_stand_out_and_no_others(text, markers):
    first = terminal.answer(make_answer(text)).renderables[0]
    assert [first.plain[span.start : span.end] for span in first.spans] == markers


def test_passages_are_shown_with_rank_score_and_place():
    text = shown(terminal.passages([make_passage("It left."), make_passage("It docked.", score=0.25)]))
    assert text.index("1. A ferry leaves") < text.index("2. A ferry leaves")
    assert "score 0.2500, characters 0 to 10" in text


def test_no_passages_are_told_in_words():
    assert shown(terminal.passages([])) == "Nothing found.\n"
