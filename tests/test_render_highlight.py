import html as standard
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shown import make, tags, text_of

from index.article import Article
from ui.render.highlight import highlight


def spelled(short: str) -> str:
    """`{2|words}` is a mark of number 2, `{2!words}` the chosen one."""
    strong = re.sub(r"\{(\d)!([^}]*)\}", r'<mark class="chosen" data-hue="\1">\2</mark>', short)
    return re.sub(r"\{(\d)\|([^}]*)\}", r'<mark data-hue="\1">\2</mark>', strong)


@pytest.mark.parametrize(
    ("text", "spans", "chosen", "expected"),
    [
        ("abcdef", {1: (2, 4)}, 1, "ab{1!cd}ef"),
        ("abcdef", {1: (0, 6)}, 1, "{1!abcdef}"),
        ("abcdef", {1: (0, 2), 2: (4, 6)}, 2, "{1|ab}cd{2!ef}"),
        ("abcdef", {1: (1, 3), 2: (3, 5)}, 1, "a{1!bc}{2|de}f"),
        ("abcdef", {1: (1, 4), 2: (2, 6)}, 1, "a{1!bcd}{2|ef}"),
        ("abcdef", {1: (1, 4), 2: (2, 6)}, 2, "a{1|b}{2!cdef}"),
        ("abcdef", {1: (0, 6), 2: (2, 4)}, 2, "{1|ab}{2!cd}{1|ef}"),
        ("abcdef", {1: (0, 6), 2: (2, 4)}, 1, "{1!abcdef}"),
        ("abcdef", {1: (0, 3), 2: (1, 5), 3: (5, 6)}, 3, "{1|abc}{2|de}{3!f}"),
        ("abcdef", {1: (2, 4), 2: (2, 4)}, 2, "ab{2!cd}ef"),
        ("🚢a𝔘b", {1: (1, 3)}, 1, "🚢{1!a𝔘}b"),
        ("a<b\n\n&c", {1: (1, 5)}, 1, "a{1!&lt;b\n\n}&amp;c"),
    ],
)
def test_spans_are_marked_at_their_offsets_in_the_colours_of_their_numbers(
    text: str, spans: dict[int, tuple[int, int]], chosen: int, expected: str
) -> None:
    assert highlight(make(text), spans, chosen) == spelled(expected)


def test_the_ninth_number_has_the_colour_of_the_first() -> None:
    assert 'data-hue="1"' in highlight(make("abc"), {9: (0, 1)}, 9)


def test_what_stands_before_the_body_is_set_apart() -> None:
    article = make("---\nNews. More.", body=4)
    assert highlight(article, {1: (4, 9)}, 1) == spelled('<span class="front">---\n</span>{1!News.} More.')
    assert highlight(article, {1: (2, 9)}, 1) == spelled('<span class="front">--</span>{1!-\nNews.} More.')


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
    marks_or_front = re.compile(r'</?mark( class="chosen")?( data-hue="[1-8]")?>|<span class="front">|</span>')
    assert all(marks_or_front.fullmatch(tag) for tag in tags(rendered))

    [strong] = re.findall(r'<mark class="chosen"[^>]*>(.*?)</mark>', rendered, re.DOTALL)
    assert standard.unescape(strong) == article.text[slice(*spans[chosen])]

    marks = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", rendered, re.DOTALL))
    covered = {offset for span in spans.values() for offset in range(*span)}
    assert standard.unescape(marks) == "".join(article.text[offset] for offset in sorted(covered))
