from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_read

from rag.answer import Span
from rag.finders import find_moment, find_name

TUESDAY = date(2026, 2, 3)


def dated(quote, span):
    found = make_read(quote, span)
    return replace(found, article=replace(found.article, published=TUESDAY))


@pytest.mark.parametrize(
    ("span", "text"),
    [("on Monday", "Monday"), ("Mon", "Monday"), ("3 March 2025", "3 March 2025"), ("sank on Mon", "Monday")],
)
def test_a_time_is_that_which_the_readers_span_holds_or_touches(span, text):
    quote = "The ferry sank on Monday and was raised on 3 March 2025."
    found = find_moment(dated(quote, span))
    assert quote[found.start : found.end] == text


def test_no_time_is_found_where_the_span_holds_none():
    assert find_moment(dated("The ferry sank on Monday.", "The ferry")) is None
    assert find_moment(dated("The ferry sank.", "The ferry sank")) is None


def test_a_weekday_is_told_by_the_day_of_its_article():
    assert find_moment(dated("The ferry sank on Monday.", "Monday")).first == date(2026, 2, 2)
    assert find_moment(make_read("The ferry sank on Monday.", "Monday")).first is None


@pytest.mark.parametrize(
    ("span", "key"),
    [
        ("Ada Holm", "ada holm"),
        ("The Port of Orsk", "port orsk"),
        ("the Norland-Sudria Line", "norland sudria line"),
        ("Ángel Ruíz", "ángel ruíz"),
        ("Norland's side", "norland s"),
        ("Afghan soil", "afghan"),
        ("the ground", "ground"),
    ],
)
def test_a_name_is_compared_without_its_small_words_and_its_case(span, key):
    evidence = make_read(f"Yesterday {span} spoke.", span, 9.0)
    found = find_name(evidence)
    assert (evidence.quote[found.start : found.end], found.key) == (span, key)


@pytest.mark.parametrize(
    ("span_score", "score", "sure"),
    [(9.0, -3.0, True), (1.0, 9.0, True), (1.0, 1.0, False), (4.0, 5.5, False)],
)
def test_a_name_is_one_where_the_reader_or_the_cross_encoder_is_sure(span_score, score, sure):
    evidence = make_read("Ada Holm steered the ferry.", "Ada Holm", span_score, score)
    assert (find_name(evidence) is not None) is sure


@pytest.mark.parametrize("span", ["The", ".", "Ada Bo Carl Dora Emil Fritz Gerd"])
def test_a_span_of_no_words_or_of_many_is_no_name(span):
    assert find_name(make_read(f"{span} steered it.", span, 9.0)) is None


@given(st.text(min_size=1, max_size=30), st.data())
def test_a_name_is_the_span_to_the_letter_in_a_sentence_that_begins_anywhere(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = make_read(text)
    moved = replace(
        found,
        article=replace(found.article, text=f"First. {text}"),
        sentence=replace(found.sentence, start=7, end=7 + len(text)),
        span=Span(7 + start, 7 + end, 9.0),
    )
    name = find_name(moved)
    assert name is None or moved.quote[name.start : name.end] == text[start:end]
    assert name is None or name.key == name.key.casefold()
