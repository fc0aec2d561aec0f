import re
from datetime import UTC, datetime

import pytest
from shown import abstained, cite, cited, make

from rag.answer import Answer, Citation
from ui.render.marker import Kind, Place
from ui.render.source import source

HERE, THERE = make(outlet="The Gull", title="A ferry sinks"), make("Elsewhere.", id="b", title="No outlet")
TWO = Answer(
    "Why?", "One. [1]\nElsewhere. [2]\nTwo. [3]", abstained=False,
    citations=(
        Citation(1, HERE, 0, 4, "One."), Citation(2, THERE, 0, 10, "Elsewhere."), Citation(3, HERE, 5, 9, "Two."),
    ),
)  # fmt: skip


def test_the_source_panel_shows_where_an_article_comes_from() -> None:
    published = datetime(2026, 2, 4, 15, 58, tzinfo=UTC)
    article = make(outlet="The Post", published=published, url="https://post.example/a?b=1&c=2")
    panel = source(cited(article, (0, 4), (5, 9)), cite(2))
    assert 'data-shown="0-citation-2"' in panel
    assert 'aria-label="Source 2 of 2"' in panel
    assert "<h2><bdi>The title</bdi></h2>" in panel
    assert "<bdi>The Post</bdi>" in panel
    assert '<time datetime="2026-02-04T15:58:00+00:00">4 February 2026, 15:58 UTC</time>' in panel
    assert (
        '<a href="https://post.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">Original</a>'
        in panel
    )
    assert article.path not in panel


def test_the_places_of_the_article_are_marked_in_their_colours_and_open_themselves() -> None:
    panel = source(cited(make(), (0, 4), (5, 9)), cite(2))
    first, second = (
        f'data-place="0-citation-{n}" data-turn="0" data-kind="citation" data-number="{n}" data-hue="{n}"'
        for n in (1, 2)
    )
    assert f'<mark {first}>One.</mark> <mark class="chosen" {second}>Two.</mark> Three.' in panel


def test_only_places_in_the_same_article_are_marked() -> None:
    assert source(TWO, cite(2)).count("<mark") == 1
    assert source(TWO, cite(3)).count("<mark") == 2


def test_each_cited_article_has_a_tab_with_its_numbers() -> None:
    tabs = re.findall(r'<button[^>]*role="tab".*?</button>', source(TWO, cite(3)))
    assert tabs == [
        '<button type="button" role="tab" class="tab" id="tab-0" aria-selected="true" aria-controls="sheet"'
        ' tabindex="0" data-turn="0" data-kind="citation" data-number="1" title="A ferry sinks"><bdi>The Gull</bdi>'
        ' <span><i data-hue="1">1</i><i data-hue="3">3</i></span></button>',
        '<button type="button" role="tab" class="tab" id="tab-1" aria-selected="false" aria-controls="sheet"'
        ' tabindex="-1" data-turn="0" data-kind="citation" data-number="2" title="No outlet"><bdi>No outlet</bdi>'
        ' <span><i data-hue="2">2</i></span></button>',
    ]
    assert 'role="tabpanel" id="sheet" aria-labelledby="tab-0"' in source(TWO, cite(3))
    assert 'role="tabpanel" id="sheet" aria-labelledby="tab-1"' in source(TWO, cite(2))


@pytest.mark.parametrize(
    ("number", "before", "after"),
    [(1, "disabled", 'data-number="2"'), (2, 'data-number="1"', 'data-number="3"'), (3, 'data-number="2"', "disabled")],
)
def test_arrows_lead_to_the_places_before_and_after(number: int, before: str, after: str) -> None:
    panel = source(TWO, cite(number))
    [previous] = re.findall(r'<button[^>]*data-step="previous"[^>]*>', panel)
    [following] = re.findall(r'<button[^>]*data-step="next"[^>]*>', panel)
    assert before in previous
    assert after in following
    assert 'aria-label="Previous source"' in previous
    assert 'aria-label="Next source"' in following


def test_the_others_that_carry_the_report_are_named() -> None:
    also = (make(outlet="<b>The Heron"), make(title="It left"))
    told = '<p class="byline also">Also carried by <bdi>&lt;b&gt;The Heron</bdi>, <bdi>It left</bdi></p>'
    assert told in source(cited(make(), (0, 4)), cite(1), also)
    assert "carried" not in source(cited(make(), (0, 4)), cite(1))


def test_a_nearest_passage_is_not_shown_as_a_source() -> None:
    panel = source(abstained(make(), (0, 4), (5, 9)), cite(2, Kind.NEAREST))
    assert '<aside class="source nearest"' in panel
    assert 'aria-label="Nearest passage 2 of 2"' in panel
    assert 'aria-label="Previous nearest passage"' in panel


@pytest.mark.parametrize("place", [cite(0), cite(2), cite(1, Kind.NEAREST)])
def test_a_place_that_the_answer_lacks_is_refused(place: Place) -> None:
    with pytest.raises(KeyError):
        source(cited(make(), (0, 4)), place)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "//post.example/a", "post.example", "https:", "https://[", "/etc/passwd", "https://news.example@evil.example/"],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str) -> None:
    assert "href" not in source(cited(make(url=url), (0, 4)), cite(1))


def test_a_web_address_cannot_leave_its_attribute() -> None:
    panel = source(cited(make(url='https://post.example/"onclick="alert(1)'), (0, 4)), cite(1))
    assert 'href="https://post.example/%22onclick=%22alert(1)"' in panel
