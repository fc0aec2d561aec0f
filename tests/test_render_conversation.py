import re
from dataclasses import replace
from datetime import date

import pytest
from shown import HOSTILE, abstained, cite, cited, make, tags, text_of

from index.article import Article
from index.choice import Choice
from index.errors import CopydeskError
from rag.answer import Answer, Short
from rag.events import Stage
from ui.render.conversation import Progress, Turn, failure, history, newest
from ui.render.marker import Kind
from ui.render.source import source


def shown(answer: Answer | CopydeskError | None) -> str:
    return str(history([Turn("Why?", answer)]))


def test_an_answer_shows_its_markers_as_buttons_and_lists_its_articles_once() -> None:
    article = make(outlet="The Post", published=date(2026, 2, 4))
    rendered = shown(cited(article, (0, 4), (5, 9)))
    one, two = (
        f'<button type="button" class="marker" data-place="0-citation-{n}" data-turn="0" data-kind="citation"'
        f' data-number="{n}" data-hue="{n}" aria-label="Source {n}: The Post, The title">{n}</button>'
        for n in (1, 2)
    )
    assert f'<p class="quote" data-hue="1">One. {one}</p><p class="quote" data-hue="2">Two. {two}</p>' in rendered
    assert (
        f'<ol><li><span class="markers">{one}{two}</span><div><p class="title"><bdi>The title</bdi></p>'
        '<p class="byline"><bdi>The Post</bdi><span aria-hidden="true"> · </span>'
        '<time datetime="2026-02-04">4 February 2026</time></p></div></li></ol>'
    ) in rendered


def test_the_words_of_articles_are_set_apart_from_our_own() -> None:
    rendered = shown(cited(make(), (0, 4), (5, 9), text="Reports differ: One. [1][2]\nTwo. [2]\nIt is so. [1]"))
    assert re.findall(r'<p class="(\w+)"', rendered)[:3] == ["quote", "quote", "told"]


@pytest.mark.parametrize(
    ("written", "markers"),
    [
        ("One. [1]", ["1"]),
        ("One. [1][2]", ["1", "2"]),
        ("One. [3]", []),
        ("One. [0] [-1] [x] [999999999999]", []),
        ("See note [2]. [1]", ["1"]),
    ],
)
def test_a_marker_is_a_citation_outside_of_a_quote(written: str, markers: list[str]) -> None:
    article = make("See note [2]. One.")
    rendered = shown(cited(article, (0, 13), (14, 18), text=written)).split("<section")[0]
    assert re.findall(r"<button[^>]*>(\d+)</button>", rendered) == markers


def test_a_quote_broken_over_lines_stays_one_paragraph() -> None:
    article = make("One\ntwo [2]\nthree.")
    assert shown(cited(article, (0, 18), text="One two [2] three. [1]")).count('<p class="quote"') == 1


def test_a_short_answer_leads() -> None:
    answer = cited(make("It carried forty people."), (0, 24), text="forty [1]\nIt carried forty people. [1]")
    led = shown(replace(answer, short=Short("forty", 1, 11, 16), confidence=0.857))
    assert '<p class="short">forty <button' in led
    assert '<span class="meter" style="--sure:86%" aria-hidden="true"></span>' in led
    assert '<span class="confidence">Confidence: 86 %</span>' in led
    assert 'class="short"' not in shown(answer)


def test_the_parts_on_which_the_articles_are_silent_are_told_after_the_answer() -> None:
    told = shown(replace(cited(make(), (0, 9)), unsaid=("Who <b>won</b>?", "Why?")))
    silent = ("Who &lt;b&gt;won&lt;/b&gt;?", "Why?")
    lines = "".join(f'<p class="unsaid">The articles do not say: {part}</p>' for part in silent)
    assert f'{lines}<p class="worth">' in told


def test_an_abstention_is_no_answer_and_lists_the_nearest_passages_as_such() -> None:
    rendered = shown(abstained(make(), (0, 9)))
    assert '<div class="abstention"><h3>No answer</h3><p>The articles do not say.</p>' in rendered
    assert "Nearest passages, which do not answer it" in rendered
    assert 'aria-label="Nearest passage 1: The title"' in rendered
    assert 'class="answer"' not in rendered
    assert "Nearest" not in shown(abstained(make()))


