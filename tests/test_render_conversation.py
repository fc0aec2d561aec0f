import re
from dataclasses import replace
from datetime import date

import pytest
from shown import HOSTILE, abstained, cite, cited, make, tags, text_of

from index.article import Article
from index.errors import CopydeskError
from rag.answer import Answer, Short
from ui.render.conversation import Turn, conversation, failure
from ui.render.marker import Kind
from ui.render.source import source


def shown(answer: Answer | CopydeskError | None) -> str:
    return str(conversation([Turn("Why?", answer)]))


def test_an_answer_shows_its_markers_as_buttons_and_lists_its_sources() -> None:
    article = make(outlet="The Post", published=date(2026, 2, 4))
    rendered = shown(cited(article, (0, 4), (5, 9)))
    one, two = (
        f'<button type="button" class="marker" data-place="0-citation-{n}" data-turn="0" data-kind="citation"'
        f' data-number="{n}" aria-label="Source {n}: The Post, The title">{n}</button>'
        for n in (1, 2)
    )
    assert f"<p>One. {one}</p><p>Two. {two}</p>" in rendered
    assert (
        f'<li>{two}<div><p class="byline"><bdi>The Post</bdi><span aria-hidden="true"> · </span>'
        '<time datetime="2026-02-04">4 February 2026</time></p><p class="title"><bdi>The title</bdi></p>'
        "<blockquote>Two.</blockquote></div></li>"
    ) in rendered


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
    assert shown(cited(article, (0, 18), text="One two [2] three. [1]")).count("<p>") == 1


def test_a_short_answer_leads() -> None:
    answer = cited(make("It carried forty people."), (0, 24), text="forty [1]\nIt carried forty people. [1]")
    led = shown(replace(answer, short=Short("forty", 1, 11, 16), confidence=0.857))
    assert '<p class="short">forty <button' in led
    assert '<p class="confidence">Confidence: 86 %</p>' in led
    assert 'class="short"' not in shown(answer)


def test_the_parts_on_which_the_articles_are_silent_are_told_after_the_answer() -> None:
    told = shown(replace(cited(make(), (0, 9)), unsaid=("Who <b>won</b>?", "Why?")))
    silent = ("Who &lt;b&gt;won&lt;/b&gt;?", "Why?")
    lines = "".join(f'<p class="unsaid">The articles do not say: {part}</p>' for part in silent)
    assert f'{lines}<p class="confidence">' in told


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


def test_a_question_under_way_says_so_and_nothing_asked_invites() -> None:
    assert "Reading the articles" in shown(None)
    assert "What do the reports say?" in conversation([])
    assert '<h2 class="question">' not in conversation([Turn("  ", CopydeskError("Empty.", "Ask."))])


def test_only_the_newest_turn_is_marked_as_such() -> None:
    rendered = conversation([Turn("First?"), Turn("Second?")])
    assert rendered.index("First?") < rendered.index("data-newest") < rendered.index("Second?")
    assert rendered.count("data-newest") == 1


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
        return conversation(turns) + source(answer, cite(1)) + source(silence, cite(1, Kind.NEAREST))

    rendered = everything(article, HOSTILE, error)
    label = re.compile(r'aria-label="[^"]*"')
    plain = everything(harmless, "x", CopydeskError("x", "x"))
    assert [label.sub("", tag) for tag in tags(rendered)] == [label.sub("", tag) for tag in tags(plain)]
    assert HOSTILE in text_of(rendered)
