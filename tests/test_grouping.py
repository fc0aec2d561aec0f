from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import FRIDAY, MONDAY, TUESDAY, make_claim

from rag.claim import Kind, Moment, Qualifier, Scope, Words
from rag.grouping import by_value, group, independent, support


def scoped(claim, **scope):
    return type(claim)(**{name: getattr(claim, name) for name in claim.__slots__} | {"scope": Scope(**scope)})


def words(text, key=None, number=1, **fields):
    return make_claim(text, number, value=Words(0, len(text), key or text.casefold()), **fields)


def values(claims):
    found = group(claims)
    return [g.value for g in found.groups] if found else None


def test_reports_that_agree_are_no_disagreement():
    assert group([]) is None
    assert group([make_claim("22", 1)]) is None
    assert group([make_claim("22", 1), make_claim("22", 2)]) is None


def test_the_value_of_most_independent_reports_comes_first():
    claims = [make_claim("17", 1), make_claim("22", 2), make_claim("22", 3)]
    found = group(claims)
    assert [(g.value, g.reports) for g in found.groups] == [("22", 2), ("17", 1)]
    assert found.groups[0].kind is None
    assert found.groups[1].kind is Kind.CONTRADICTION


def test_a_hedged_value_is_that_which_it_hedges():
    hedged = make_claim("more than 22", 2, qualifier=Qualifier.MORE_THAN)
    assert values([make_claim("22", 1), hedged]) is None
    assert values([make_claim("17", 1), make_claim("22", 3), hedged]) == ["22", "17"]


def test_a_claim_that_fits_several_values_goes_to_the_nearest():
    about = make_claim("about 200", 3, qualifier=Qualifier.ABOUT)
    found = group([make_claim("196", 1), make_claim("202", 2), about])
    assert [[c.text for c in g.claims] for g in found.groups] == [["202", "about 200"], ["196"]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("khwaja asif", "khawaja asif", True),
        ("asif", "khawaja asif", True),
        ("nfl", "northern ferry line", True),
        ("iran", "iraq", False),
        ("north gate", "south gate", False),
        ("first", "second", False),
    ],
)
def test_names_are_one_but_for_spelling_initials_and_what_is_left_out(one, other, same):
    assert (values([words(one, number=1), words(other, number=2)]) is None) is same


def test_values_of_different_kinds_are_not_one():
    moment = make_claim("Monday", 2, value=Moment(0, 6, MONDAY, MONDAY, 0))
    assert len(group([make_claim("22", 1), moment]).groups) == 2


def test_times_are_shown_with_their_day():
    claims = [make_claim("Monday", 1, value=Moment(0, 6, MONDAY, MONDAY, 0)),
              make_claim("3 February", 2, value=Moment(0, 10, TUESDAY, TUESDAY))]  # fmt: skip
    assert set(values(claims)) == {"Monday (2 February 2026)", "3 February (3 February 2026)"}


def test_what_one_voice_says_in_one_report_is_two_facts():
    one, other = make_claim("22", 1), make_claim("17", 1)
    assert group([one, other]) is None
    assert group([make_claim("22", 1, speaker="Police"), make_claim("17", 1, speaker="Police")]) is None
    assert values([make_claim("22", 1, speaker="Police"), make_claim("17", 1, speaker="Rebels")]) is not None


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"period": 172_800.0}, {"period": 259_200.0}, True),
        ({"period": 172_800.0}, {}, False),
        ({"places": frozenset({"orsk"})}, {"places": frozenset({"aldwick"})}, True),
        ({"places": frozenset({"orsk"})}, {}, True),
        ({"places": frozenset({"orsk"})}, {"places": frozenset({"orsk", "aldwick"})}, False),
        ({}, {}, False),
    ],
)
def test_another_scope_is_another_fact(one, other, apart):
    claims = [scoped(make_claim("22", 1), **one), scoped(make_claim("17", 2), **other)]
    assert (group(claims) is None) is apart


