import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval_questions.reader.examples import Marked, article, is_watched, to_examples

SENTENCES = (
    "The ferry Marit left at dawn.",
    "It carried forty people.",
    "Nobody was hurt.",
    "The pier was closed at noon.",
)
TEXT = " ".join(SENTENCES)


def by_words(texts):
    return [len(text.split()) for text in texts]


def by_hundreds(texts):
    """So many tokens that each sentence is a chunk of its own."""
    return [100 * len(text.split()) for text in texts]


def place(words):
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_a_marked_answer_becomes_an_example_with_its_sentence():
    (example,) = to_examples(
        Marked("set", "g", "How many?", article(TEXT, "Ferry", "The Post"), (place("forty"),)), by_words
    )
    assert example.answered
    assert example.header == "The Post, Ferry"
    assert [example.text[a:b] for a, b in example.spans] == ["forty"]
    assert example.support == example.spans
    assert [example.text[a:b] for a, b in example.sentences] == list(SENTENCES)


def test_only_the_chunk_that_holds_the_answer_is_answered():
    examples = list(to_examples(Marked("set", "g", "How many?", article(TEXT), (place("forty"),)), by_hundreds))
    assert [e.answered for e in examples] == [False, True, False, False]
    assert [e.text for e in examples] == list(SENTENCES)


def test_a_near_miss_is_answered_nowhere():
    assert not any(e.answered for e in to_examples(Marked("set", "g", "How old?", article(TEXT)), by_hundreds))


def test_an_empty_article_gives_no_example():
    assert list(to_examples(Marked("set", "g", "How old?", article("")), by_words)) == []


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40), st.sampled_from([by_words, by_hundreds]))
def test_every_place_lies_in_its_chunk(start, length, count):
    span = (start, min(start + length, len(TEXT)))
    for example in to_examples(Marked("set", "g", "What?", article(TEXT), (span,)), count):
        for a, b in (*example.spans, *example.support, *example.sentences):
            assert 0 <= a < b <= len(example.text)
            assert example.text[a:b] in TEXT


@pytest.mark.parametrize("text", ["Ferry", ""])
def test_an_article_is_known_by_what_it_says(text):
    assert article(text, "A").id == article(text, "A").id != article(text, "B").id


@given(st.text())
def test_a_group_is_watched_or_not_always_the_same(group):
    assert is_watched(group) == is_watched(group)


def test_about_a_tenth_of_the_groups_are_watched():
    assert 60 < sum(is_watched(str(number)) for number in range(1000)) < 140
