import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence

from rag.compose import DraftSentence, ExtractiveGenerator

NUMERALS = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hal")


def composed(question, evidence, limit=5):
    return [sentence.text for sentence in ExtractiveGenerator(limit).compose(question, evidence)]


def said(*scores):
    """Evidence with these scores, of sentences that share no name."""
    return [make_evidence(f"{name} steered.", s, f"a{name}") for name, s in zip(NUMERALS, scores, strict=False)]


def test_without_evidence_there_is_no_draft():
    assert composed("Who steered?", []) == []


def test_a_sentence_is_quoted_to_the_letter_with_its_evidence():
    evidence = make_evidence("Ada steered.")
    assert ExtractiveGenerator(5).compose("Who?", [evidence]) == [DraftSentence("Ada steered.", (evidence,))]


@pytest.mark.parametrize(
    ("scores", "taken"),
    [
        ((8.0, 7.0, 6.0, 1.0), 3),
        ((1.0, 0.0), 1),
        ((-5.0, -5.2, -6.0), 2),
        ((2.0, 2.0, 2.0), 3),
    ],
)
def test_the_better_the_best_the_further_below_it_others_may_be(scores, taken):
    assert composed("Who steered?", said(*scores)) == [e.quote for e in said(*scores)[:taken]]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_than_the_limit_are_taken(limit):
    assert len(composed("Who steered?", said(*[2.0] * 8), limit)) == limit


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("The pier opened on Monday.", "On Monday, the pier opened.", 1),
        ("The pier opened on Monday.", "The pier opened.", 1),
        ("The pier opened.", "The pier opened on Monday.", 2),
        ("The pier cost 4 million.", "The pier cost 5 million.", 2),
        ("Talks will be held.", "Talks will not be held.", 2),
        ("码头周一开放，市长亲自出席了落成仪式并发表了讲话。", "造价四百万由国家和地方政府各自承担其中的一半费用。", 2),
    ],
    ids=["reordered", "shorter", "longer", "another number", "negated", "without blanks"],
)
def test_a_sentence_that_says_nothing_new_is_left_out(first, second, taken):
    assert len(composed("What happened?", [make_evidence(first, 3.0), make_evidence(second, 3.0, "a2")])) == taken


@pytest.mark.parametrize(
    ("question", "taken"),
    [("How many were on board?", ["It carried 36 people."]), ("When did it leave?", ["It left on Monday."])],
)
def test_where_a_kind_of_thing_is_asked_for_only_sentences_with_one_are_taken(question, taken):
    texts = ("The ferry was full.", "It carried 36 people.", "It left on Monday.")
    assert composed(question, [make_evidence(text, 5.0, text) for text in texts]) == taken


def test_the_best_sentence_that_can_be_used_sets_the_margin():
    evidence = [make_evidence("The ferry was full.", 9.0), make_evidence("It carried 36 people.", -3.0, "a2")]
    assert composed("How many were on board?", evidence) == ["It carried 36 people."]


@given(st.lists(st.floats(-11, 11), min_size=1, max_size=8), st.integers(1, 6))
def test_what_is_taken_is_the_head_of_the_evidence(scores, limit):
    evidence = said(*sorted(scores, reverse=True))
    taken = composed("Who steered?", evidence, limit)
    assert taken == [e.quote for e in evidence[: len(taken)]]
    assert 1 <= len(taken) <= limit
