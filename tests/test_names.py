import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.names import alike, stands_in

words = st.text(max_size=9).map(str.casefold) | st.sampled_from(["norland", "norlander", "orsk", "ruyken", "ruiken"])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("orsk", "orsk", True),
        ("ruyken", "ruiken", True),
        ("norland", "norlander", True),
        ("vorlund", "vorlundian", True),
        ("afghan", "afghanistan", True),
        ("norland", "norlanderstown", False),
        ("orsk", "orska", True),
        ("vos", "voss", True),
        ("vos", "vosser", False),
        ("iran", "iraq", False),
        ("ruyken", "kruyen", False),
        ("orsk", "", False),
    ],
)
def test_spellings_and_forms_of_a_name_are_alike_and_other_names_are_not(one, other, same):
    assert alike(one, other) is same


@given(words)
def test_a_name_is_like_itself(word):
    assert alike(word, word)


@given(words, words)
def test_likeness_goes_both_ways(one, other):
    assert alike(one, other) is alike(other, one)


def test_a_name_stands_among_words_in_any_spelling():
    assert stands_in("ruyken", ["the", "ruiken", "report"])
    assert not stands_in("ruyken", ["the", "report"])
    assert not stands_in("ruyken", [])


@given(words, st.lists(words, max_size=4))
def test_a_name_stands_among_words_that_it_is_one_of(name, others):
    assert stands_in(name, [*others, name])
