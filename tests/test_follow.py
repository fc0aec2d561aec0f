import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_answer

from rag.answer import Short
from rag.follow import leans, standing_alone

KILLED = "How many people were killed in the attacks in Norland?"
PAIRS = (
    (KILLED, "And how many of them were civilians?",
     "How many of the people killed in the attacks in Norland were civilians?"),
    (KILLED, "And how many were wounded?", "How many people were wounded in the attacks in Norland?"),
    (KILLED, "What about civilians?", "How many civilians were killed in the attacks in Norland?"),
    (KILLED, "And how many civilians?", "How many civilians were killed in the attacks in Norland?"),
    (KILLED, "And in Sudmark?", "How many people were killed in the attacks in Sudmark?"),
    (KILLED, "And on Monday?", "How many people were killed in the attacks in Norland on Monday?"),
    (KILLED, "When?", "When were people killed in the attacks in Norland?"),
    (KILLED, "Where did they live?", "Where did the people killed in the attacks in Norland live?"),
    (KILLED, "But who claimed responsibility?", "Who claimed responsibility in the attacks in Norland?"),
    (KILLED, "Why did that happen?", "Why did the attacks happen in Norland?"),
    ("How many guards fled?", "Where did they go?", "Where did the guards who fled go?"),
    ("How many people died in the ferry accident?", "How many of these were children?",
     "How many of the people who died in the ferry accident were children?"),
    ("When did the ferry sink?", "And why?", "Why did the ferry sink?"),
    ("When did the ferry sink?", "Where did it come from?", "Where did the ferry come from?"),
    ("When did Ada Holm resign?", "What was her reason?", "What was Ada Holm’s reason?"),
    ("Who leads Norland?", "And Sudmark?", "Who leads Sudmark?"),
    ("How much does bread cost in Perm?", "And in Orsk?", "How much does bread cost in Orsk?"),
    ("How long is the bridge at Perm?", "Who built it?", "Who built the bridge at Perm?"),
)  # fmt: skip
ALONE = (
    "Who leads Norland?",
    "How many people were killed in Norland?",
    "Is it true that Norland fell?",
    "Were there survivors of the ferry accident?",
    "When was the bridge at Perm shut?",
)


@pytest.mark.parametrize(("before", "question", "alone"), PAIRS)
def test_a_question_that_leans_on_the_last_one_takes_its_subject_and_limits(before, question, alone):
    assert standing_alone(question, [make_answer(question=before)]) == alone


@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_stands_alone_stays(question):
    assert not leans(question)
    assert standing_alone(question, [make_answer(question=KILLED)]) == question


@pytest.mark.parametrize("question", [question for _, question, _ in PAIRS])
def test_the_first_question_stays(question):
    assert standing_alone(question, []) == question


@pytest.mark.parametrize(
    ("asked", "short", "question", "alone"),
    [
        ("Who leads Norland?", "Ada Holm", "When was she elected?", "When was Ada Holm elected?"),
        ("Where did the ferry sink?", "Orsk", "What happened there?", "What happened in Orsk?"),
        ("Which group attacked the harbour?", "the Sea Front", "Where are they based?",
         "Where are the Sea Front based?"),
    ],
)  # fmt: skip
def test_a_pronoun_can_stand_for_what_was_answered(asked, short, question, alone):
    answer = make_answer(question=asked, short=Short(short, 1, 0, len(short)))
    assert standing_alone(question, [answer]) == alone


def test_a_question_leans_on_the_last_one_as_it_was_searched():
    first = make_answer(question="And in Perm?", searched="Who leads the strike in Perm?")
    assert standing_alone("And in Orsk?", [first]) == "Who leads the strike in Orsk?"


WORDS = st.lists(
    st.sampled_from(
        ["and", "what", "about", "how", "many", "of", "them", "it", "there", "in", "Orsk", "were", "killed"]
    )
    | st.sampled_from(["Ada", "he", "her", "the", "ferry", "?", ",", "(x)", "\\1", "[", "*", "when"])
    | st.text(max_size=4),
    max_size=9,
)


@given(WORDS, WORDS)
def test_any_two_questions_make_one(before, question):
    alone = standing_alone(" ".join(question), [make_answer(question=" ".join(before))])
    assert isinstance(alone, str)
    assert len(alone) <= 3 * len(" ".join([*before, *question])) + 20