def test_an_error_is_told_in_words_with_its_mend() -> None:
    error = CopydeskError("The <question> is long.", "Ask a shorter one.")
    assert failure(error) == (
        '<div class="failure" role="alert"><p>The &lt;question&gt; is long.</p>'
        '<p class="mend">Ask a shorter one.</p></div>'
    )
    assert str(failure(error)) in shown(error)


def test_a_question_under_way_shows_its_stage_and_the_lines_that_are_ready() -> None:
    progress = Progress(Stage.READING, ("One <b>. [1][2]", "Two"))
    rendered = newest(Turn("Why?"), 4, progress)
    assert '<article class="turn" data-turn="4" data-newest data-working>' in rendered
    assert (
        '<ol class="stages" aria-label="Progress"><li class="done">Searching</li><li aria-current="step">Reading</li>'
        "<li>Checking</li></ol>"
    ) in rendered
    assert '<p>One &lt;b&gt;. <span class="marker">1</span><span class="marker">2</span></p><p>Two </p>' in rendered
    assert "<button" not in rendered


def test_a_question_that_waits_says_so() -> None:
    assert "Other questions are being answered first." in newest(Turn("Why?"))
    assert "first" not in newest(Turn("Why?"), 0, Progress(Stage.SEARCHING))


def test_nothing_asked_is_nothing_and_a_blank_question_has_no_heading() -> None:
    assert newest(None) == ""
    assert history([]) == ""
    assert '<h2 class="question">' not in history([Turn("  ", CopydeskError("Empty.", "Ask."))])


def test_turns_have_their_numbers_and_only_the_newest_is_marked_as_such() -> None:
    rendered = history([Turn("First?"), Turn("Second?")], 7) + newest(Turn("Third?"), 9)
    assert re.findall(r'data-turn="(\d+)"', rendered) == ["7", "8", "9"]
    assert rendered.index("Second?") < rendered.index("data-newest") < rendered.index("Third?")
    assert rendered.count("data-newest") == 1


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (Turn("Why?", choice=Choice(("The Gull", "<b>"))), "The Gull, &lt;b&gt;"),
        (
            Turn("Why?", choice=Choice((), date(2026, 2, 4), date(2026, 2, 5))),
            "since 4 February 2026 · until 5 February 2026",
        ),
        (Turn("Why?", of_uploads=True), "your own articles"),
    ],
)
def test_which_articles_were_asked_is_told_where_it_was_not_all(turn: Turn, told: str) -> None:
    assert f'<p class="scope">Asked of <bdi>{told}</bdi></p>' in history([turn])
    assert "scope" not in history([Turn("Why?")])


def test_a_nearest_passage_names_who_else_carries_it() -> None:
    answer = abstained(make(), (0, 4))
    assert "carried" not in shown(answer)
    also = (make(outlet="<b>The Heron"), make(title="It left"))
    shared = replace(answer, nearest=(replace(answer.nearest[0], also=also),))
    assert "Also carried by <bdi>&lt;b&gt;The Heron</bdi>, <bdi>It left</bdi></p>" in shown(shared)


def test_nothing_hostile_becomes_a_tag_or_an_attribute() -> None:
    article = make(HOSTILE, title=HOSTILE, outlet=HOSTILE, path=HOSTILE, url=HOSTILE)
    harmless = make("x", title="x", outlet="x", path="x", url="x")
    error = CopydeskError(HOSTILE, HOSTILE)

    def everything(article: Article, words: str, error: CopydeskError) -> str:
        end = len(article.text)
        answer, silence = cited(article, (0, end)), abstained(article, (0, end))
        turns = [Turn(words, answer), Turn(words, silence), Turn(words, error), Turn(words)]
        return history(turns) + source(answer, cite(1)) + source(silence, cite(1, Kind.NEAREST))

    rendered = everything(article, HOSTILE, error)
    label = re.compile(r'(aria-label|title|data-(copy|link|question|query|searched))="[^"]*"')
    plain = everything(harmless, "x", CopydeskError("x", "x"))
    assert [label.sub("", tag) for tag in tags(rendered)] == [label.sub("", tag) for tag in tags(plain)]
    assert HOSTILE in text_of(rendered)
