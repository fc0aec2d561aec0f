import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence

from rag.sides import of_two, yes_or_no

OPTIONS = ("Was it a strike?", "Was it a lockout?")
PIECES = (
    "Norland denied it",
    ", ",
    " but ",
    " while ",
    "not",
    "the fire was laid",
    "rejected",
    "; ",
    "isn’t",
    "he said",
)


def sides(*nearer):
    """The sides of sentences that are nearer to the first question than to the second by so much."""
    evidence = [make_evidence(f"Sentence {i}.") for i in range(len(nearer))]
    place = {e.quote: by for e, by in zip(evidence, nearer, strict=True)}

    def alike(question, text):
        return place[text] if question == OPTIONS[0] else 0.0

    return [value.key for _, value in of_two(OPTIONS, evidence, alike)]


@pytest.mark.parametrize(
    ("nearer", "keys"),
    [
        ((0.3, -0.2), ["first", "second"]),
        ((0.3, 0.28, 0.1), ["first", "first", "second"]),
        ((0.2, 0.19), ["first", "first"]),
        ((-0.2, -0.19), ["second", "second"]),
        ((0.01, -0.01), ["first", "first"]),
        ((0.2,), ["first"]),
        ((-0.2,), ["second"]),
        ((), []),
    ],
)
def test_sentences_are_parted_where_they_lie_farthest_apart(nearer, keys):
    assert sides(*nearer) == keys


@pytest.mark.parametrize("options", [(), ("Was it a strike?",), ("One?", "Two?", "Three?")])
def test_a_question_that_is_not_of_two_has_no_sides(options):
    assert list(of_two(options, [make_evidence("It was a strike.")], lambda _one, _other: 1.0)) == []


@given(st.lists(st.floats(-1, 1), max_size=6))
def test_a_sentence_that_is_nearer_to_the_first_is_never_on_the_other_side_of_one_that_is_less_near(nearer):
    keys = sides(*nearer)
    assert len(keys) == len(nearer)
    firsts = [by for by, key in zip(nearer, keys, strict=True) if key == "first"]
    seconds = [by for by, key in zip(nearer, keys, strict=True) if key == "second"]
    assert not firsts or not seconds or min(firsts) >= max(seconds)


def said(quote):
    return [(quote[value.start : value.end], value.key) for value in yes_or_no(make_evidence(quote))]


@pytest.mark.parametrize(
    "quote", ["The fire was laid.", "Police blamed the union for the fire.", "The fire was laid, police said."]
)
def test_a_sentence_without_a_denial_says_yes(quote):
    assert said(quote) == [(quote, "yes")]


@pytest.mark.parametrize("quote", ["The union rejected the charge.", "The report was untrue.", "He denied it."])
def test_a_denial_says_no(quote):
    assert said(quote) == [(quote, "no")]


@pytest.mark.parametrize(
    "quote", ["It was not the union.", "It wasn’t the union.", "There is no evidence of it.", "The union is innocent."]
)
def test_a_mere_not_says_neither(quote):
    assert said(quote) == []


@pytest.mark.parametrize(
    ("quote", "yes", "no"),
    [
        ("Police blamed the union, which denied it.", "Police blamed the union", "which denied it."),
        ("Police blamed the union but it rejected this.", "Police blamed the union", "it rejected this."),
        ("Police blamed the union; and it dismissed this.", "Police blamed the union", "it dismissed this."),
    ],
)
def test_what_stands_before_a_denial_says_yes(quote, yes, no):
    assert said(quote) == [(no, "no"), (yes, "yes")]


@pytest.mark.parametrize(
    "quote", ["On Monday, it denied this.", "The union was not there, and denied the charge.", "So, he denied it."]
)
def test_what_stands_before_a_denial_says_nothing_where_it_is_no_clause_or_is_not_so(quote):
    assert [key for _, key in said(quote)] == ["no"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), min_size=1, max_size=8).map("".join))
def test_a_side_lies_within_its_sentence_and_each_is_taken_once(quote):
    found = list(yes_or_no(make_evidence(quote)))
    assert all(0 <= value.start <= value.end <= len(quote) for value in found)
    assert [value.key for value in found] in ([], ["yes"], ["no"], ["no", "yes"])
