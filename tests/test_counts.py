import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_read

from rag.asked import wish
from rag.counts import Counts

SAILORS = "How many sailors drowned?"


def far(_one, _other):
    return 0.0


def near(_one, _other):
    return 1.0


def read(quote, span="", chance=0.8, number=1, score=3.0):
    return make_read(quote, span, 9.0, score, f"a{number}", chance=chance)


def counted(question, *evidence, alike=far):
    found = Counts(question, wish(question), alike).of(evidence)
    return [(e.article.id, quantity.low) for e, quantity in found]


def test_without_sentences_or_numbers_nothing_is_counted():
    assert counted(SAILORS) == []
    assert counted(SAILORS, read("The sailors drowned.")) == []


def test_what_the_question_counts_is_taken_without_the_readers_pick():
    assert counted(SAILORS, read("Some 22 sailors drowned on Monday.", "Monday")) == [("a1", 22)]


def test_what_the_reader_picked_is_taken_where_no_sentence_counts_what_is_asked():
    assert counted(SAILORS, read("It cost 22 lives and 3 boats.", "22")) == [("a1", 22)]
    assert counted(SAILORS, read("It cost 22 lives.", "It cost")) == []


@pytest.mark.parametrize("quote", ["The death toll stood at 22.", "There were 22 deaths.", "It cost 22 lives."])
def test_deaths_are_people(quote):
    assert counted("How many people drowned?", read(quote, quote[:3])) == [("a1", 22)]


def test_the_readers_pick_goes_before_another_count_of_the_same():
    assert counted(SAILORS, read("Of 36 sailors 22 sailors drowned.", "22")) == [("a1", 22)]


def test_what_a_sentence_denies_is_no_count():
    assert counted(SAILORS, read("Some 22 sailors, not 17, drowned.", "22")) == [("a1", 22)]


def test_a_quantity_of_another_unit_is_not_asked_for():
    quote = "The siege lasted 72 hours and killed 22 sailors."
    assert counted("How long did the siege last?", read(quote, "72 hours")) == [("a1", 259_200)]
    assert counted("How many sailors did it kill?", read(quote, "72 hours")) == [("a1", 22)]


def test_what_plainly_came_to_something_else_is_no_count():
    assert counted("How many sailors were killed?", read("Some 40 sailors were injured.", "40")) == []


@pytest.mark.parametrize(("chance", "found"), [(0.2, True), (0.02, False)])
def test_an_unlikely_sentence_of_another_report_is_left_out(chance, found):
    likely, other = read("The strait claimed 22 sailors."), read("It holds 17 sailors.", "", chance, 2)
    assert (("a2", 17) in counted("How many sailors did the strait claim?", likely, other)) is found


@pytest.mark.parametrize(("chance", "found"), [(0.02, True), (0.0005, False)])
def test_one_that_tells_the_same_of_those_counted_may_be_less_likely(chance, found):
    likely, other = read("Some 22 sailors drowned."), read("Some 17 sailors drowned.", "", chance, 2)
    assert (("a2", 17) in counted(SAILORS, likely, other)) is found


def test_a_sentence_that_speaks_of_something_quite_else_is_left_out():
    likely, other = read("Some 22 sailors drowned."), read("Some 17 sailors drowned.", number=2, score=-11.0)
    assert counted(SAILORS, likely, other) == [("a1", 22)]


@pytest.mark.parametrize(
    "quote", ["| People displaced | 17 |", "Displaced: 17", "The number of people displaced is 17."]
)
def test_a_label_counts_what_a_sentence_does(quote):
    question = "How many people had to leave their homes?"
    likely, other = read("Some 22 people have been displaced.", "22", 0.4), read(quote, "17", 0.01, 2, -5.0)
    assert counted(question, likely, other) == [("a1", 22), ("a2", 17)]


def test_people_who_did_something_else_are_not_those_counted():
    hurt, struck = read("Some 64 people were injured.", "64"), read("Some 900 people went on strike.", "900")
    assert counted("How many people were injured?", hurt, struck) == [("a1", 64)]
    assert counted("How many people went on strike?", struck, hurt) == [("a1", 900)]


def test_a_likely_count_of_others_goes_before_an_unlikely_one_of_people_to_whom_nothing_happened():
    workers, people = read("The fire killed 29 workers.", "29", 0.3), read("Some 900 people struck.", "900", 0.1, 2)
    assert counted("What is the death toll of the fire?", workers, people) == [("a1", 29)]


@pytest.mark.parametrize("question", ["How many lives did the flood claim?", "How many lives did the flood cost?"])
def test_lives_are_people_who_died(question):
    toll, moved = read("The flood killed 63 people.", "63"), read("It drove out 900 people.", "900", 0.5, 2)
    assert counted(question, toll, moved) == [("a1", 63)]


@pytest.mark.parametrize(("alike", "chance", "found"), [(near, 0.7, True), (far, 0.7, False), (near, 0.1, False)])
def test_another_noun_is_the_same_where_it_is_alike_and_nearly_as_likely(alike, chance, found):
    one, other = read("Some 22 sailors drowned.", "22"), read("Some 17 seamen drowned.", "17", chance, 2)
    assert (("a2", 17) in counted(SAILORS, one, other, alike=alike)) is found


def test_what_is_counted_beside_it_is_another_thing():
    both, other = read("Some 22 sailors and 36 cooks drowned.", "22"), read("Some 40 cooks drowned.", "40", 0.7, 2)
    assert counted(SAILORS, both, other, alike=near) == [("a1", 22)]


COUNTED = st.builds(
    read,
    st.sampled_from(
        ["Some 22 sailors drowned.", "Of 36 men 17 drowned.", "No sailors drowned.", "It cost $5.", "None."]
    ),
    chance=st.floats(0, 1),
    number=st.integers(1, 3),
    score=st.floats(-11, 11),
)


@given(st.lists(COUNTED, max_size=5, unique=True), st.sampled_from([far, near]))
def test_every_count_is_a_quantity_of_its_sentence_and_none_comes_twice(evidence, alike):
    found = list(Counts(SAILORS, wish(SAILORS), alike).of(evidence))
    assert all(e in evidence and e.quote[q.start : q.end].strip() for e, q in found)
    assert all(not q.negated for _, q in found)
    places = [(e.article.id, e.quote, e.chance, e.score, q.start) for e, q in found]
    assert len(places) == len(set(places))
