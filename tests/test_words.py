import pytest
from saying import make_claim, make_group

from rag.claim import Kind
from ui.words import carried, numbers, speaker, speakers, why


@pytest.mark.parametrize(
    ("support", "told"),
    [
        (1, "Carried by 1 independent report"),
        (4, "Carried by 4 independent reports"),
        (1200, "Carried by 1,200 independent reports"),
    ],
)
def test_the_reports_that_carry_an_answer_are_counted(support, told):
    assert carried(support) == told


def test_a_speaker_is_named_as_the_text_has_it_with_who_passes_it_on():
    assert speaker(make_claim(speaker="the harbour\n office")) == "the harbour office"
    assert speaker(make_claim(speaker="the union", via="Moneyline")) == "the union, via Moneyline"


def test_without_an_attribution_the_outlet_speaks():
    assert speaker(make_claim()) == "the outlet itself"
    assert speakers([make_claim(), make_claim(number=2)]) == ["the outlet itself"]
    assert speakers([make_claim(), make_claim(number=2, outlet="The Heron")]) == ["the outlets themselves"]


def test_an_outlet_is_named_where_others_speak_too():
    police, heron = make_claim(speaker="The police"), make_claim(outlet="The Heron")
    assert speakers([police, heron]) == ["The police", "The Heron itself"]
    assert speakers([police, make_claim(outlet=None)]) == ["The police", "the outlet itself"]
    assert speakers([heron, police, make_claim()]) == ["the outlets themselves", "The police"]


def test_each_speaker_is_told_once_in_the_order_of_the_claims():
    claims = [make_claim(speaker=name) for name in ("The police", "the union", "the  police")]
    assert speakers(claims) == ["The police", "the union"]


def test_each_citation_is_numbered_once():
    assert numbers([make_claim(number=3), make_claim(number=1), make_claim(number=3)]) == [1, 3]


@pytest.mark.parametrize(
    ("kind", "reason", "told"),
    [
        (None, "", ""),
        (Kind.UPDATE, "a later report has more", "Update: a later report has more"),
        (Kind.SCOPE, "", "Another scope"),
        (Kind.SPEAKER, "the union\nsays so", "Another speaker: the union says so"),
        (Kind.CONTRADICTION, "", "Contradiction"),
    ],
)
def test_how_a_value_differs_is_told_by_kind_and_reason(kind, reason, told):
    assert why(make_group(make_claim(), kind=kind, reason=reason)) == told
