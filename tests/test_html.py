import html as standard
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.errors import CopydeskError
from rag.answer import Answer, Citation, Passage, Short
from ui import page
from ui.html import Turn, conversation, failure, highlight, source
from ui.marker import Kind, Place

HOSTILE = (
    """<script>alert(1)</script><img src=x onerror="alert(1)">'" onmouseover='alert(1) **[x](javascript:alert(1))**"""
)


def make(text: str = "One. Two. Three.", body: int = 0, **fields: object) -> Article:
    known: dict[str, object] = {"id": "a", "title": "The title", "path": "/news/a.txt"}
    return Article(text=text, body=body, **known | fields)  # type: ignore[arg-type]


def cited(article: Article, *spans: tuple[int, int], text: str | None = None) -> Answer:
    citations = tuple(
        Citation(n, article, start, end, article.text[start:end]) for n, (start, end) in enumerate(spans, start=1)
    )
    lines = "\n".join(f"{c.quote} [{c.number}]" for c in citations)
    return Answer("Why?", lines if text is None else text, abstained=False, citations=citations)


def abstained(article: Article, *spans: tuple[int, int]) -> Answer:
    nearest = tuple(Passage(article, s, e, article.text[s:e], 0.1, f"c{s}", ()) for s, e in spans)
    return Answer("Why?", "The articles do not say.", abstained=True, nearest=nearest)


def cite(number: int, kind: Kind = Kind.CITATION) -> Place:
    return Place(0, kind, number)


def shown(answer: Answer | CopydeskError | None) -> str:
    return str(conversation([Turn("Why?", answer)]))


def text_of(markup: str) -> str:
    return standard.unescape(re.sub(r"<[^>]*>", "", markup))


def tags(markup: str) -> list[str]:
    return re.findall(r"<[^>]*>", markup)


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


def test_a_nearest_passage_names_who_else_carries_it() -> None:
    answer = abstained(make(), (0, 4))
    assert "carried" not in shown(answer)
    also = (make(outlet="<b>The Heron"), make(title="It left"))
    shared = replace(answer, nearest=(replace(answer.nearest[0], also=also),))
    assert "Also carried by <bdi>&lt;b&gt;The Heron</bdi>, <bdi>It left</bdi></p>" in shown(shared)


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


@pytest.mark.parametrize(
    "wanted",
    [None, [], {}, "0-citation-1", {"turn": 0, "kind": "citation"}, {"turn": -1, "kind": "citation", "number": 1},
     {"turn": 9, "kind": "citation", "number": 1}, {"turn": 0, "kind": "path", "number": 1},
     {"turn": 0, "kind": "citation", "number": float("inf")}, {"turn": 0, "kind": "nearest", "number": 1},
     {"turn": 1, "kind": "citation", "number": 1}],
)  # fmt: skip
def test_a_browser_gets_only_places_of_its_own_conversation(wanted: object) -> None:
    turns = [Turn("Why?", cited(make(), (0, 4))), Turn("Who?")]
    assert page.source(turns, {"turn": 0, "kind": "citation", "number": 1}) == source(cited(make(), (0, 4)), cite(1))
    assert page.source(turns, wanted) is None


def test_a_defect_is_told_in_words_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def ask(self, question: str) -> Answer:
            raise ZeroDivisionError(question)

    outcome = page.answer(Broken(), "Why?")  # type: ignore[arg-type]
    assert isinstance(outcome, CopydeskError)
    assert "ZeroDivisionError" not in str(outcome)
    assert "ZeroDivisionError" in caplog.text
