import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.values.outcome import outcome
from rag.values.people import head, plain_noun, without_outcome
from rag.values.quantity import quantities


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Some 22 sailors drowned.", "sailors"),
        ("| Sailors drowned | 22 |", "Sailors"),
        ("Sailors drowned in the strait: 22", "Sailors"),
        ("The number of sailors drowned was 22.", "sailors"),
        ("Drowned: 22", "people"),
        ("The death toll is 22.", "people"),
        ("Some 22 people drowned.", "people"),
        ("Some 22 people came.", "people"),
        ("It took 22 hours.", ""),
    ],
)
def test_what_is_counted_is_told_without_what_became_of_it(text, noun):
    (quantity,) = quantities(text)
    assert plain_noun(text, quantity, outcome(text, quantity.start, quantity.end, [])) == noun


@pytest.mark.parametrize(
    ("noun", "plain"),
    [("soldiers killed", "soldiers"), ("those hurt", ""), ("people", ""), ("guards of the bank", "guards"), ("", "")],
)
def test_a_noun_is_what_stands_before_its_first_preposition_without_an_outcome(noun, plain):
    assert without_outcome(noun) == plain


def test_the_head_of_a_noun_is_the_stem_of_its_last_word():
    assert head("police officers") == head("Officer")
    assert head("") == ""


@given(st.text(max_size=60))
def test_any_noun_has_a_plain_form_that_stays_as_it_is(noun):
    assert without_outcome(without_outcome(noun)) == without_outcome(noun)
    assert head(noun) == head(noun.rpartition(" ")[2])
