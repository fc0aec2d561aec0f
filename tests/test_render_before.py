from dataclasses import replace
from datetime import date

from shown import HOSTILE, tags, text_of

from rag.overview import OutletCount, Overview
from ui.render.before import examples, intro

GULLS = tuple(OutletCount(f"Gull {n}", 10 - n) for n in range(8))
HELD = Overview(52, 50, 52, GULLS, date(2026, 2, 4), date(2026, 2, 9))


def test_what_the_index_holds_is_told() -> None:
    rendered = intro(HELD)
    assert "<dt>Articles</dt><dd>52</dd>" in rendered
    assert "<dt>Independent reports</dt><dd>50 (2 copies)</dd>" in rendered
    assert "<bdi>Gull 0</bdi>, <bdi>Gull 1</bdi>" in rendered
    assert "<bdi>Gull 5</bdi> and 2 more</dd>" in rendered
    assert "4 February 2026</time>\u00a0– <time" in rendered


def test_one_copy_is_one_copy_and_none_is_not_told() -> None:
    assert "(1 copy)" in intro(replace(HELD, reports=51))
    assert "cop" not in intro(replace(HELD, reports=52)).replace("Copydesk", "")


def test_what_no_article_says_is_left_out() -> None:
    rendered = intro(Overview(1, 1, 1, (), None, None))
    assert "Outlets" not in rendered
    assert "Published" not in rendered


def test_how_far_embedding_is_is_told_until_it_is_done() -> None:
    assert "progress" not in intro(HELD)
    rendered = intro(replace(HELD, embedded=12))
    assert '<progress max="52" value="12" aria-label="Embedding"></progress> 12 of 52 articles' in rendered


def test_an_empty_index_says_how_to_fill_it() -> None:
    rendered = intro(Overview(0, 0, 0, (), None, None))
    assert "Nothing is indexed yet" in rendered
    assert "<code>copydesk index FOLDER</code>" in rendered


def test_examples_are_buttons_that_ask_them() -> None:
    asked = "Who &lt;b&gt; said &#34;so&#34;?"
    assert f'<li><button type="button" data-ask="{asked}"><bdi>{asked}</bdi></button></li>' in examples(
        ['Who <b> said "so"?']
    )
    assert examples([]) == ""


def test_nothing_hostile_becomes_a_tag() -> None:
    hostile = intro(replace(HELD, outlets=(OutletCount(HOSTILE, 1),)))
    assert tags(hostile) == tags(intro(replace(HELD, outlets=(OutletCount("x", 1),))))
    assert HOSTILE in text_of(hostile)
