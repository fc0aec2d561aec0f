from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from rag.read import WINDOW, Window, window


def tokens_of(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False).ids


def test_the_question_comes_first_then_header_and_text(tokenizer):
    question, header, text = "Who left?", "A ferry leaves", "The ferry left at dawn."
    asked, head, body = (tokens_of(tokenizer, part) for part in (question, header, text))
    cls, sep = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
    seen = window(tokenizer, question, header, text)
    assert seen.ids == (cls, *asked, sep, *head, *body, sep)
    assert seen.types == (0,) * (len(asked) + 2) + (1,) * (len(head) + len(body) + 1)
    assert seen.ids[seen.first :] == (*body, sep)


def test_an_offset_is_a_place_in_the_text_alone(tokenizer):
    text = "The ferry left."
    seen = window(tokenizer, "Who left?", "A ferry leaves", text)
    assert [text[start:end] for start, end in seen.offsets] == ["The", "ferry", "left", "."]


@given(texts, texts, texts)
def test_whatever_is_read_fits_the_window_and_ends_as_the_reader_knows_it(tokenizer, question, header, text):
    seen = window(tokenizer, question, header, text)
    assert len(seen.ids) == len(seen.types) <= WINDOW
    assert seen.first + len(seen.offsets) + 1 == len(seen.ids)
    assert sorted(seen.types) == list(seen.types)
    assert seen.ids[0] == tokenizer.token_to_id("[CLS]")
    assert seen.ids[seen.types.index(1) - 1] == seen.ids[-1] == tokenizer.token_to_id("[SEP]")


@given(texts, texts, texts)
def test_offsets_lie_in_the_text_and_go_forward(tokenizer, question, header, text):
    offsets = window(tokenizer, question, header, text).offsets
    assert all(0 <= start < end <= len(text) for start, end in offsets)
    assert all(one <= other for one, other in pairwise(offsets))


@given(texts, st.integers(1, 400))
def test_of_a_long_text_the_end_is_cut(tokenizer, text, times):
    whole = tokenizer.encode(text * times, add_special_tokens=False)
    seen = window(tokenizer, "Who left?", "A ferry leaves", text * times)
    assert seen.offsets == tuple(whole.offsets[: len(seen.offsets)])
    assert seen.ids[seen.first : -1] == tuple(whole.ids[: len(seen.offsets)])
    assert len(seen.offsets) == len(whole.offsets) or len(seen.ids) == WINDOW


@pytest.mark.parametrize(
    ("question", "header"),
    [("who " * 900, "A ferry leaves"), ("Who left?", "ferry " * 900), ("who " * 900, "ferry " * 900)],
    ids=["question", "header", "both"],
)
def test_a_long_question_and_a_long_header_are_cut_and_leave_the_text_more_than_half(tokenizer, question, header):
    seen = window(tokenizer, question, header, "dawn " * 900)
    assert len(seen.ids) == WINDOW
    assert len(seen.offsets) > WINDOW / 2
    cut = seen.ids[1 : seen.types.index(1) - 1]
    assert cut == tuple(tokens_of(tokenizer, question)[: len(cut)])
    head = seen.ids[seen.types.index(1) : seen.first]
    assert head == tuple(tokens_of(tokenizer, header)[: len(head)])


@pytest.mark.parametrize(
    ("place", "tokens"),
    [
        ((0, 3), range(5, 6)),
        ((0, 9), range(5, 7)),
        ((4, 9), range(6, 7)),
        ((3, 10), range(6, 7)),
        ((8, 11), range(6, 8)),
        ((0, 14), range(5, 8)),
        ((14, 20), range(0)),
        ((3, 4), range(0)),
    ],
)
def test_a_place_has_the_tokens_that_it_overlaps(place, tokens):
    seen = Window((0,) * 9, (1,) * 9, 5, ((0, 3), (4, 9), (10, 14)))
    assert seen.tokens(*place) == tokens


@given(texts.filter(bool), st.data())
def test_tokens_are_those_that_share_a_character_with_the_place(tokenizer, text, data):
    seen = window(tokenizer, "Who left?", "A ferry leaves", text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shared = [i for i, (a, b) in enumerate(seen.offsets, seen.first) if set(range(a, b)) & set(range(start, end))]
    assert list(seen.tokens(start, end)) == shared
