from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence, make_following

from rag.claim import Moment, Quantity, Scope, Words
from rag.scope import general_places, scope
from rag.values.quantity import quantities

ASKED = "How many guards died?"
HOUR, DAY = 3_600.0, 86_400.0
PIECES = (
    "22 guards",
    "in Orsk",
    "near the River Lind",
    "there",
    "within 48 hours",
    "over 3 days",
    "In Orsk's",
    "|",
    ",",
)


def value_in(quote, noun="guards"):
    return next(quantity for quantity in quantities(quote) if quantity.noun.startswith(noun))


def read(quote, asked=ASKED, general=frozenset()):
    return scope(asked, make_evidence(quote), value_in(quote), general)


@pytest.mark.parametrize(
    ("quote", "places"),
    [
        ("Some 22 guards died.", set()),
        ("Some 22 guards died in Orsk.", {"orsk"}),
        ("In Orsk 22 guards died.", {"orsk"}),
        ("Some 22 guards died near the River Lind.", {"river lind"}),
        ("Some 22 guards died in Orsk’s harbour and at Aldwick.", {"orsk", "aldwick"}),
        ("The minister, in Karsk, said 22 guards died.", set()),
        ("Some 22 guards died in the harbour.", set()),
        ("Some 22 guards died in February.", set()),
    ],
)
def test_the_places_behind_a_count_or_at_the_beginning_limit_it(quote, places):
    assert read(quote).places == places


def test_a_place_of_the_question_limits_nothing():
    quote = "Some 22 guards died in Orsk."
    assert read(quote, "How many guards died in Orsk?").places == frozenset()
    assert read(quote, "How many Orsks guards died?").places == frozenset()


def test_a_place_where_it_all_happened_limits_nothing():
    assert read("Some 22 guards died in Orsk.", general=frozenset(["orsk"])).places == frozenset()


def test_there_is_the_place_of_the_sentence_before():
    evidence = make_following("The raiders came to a camp in Orsk.", "They killed 22 guards there.")
    assert scope(ASKED, evidence, value_in(evidence.quote), frozenset()).places == {"orsk"}
    without = make_following("The raiders came to a camp in Orsk.", "They killed 22 guards.")
    assert scope(ASKED, without, value_in(without.quote), frozenset()).places == frozenset()


@pytest.mark.parametrize(
    ("quote", "period"),
    [
        ("Some 22 guards died.", None),
        ("Within 48 hours 22 guards died.", 48 * HOUR),
        ("Some 22 guards died over the past 3 days.", 3 * DAY),
        ("| 22 guards died | in 48 hours |", 48 * HOUR),
        ("Some 22 guards died in a 48-hour siege.", 48 * HOUR),
        ("Some 22 guards died in two to three days.", None),
        ("Some 22 guards died in 48 hours, and 9 clerks within 3 days.", None),
        ("Some 22 guards, who had served 3 years, died.", None),
    ],
)
def test_the_one_duration_within_which_it_came_about_is_the_period(quote, period):
    assert read(quote).period == period


def test_a_duration_that_is_asked_for_is_not_its_own_period():
    quote = "The siege ended after 72 hours."
    (value,) = quantities(quote)
    assert scope("How long did it last?", make_evidence(quote), value, frozenset()).period is None


def test_what_is_counted_belongs_to_the_scope():
    assert read("Some 22 guards died.").noun == "guards"


@pytest.mark.parametrize("value", [Moment(0, 4), Words(0, 4, "some")])
def test_only_counts_are_limited(value):
    assert scope(ASKED, make_evidence("Some 22 guards died in Orsk."), value, frozenset()) == Scope()


def test_a_place_that_half_of_the_articles_name_is_where_it_all_happened():
    quotes = ["Some 22 guards died in Orsk.", "The Orsk raid killed 22 guards at Aldwick.", "It killed 22 guards."]
    found = [(make_evidence(quote, article_id=f"a{i}"), value_in(quote)) for i, quote in enumerate(quotes)]
    assert general_places(found) == {"orsk"}
    assert general_places(found[:2]) == {"orsk", "aldwick"}
    assert general_places([]) == frozenset()


def test_the_articles_are_counted_and_not_their_sentences():
    one = make_evidence("Some 22 guards died in Orsk.", article_id="a1")
    others = [replace(one, article=replace(one.article, id=f"b{i}", text="Some 22 guards died.")) for i in range(2)]
    found = [(evidence, value_in("Some 22 guards died.")) for evidence in (one, one, one, *others)]
    assert general_places(found) == frozenset()


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), min_size=1, max_size=8).map(" ".join))
def test_a_scope_is_casefolded_and_none_of_it_is_general(quote):
    for value in quantities(quote):
        evidence = make_evidence(quote)
        found = scope("", evidence, value, frozenset(["orsk"]))
        assert "orsk" not in found.places
        assert all(place == place.casefold() for place in found.places)
        assert isinstance(value, Quantity)
        assert found.period is None or found.period >= 0