def test_a_scope_that_some_state_is_why_values_differ():
    claims = [scoped(make_claim("22", 1), period=172_800.0), scoped(make_claim("17", 2), period=259_200.0),
              make_claim("17", 3)]  # fmt: skip
    found = group(claims)
    assert found.groups[1].kind is Kind.SCOPE
    assert found.groups[1].reason == "over 2 days, not 3 days"


def test_a_later_report_updates_an_earlier_one():
    found = group([make_claim("17", 1, MONDAY), make_claim("17", 2, MONDAY), make_claim("22", 3, FRIDAY)])
    assert (found.groups[1].kind, found.groups[1].reason) == (Kind.UPDATE, "a later report has it")
    found = group([make_claim("17", 1, MONDAY), make_claim("22", 2, FRIDAY), make_claim("22", 3, FRIDAY)])
    assert (found.groups[1].kind, found.groups[1].reason) == (Kind.UPDATE, "an earlier report has it")


def test_a_day_and_an_hour_of_it_are_not_earlier_or_later():
    noon = datetime(2026, 2, 2, 12, tzinfo=UTC)
    assert group([make_claim("17", 1, MONDAY), make_claim("22", 2, noon)]).groups[1].kind is Kind.CONTRADICTION
    evening = datetime(2026, 2, 2, 18, tzinfo=UTC)
    assert group([make_claim("17", 1, noon), make_claim("22", 2, evening)]).groups[1].kind is Kind.UPDATE


def test_speakers_that_differ_are_named():
    found = group([make_claim("22", 1, speaker="Police"), make_claim("280", 2, speaker="The rebels")])
    assert found.groups[1].kind is Kind.SPEAKER
    assert "Police" in found.groups[1].reason
    assert "The rebels" in found.groups[1].reason


def test_copies_of_a_report_count_once():
    one, copy = make_claim("22", 1), make_claim("22", 2)
    copied = [type(c)(**{n: getattr(c, n) for n in c.__slots__}
                      | {"citation": type(c.citation)(c.citation.number, _of("r", c), c.citation.start, c.citation.end,
                                                      c.citation.quote)}) for c in (one, copy)]  # fmt: skip
    assert independent(copied) == 1
    assert group([*copied, make_claim("17", 3), make_claim("17", 4)]).groups[0].value == "17"


def _of(report, claim):
    from dataclasses import replace

    return replace(claim.citation.article, report=report)


def test_support_is_that_of_the_value_or_else_of_what_is_cited():
    claims = [make_claim("22", 1), make_claim("22", 2), make_claim("17", 3)]
    assert support([claims[0].citation], [claims]) == 2
    assert support([c.citation for c in claims], [[]]) == 3
    assert support([], []) == 0


CLAIMS = st.lists(
    st.builds(
        make_claim,
        st.sampled_from(["17", "19", "20", "21", "22", "about 20", "nearly 22", "more than 22"]),
        st.integers(1, 6),
        st.sampled_from([None, MONDAY, TUESDAY, FRIDAY, datetime(2026, 2, 3, 9, tzinfo=UTC), date(2026, 2, 9)]),
        speaker=st.sampled_from(["", "Police", "The rebels"]),
        qualifier=st.sampled_from(Qualifier),
    ),
    max_size=8,
)


@given(CLAIMS.flatmap(lambda claims: st.tuples(st.just(claims), st.permutations(claims))))
def test_the_order_of_the_claims_does_not_matter(pair):
    one, other = pair
    assert group(one) == group(other)


@given(CLAIMS)
def test_every_claim_is_in_one_value_and_none_is_lost(claims):
    told = [claim for members in by_value(claims) for claim in members]
    assert len(told) == len(claims)
    assert all(claim in told for claim in claims)


@given(CLAIMS)
def test_a_disagreement_has_two_values_at_least_and_says_why_of_all_but_the_first(claims):
    found = group(claims)
    if found:
        first, *others = found.groups
        assert others
        assert (first.kind, first.reason) == (None, "")
        assert all(g.kind and g.reason for g in others)
        assert first.reports == max(g.reports for g in found.groups)
