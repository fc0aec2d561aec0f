from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import FRIDAY, MONDAY, make_claim, make_group

from rag.claim import Kind, Scope
from rag.differ import set_apart, speakers, time_order, why

HOUR, DAY = 3_600.0, 86_400.0
ORSK, ALDWICK = frozenset(["orsk"]), frozenset(["aldwick"])
scopes = st.builds(
    Scope,
    st.sampled_from(["", "guards"]),
    st.frozensets(st.sampled_from(["orsk", "aldwick", "karsk"])),
    st.sampled_from([None, HOUR, 48 * HOUR, 3 * DAY]),
)
times = (
    st.none()
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))))
)


def group_of(text, number, published=None, speaker="", **scope):
    claim = make_claim(text, number, published, speaker=speaker)
    fields = {name: getattr(claim, name) for name in claim.__slots__}
    return make_group(type(claim)(**fields | {"scope": Scope(**scope)}))


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (Scope(), Scope(), ""),
        (Scope(period=48 * HOUR), Scope(period=72 * HOUR), "over 2 days, not 3 days"),
        (Scope(period=HOUR), Scope(period=90.0), "over 1 hour, not 90 seconds"),
        (Scope(period=HOUR), Scope(), ""),
        (Scope(places=ORSK), Scope(), "in orsk"),
        (Scope(), Scope(places=ORSK), "not in orsk alone"),
        (Scope(places=ORSK), Scope(places=ALDWICK), "in orsk, not aldwick"),
        (Scope(places=ORSK), Scope(places=ORSK | ALDWICK), ""),
        (Scope("guards"), Scope("soldiers"), ""),
    ],
)
def test_periods_that_both_state_and_places_that_they_do_not_share_set_apart(one, other, words):
    assert set_apart(one, other) == words


@given(scopes)
def test_nothing_sets_a_scope_apart_from_itself(scope):
    assert set_apart(scope, scope) == ""


@given(scopes, scopes)
def test_what_sets_one_apart_from_another_sets_the_other_apart_too(one, other):
    assert bool(set_apart(one, other)) is bool(set_apart(other, one))


def test_another_scope_goes_before_all_other_reasons():
    first, other = group_of("22", 1, MONDAY, "Police"), group_of("17", 2, FRIDAY, "The rebels", places=ORSK)
    assert why(other, first) == (Kind.SCOPE, "in orsk")


def test_an_update_goes_before_another_speaker():
    first, other = group_of("22", 1, MONDAY, "Police"), group_of("17", 2, FRIDAY, "The rebels")
    assert why(other, first) == (Kind.UPDATE, "a later report has it")
    assert why(first, other) == (Kind.UPDATE, "an earlier report has it")


def test_another_speaker_goes_before_a_contradiction():
    first, other = group_of("22", 1, MONDAY, "Police"), group_of("17", 2, MONDAY, "The rebels")
    assert why(other, first) == (Kind.SPEAKER, "The rebels, not Police")


def test_what_one_report_tells_of_two_speakers_is_no_update():
    first = make_group(make_claim("22", 1, MONDAY), make_claim("22", 2, MONDAY))
    other = group_of("17", 1, MONDAY, "The rebels")
    assert why(other, first) == (Kind.SPEAKER, "The rebels, in a report that has the first value too")


def test_what_nothing_explains_is_a_contradiction():
    contradiction = (Kind.CONTRADICTION, "the reports contradict each other")
    assert why(group_of("17", 2), group_of("22", 1)) == contradiction
    assert why(group_of("17", 2, speaker="Police"), group_of("22", 1, speaker="police")) == contradiction
    assert why(group_of("17", 2, speaker="Police"), group_of("22", 1)) == contradiction


def test_many_speakers_are_not_all_named():
    voices = ["Police", "The rebels", "Ada Holm"]
    other = make_group(*(make_claim("17", at, speaker=voice) for at, voice in enumerate(voices, start=2)))
    assert why(other, group_of("22", 1, speaker="Hospitals"))[1] == "Police and others, not Hospitals"


def test_each_speaker_is_named_once_by_the_first_of_his_names():
    voices = ["General Ada Holm", "Holm", "", "Police", "police"]
    group = make_group(*(make_claim("22", at, speaker=voice) for at, voice in enumerate(voices, start=1)))
    assert speakers(group) == ["General Ada Holm", "Police"]


def test_days_and_instants_are_ordered_and_what_has_neither_is_last():
    noon, evening = datetime(2026, 2, 2, 12, tzinfo=UTC), datetime(2026, 2, 2, 18, tzinfo=UTC)
    given = [None, FRIDAY, evening, noon, MONDAY, date(2026, 2, 1)]
    assert sorted(given, key=time_order) == [date(2026, 2, 1), MONDAY, noon, evening, FRIDAY, None]


def test_an_instant_is_ordered_by_its_day_of_utc_wherever_it_is_told():
    east = datetime(2026, 2, 3, 0, 30, tzinfo=timezone(timedelta(hours=5.5)))
    later = datetime(2026, 2, 2, 23, tzinfo=UTC)
    assert time_order(east) < time_order(later)
    assert why(group_of("17", 2, east), group_of("22", 1, later))[1] == "an earlier report has it"


@given(times, times)
def test_any_two_times_have_an_order_and_later_instants_come_later(one, other):
    assert (time_order(one) < time_order(other)) or (time_order(one) >= time_order(other))
    if isinstance(one, datetime) and isinstance(other, datetime) and one.tzinfo and other.tzinfo:
        assert one >= other or time_order(one) <= time_order(other)
