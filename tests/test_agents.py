import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.agents import is_another_s_deed

WON = "How many seats did the Harbour Party win?"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The Land Union won 14 seats.", True),
        ("The Harbour Party won 19 seats.", False),
        ("Harbour won 19 seats.", False),
        ("It won 19 seats.", False),
        ("The party has won 19 seats.", False),
        ("The Land Union won 14 seats, and the Harbour Party won 19.", False),
        ("The Land Union counted 19 seats.", False),
    ],
)
def test_what_others_won_is_their_deed(text, other):
    assert is_another_s_deed(WON, text) is other


def test_initials_are_a_name():
    assert not is_another_s_deed("How many did the OLF kill?", "The Orsk Liberation Front killed 22.")


@pytest.mark.parametrize("question", ["How many people were killed?", "How many did it kill?", ""])
def test_a_question_that_names_nobody_asks_for_nobody_s_deed(question):
    assert not is_another_s_deed(question, "The Orsk Liberation Front killed 22.")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_told(question, text):
    assert is_another_s_deed(question, text) in (True, False)
