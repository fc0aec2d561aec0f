import html as standard
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import abstained, cite, cited, make, tags, text_of

from index.article import Article
from rag.answer import Answer, Citation
from ui.render.marker import Kind, Place
from ui.render.source import highlight, source


@pytest.mark.parametrize(
    ("text", "spans", "chosen", "expected"),
    [
        ("abcdef", {1: (2, 4)}, 1, 'ab<mark class="chosen">cd</mark>ef'),
        ("abcdef", {1: (0, 6)}, 1, '<mark class="chosen">abcdef</mark>'),
        ("abcdef", {1: (0, 2), 2: (4, 6)}, 2, '<mark>ab</mark>cd<mark class="chosen">ef</mark>'),
        ("abcdef", {1: (1, 3), 2: (3, 5)}, 1, 'a<mark class="chosen">bc</mark><mark>de</mark>f'),
        ("abcdef", {1: (1, 4), 2: (2, 6)}, 1, 'a<mark class="chosen">bcd</mark><mark>ef</mark>'),
        ("abcdef", {1: (1, 4), 2: (2, 6)}, 2, 'a<mark>b</mark><mark class="chosen">cdef</mark>'),
        ("abcdef", {1: (0, 6), 2: (2, 4)}, 2, '<mark>ab</mark><mark class="chosen">cd</mark><mark>ef</mark>'),
        ("abcdef", {1: (0, 6), 2: (2, 4)}, 1, '<mark class="chosen">abcdef</mark>'),
        (
            "abcdef",
            {1: (0, 3), 2: (1, 5), 3: (5, 6)},
            3,
            '<mark>abc</mark><mark>de</mark><mark class="chosen">f</mark>',
        ),
        ("abcdef", {1: (2, 4), 2: (2, 4)}, 2, 'ab<mark class="chosen">cd</mark>ef'),
        ("🚢a𝔘b", {1: (1, 3)}, 1, '🚢<mark class="chosen">a𝔘</mark>b'),
        ("a<b\n\n&c", {1: (1, 5)}, 1, 'a<mark class="chosen">&lt;b\n\n</mark>&amp;c'),
    ],
)
def test_spans_are_marked_at_their_offsets(
    text: str, spans: dict[int, tuple[int, int]], chosen: int, expected: str
) -> None:
    assert highlight(make(text), spans, chosen) == expected


def test_what_stands_before_the_body_is_set_apart() -> None:
    article = make("---\nNews. More.", body=4)
    assert highlight(article, {1: (4, 9)}, 1) == (
        '<span class="front">---\n</span><mark class="chosen">News.</mark> More.'
    )
    assert highlight(article, {1: (2, 9)}, 1).startswith('<span class="front">--</span><mark class="chosen">-\nNews.')


@st.composite
def marked(draw: st.DrawFn) -> tuple[Article, dict[int, tuple[int, int]], int]:
    text = draw(st.text(st.sampled_from("ab<>&\"'\n 🚢\u202e") | st.characters(exclude_categories=["Cs"]), min_size=1))
    ends = st.integers(0, len(text))
    pairs = (
        st.tuples(ends, ends).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: (pair[0], pair[1]))
    )
    spans = dict(enumerate(draw(st.lists(pairs, min_size=1, max_size=6)), start=1))
    return make(text, body=draw(ends)), spans, draw(st.sampled_from(sorted(spans)))


@given(marked())
def test_a_rendered_article_is_its_text_and_the_marks_are_its_spans(
    case: tuple[Article, dict[int, tuple[int, int]], int],
) -> None:
    article, spans, chosen = case
    rendered = str(highlight(article, spans, chosen))
    assert text_of(rendered) == article.text
    assert set(tags(rendered)) <= {'<span class="front">', "</span>", "<mark>", '<mark class="chosen">', "</mark>"}

    [strong] = re.findall(r'<mark class="chosen">(.*?)</mark>', rendered, re.DOTALL)
    assert standard.unescape(strong) == article.text[slice(*spans[chosen])]

    marks = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", rendered, re.DOTALL))
    covered = {offset for span in spans.values() for offset in range(*span)}
    assert standard.unescape(marks) == "".join(article.text[offset] for offset in sorted(covered))


def test_the_source_panel_shows_where_an_article_comes_from() -> None:
    published = datetime(2026, 2, 4, 15, 58, tzinfo=UTC)
    article = make(outlet="The Post", published=published, url="https://post.example/a?b=1&c=2")
    panel = source(cited(article, (0, 4), (5, 9)), cite(2))
    assert 'data-shown="0-citation-2"' in panel
    assert "<h2><bdi>The title</bdi></h2>" in panel
    assert "<bdi>The Post</bdi>" in panel
    assert '<time datetime="2026-02-04T15:58:00+00:00">4 February 2026, 15:58 UTC</time>' in panel
    assert (
        '<a href="https://post.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer nofollow">Original</a>'
        in panel
    )
    assert '<mark>One.</mark> <mark class="chosen">Two.</mark> Three.' in panel
    assert article.path not in panel


def test_only_places_in_the_same_article_are_marked() -> None:
    here, there = make(), make("Elsewhere.", id="b")
    citations = (Citation(1, here, 0, 4, "One."), Citation(2, there, 0, 10, "Elsewhere."))
    panel = source(Answer("Why?", "One. [1]", abstained=False, citations=citations), cite(1))
    assert panel.count("<mark") == 1
    assert panel.count('class="marker"') == 2


def test_a_nearest_passage_is_not_shown_as_a_source() -> None:
    panel = source(abstained(make(), (0, 4), (5, 9)), cite(2, Kind.NEAREST))
    assert '<aside class="source nearest"' in panel
    assert 'aria-label="Nearest passage 2"' in panel


@pytest.mark.parametrize("place", [cite(0), cite(2), cite(1, Kind.NEAREST)])
def test_a_place_that_the_answer_lacks_is_refused(place: Place) -> None:
    with pytest.raises(KeyError):
        source(cited(make(), (0, 4)), place)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "//post.example/a", "post.example", "https:", "https://[", "/etc/passwd"],
)  # fmt: skip
def test_only_web_addresses_are_linked(url: str) -> None:
    assert "href" not in source(cited(make(url=url), (0, 4)), cite(1))


def test_a_web_address_cannot_leave_its_attribute() -> None:
    panel = source(cited(make(url='https://post.example/"onclick="alert(1)'), (0, 4)), cite(1))
    assert 'href="https://post.example/&#34;onclick=&#34;alert(1)"' in panel
