from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.choice import ALL, Choice, parse_choice
from index.errors import ChoiceUnusable

INDIA = timezone(timedelta(hours=5, minutes=30))


def test_nothing_asked_for_is_every_article():
    assert parse_choice() == ALL
    assert not parse_choice([], None, None)


@pytest.mark.parametrize(
    ("words", "since"),
    [
        ("2026-02-04", date(2026, 2, 4)),
        (" 2026-02-04 ", date(2026, 2, 4)),
        ("2026-02-04T15:58:00+05:30", datetime(2026, 2, 4, 15, 58, tzinfo=INDIA)),
        ("2026-02-04 15:58Z", datetime(2026, 2, 4, 15, 58, tzinfo=UTC)),
    ],
)
def test_days_and_instants_with_an_offset_are_read(words, since):
    assert parse_choice(since=words) == Choice(since=since)
    assert parse_choice(until=words) == Choice(until=since)


@pytest.mark.parametrize("words", ["", "yesterday", "04.02.2026", "2026-02-31", "2026-02-04T15:58", "2026"])
def test_any_other_time_is_refused_with_a_mend(words):
    with pytest.raises(ChoiceUnusable) as caught:
        parse_choice(["The Gull"], until=words)
    assert repr(words) in caught.value.fault
    assert "2026-02-04T15:58:00+05:30" in caught.value.mend


@given(st.dates(), st.dates())
def test_a_time_that_ends_before_it_begins_is_refused_and_no_other(first, last):
    if first <= last:
        choice = parse_choice([], first.isoformat(), last.isoformat())
        start, end = choice.seconds
        assert end - start == ((last - first).days + 1) * 86_400 - 1
    else:
        with pytest.raises(ChoiceUnusable):
            parse_choice([], first.isoformat(), last.isoformat())


@given(st.dates(), st.dates())
def test_as_of_is_another_until_and_the_earlier_one_holds(until, as_of):
    chosen = parse_choice(until=until.isoformat(), as_of=as_of.isoformat())
    assert chosen == parse_choice(as_of=min(until, as_of).isoformat()) == Choice(until=min(until, as_of))


def test_as_of_an_instant_is_earlier_than_the_end_of_its_day():
    instant = datetime(2026, 2, 4, 15, 58, tzinfo=INDIA)
    assert parse_choice(until="2026-02-04", as_of=instant.isoformat()).until == instant
    assert parse_choice(until=instant.isoformat(), as_of="2026-02-04").until == instant


def test_as_of_is_named_where_it_is_no_date_or_comes_before_the_beginning():
    with pytest.raises(ChoiceUnusable, match=r"'soon' is no date .`as of`."):
        parse_choice(as_of="soon")
    with pytest.raises(ChoiceUnusable, match="from 2026-02-04 to 2026-02-03 ends before it begins"):
        parse_choice(since="2026-02-04", until="2026-02-05", as_of="2026-02-03")
