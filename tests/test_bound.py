import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.bound import unbound

LEANING = {
    "How many of them were children?": ["them"],
    "Where did they live?": ["they"],
    "What was her reason?": ["her"],
    "Who built it?": ["it"],
    "Did the police arrest them?": ["them"],
    "What did the minister say about it?": ["it"],
    "What did the union say about their demands?": ["their"],
    "What is the name of their leader?": ["their"],
    "What was the cause of it?": ["it"],
    "What happened after they left Orsk?": ["they"],
    "What happened there?": ["there"],
    "Why did that happen?": ["that"],
    "How long did it take?": ["it"],
    "Which weapons do they use?": ["they"],
    "When were these talks held?": ["these"],
    "Did they say when he would come to her?": ["they", "he", "her"],
}
ALONE = (
    "Is it true that Norland fell?",
    "In which hall did Lena Vos make her speech?",
    "How many striking miners lost their homes?",
    "What did the miners do when they heard of the sale?",
    "Does the Sea Front say how many of its boats it has lost?",
    "How many of its own boats does the Sea Front say were sunk?",
    "Do the miners want more pay, or do they want the pit shut?",
    "Do those leaving Perm come back?",
    "Who are those who left Perm?",
    "Why did Ada Holm say that no talks could be held with them?",
    "How long did it take to mend the bridge at Perm?",
    "How far is it safe to sail from Orsk?",
    "Who lived in Orsk before the storm and still lives there?",
    "What does the Union of Norland say about its members?",
)


@pytest.mark.parametrize("question", LEANING)
def test_a_pronoun_without_a_noun_that_it_could_stand_for_points_out_of_the_question(question):
    assert [found[0] for found in unbound(question)] == LEANING[question]


@pytest.mark.parametrize("question", ALONE)
def test_a_pronoun_is_explained_by_a_noun_before_it_or_stands_for_nothing(question):
    assert list(unbound(question)) == []


@given(st.text())
def test_any_text_can_be_asked_about(text):
    assert all(text[found.start() : found.end()] == found[0] for found in unbound(text))
