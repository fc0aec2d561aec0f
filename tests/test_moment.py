import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.claim import Moment
from rag.values.moment import compatible, in_words, moments
from tests.strategies import texts

THURSDAY = date(2026, 2, 5)
PIECES = (
    "Monday", "last Friday", "on ", "at ", "4 p.m.", "16:38", "noon", " to ", " and ", "between ", "from ", "–", "-",
    ", ", "February ", "3", "30", "2026", "1958", "May ", "the weekend", "last week", "two days ago",
    "two weeks earlier", "999 years ago", "will ", "said ", "03/02/2026", "2026-02-30", "2000s", " | ", "(", ")",
    "29 February", "'90s", "٣", " ",
)  # fmt: skip
heaps = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=20).map("".join) | texts
days = st.dates() | st.none() | st.datetimes(timezones=st.just(UTC))

DAYS = {  # the words found, the first and the last day, in an article of Thursday, 5 February 2026
    "The ferry sank on February 3, 2026.": ("February 3, 2026", "2026-02-03", "2026-02-03"),
    "It sank on 3 February 2026 off Orsk.": ("3 February 2026", "2026-02-03", "2026-02-03"),
    "It sank on Feb. 3.": ("Feb. 3", "2026-02-03", "2026-02-03"),
    "FEB 3: the ferry sinks.": ("FEB 3", "2026-02-03", "2026-02-03"),
    "It sank on the 3rd of March.": ("3rd of March", "2026-03-03", "2026-03-03"),
    "Filed 2026-02-03 at Orsk": ("2026-02-03", "2026-02-03", "2026-02-03"),
    "Filed 13/02/2026 at Orsk": ("13/02/2026", "2026-02-13", "2026-02-13"),
    "Filed 03.03.2026 at Orsk": ("03.03.2026", "2026-03-03", "2026-03-03"),
    "On Tuesday, February 3, it sank.": ("Tuesday, February 3", "2026-02-03", "2026-02-03"),
    "It sank on Monday (February 2) off Orsk.": ("Monday (February 2)", "2026-02-02", "2026-02-02"),
    "Tue, 3 Feb 2026": ("Tue, 3 Feb 2026", "2026-02-03", "2026-02-03"),
    "It sank on December 30.": ("December 30", "2025-12-30", "2025-12-30"),
    "It sank on 12 March last year.": ("12 March last year", "2025-03-12", "2025-03-12"),
    "On February 3, 2000 people came.": ("February 3", "2026-02-03", "2026-02-03"),
    "Born on 29 February.": ("29 February", "2024-02-29", "2024-02-29"),
    "It sank in February.": ("February", "2026-02-01", "2026-02-28"),
    "It sank in October.": ("October", "2025-10-01", "2025-10-31"),
    "It sank in early March 2025.": ("early March 2025", "2025-03-01", "2025-03-31"),
    "It was built in February 2024.": ("February 2024", "2024-02-01", "2024-02-29"),
    "It opens in May.": ("May", "2026-05-01", "2026-05-31"),
    "It sank last March.": ("last March", "2025-03-01", "2025-03-31"),
    "It sank in March last year.": ("March last year", "2025-03-01", "2025-03-31"),
    "It was built in 2021.": ("2021", "2021-01-01", "2021-12-31"),
    "The crisis of 1908 ended.": ("1908", "1908-01-01", "1908-12-31"),
    "It opens by 2030.": ("2030", "2030-01-01", "2030-12-31"),
    "The pier (1958) fell.": ("1958", "1958-01-01", "1958-12-31"),
    "It was sold in late 2025": ("late 2025", "2025-01-01", "2025-12-31"),
    "- 2021: the pier falls": ("2021", "2021-01-01", "2021-12-31"),
    "the 2021 flood": ("2021", "2021-01-01", "2021-12-31"),
    "The 1990s were dry.": ("1990s", "1990-01-01", "1999-12-31"),
    "in the early 2000s": ("early 2000s", "2000-01-01", "2009-12-31"),
    "in the ’90s": ("’90s", "1990-01-01", "1999-12-31"),
    "The war of 1958–59 ended.": ("1958–59", "1958-01-01", "1959-12-31"),
    "The drought (1973-77) ended.": ("1973-77", "1973-01-01", "1977-12-31"),
    "He ruled from 1973 to 1977.": ("from 1973 to 1977", "1973-01-01", "1977-12-31"),
    "It lasted from 3 to 5 February.": ("from 3 to 5 February", "2026-02-03", "2026-02-05"),
    "It lasted February 3-5, 2026.": ("February 3-5, 2026", "2026-02-03", "2026-02-05"),
    "It lasted from 30 December to 2 January 2025.": (
        "from 30 December to 2 January 2025", "2024-12-30", "2025-01-02"),
    "It rained from November to January.": ("from November to January", "2025-11-01", "2026-01-31"),
    "It sank between Monday and Wednesday.": ("between Monday and Wednesday", "2026-02-02", "2026-02-04"),
    "It will be held from Monday to Wednesday.": ("from Monday to Wednesday", "2026-02-09", "2026-02-11"),
    "It sank on Monday.": ("Monday", "2026-02-02", "2026-02-02"),
    "It sank on Friday.": ("Friday", "2026-01-30", "2026-01-30"),
    "It sank on Thursday.": ("Thursday", "2026-02-05", "2026-02-05"),
    "It sank last Thursday.": ("last Thursday", "2026-01-29", "2026-01-29"),
    "It sank last Friday.": ("last Friday", "2026-01-30", "2026-01-30"),
    "It sank on Monday night.": ("Monday night", "2026-02-02", "2026-02-02"),
    "It sails next Monday.": ("next Monday", "2026-02-09", "2026-02-09"),
    "The court will sit on Monday.": ("Monday", "2026-02-09", "2026-02-09"),
    "On Monday the court will sit.": ("Monday", "2026-02-09", "2026-02-09"),
    "It is due to sail on Thursday.": ("Thursday", "2026-02-12", "2026-02-12"),
    "It will sail, the owner said on Monday.": ("Monday", "2026-02-02", "2026-02-02"),
    "It sank on Monday last week.": ("Monday last week", "2026-01-26", "2026-01-26"),
    "Shots fell during Friday prayers.": ("Friday", "2026-01-30", "2026-01-30"),
    "It sank over the weekend.": ("over the weekend", "2026-01-31", "2026-02-01"),
    "It will sail over the weekend.": ("over the weekend", "2026-02-07", "2026-02-08"),
    "It sails this weekend.": ("this weekend", "2026-02-07", "2026-02-08"),
    "It sank last week.": ("last week", "2026-01-26", "2026-02-01"),
    "It sank in the past week.": ("the past week", "2026-01-29", "2026-02-05"),
    "It sank earlier this month.": ("earlier this month", "2026-02-01", "2026-02-28"),
    "It sank last month.": ("last month", "2026-01-01", "2026-01-31"),
    "It sank last year.": ("last year", "2025-01-01", "2025-12-31"),
    "It sank yesterday.": ("yesterday", "2026-02-04", "2026-02-04"),
    "It sank last night.": ("last night", "2026-02-04", "2026-02-04"),
    "It sank today.": ("today", "2026-02-05", "2026-02-05"),
    "It sails tonight.": ("tonight", "2026-02-05", "2026-02-05"),
    "It sails tomorrow morning.": ("tomorrow morning", "2026-02-06", "2026-02-06"),
    "It sank the day before yesterday.": ("the day before yesterday", "2026-02-03", "2026-02-03"),
    "It sank three days ago.": ("three days ago", "2026-02-02", "2026-02-02"),
    "It was sold two weeks ago.": ("two weeks ago", "2026-01-19", "2026-01-25"),
    "It was sold a couple of years ago.": ("a couple of years ago", "2024-01-01", "2024-12-31"),
}  # fmt: skip

NONE = (
    "It may sink.", "May he rest at Orsk.", "They march on Orsk.", "The March on Orsk began.",
    "The sun set in a second.", "It was filed 03/02/2026.", "It sank on February 30.", "It sank on 31 April 2025.",
    "2000 people fled.", "They killed 1948 men.", "It sold 2,026 tickets.", "It fell by 2000 to 1800.",
    "a total of 1948 ferries", "the 2000 homes", "in 2000 homes", "They sing on Mondays.", "They sing every Monday.",
    "on Black Friday", "the Sunday Times", "Room 2021", "It is open from 4 to 6 p.m.", "It is open 16:00–18:00.",
    "It scored 3:2.", "It won 12-16.", "It costs 8.30.", "April said so.", "Four or five days ago",
    "on 14 October 1066", "It cost $2021.", "$1973-77", "more than three years ago", "16 a.m.", "",
)  # fmt: skip

CLOCKS = {
    "It sank at 4 p.m.": ("4 p.m.", None, 960),
    "It sank at 4pm.": ("4pm", None, 960),
    "It sank at 8.30am.": ("8.30am", None, 510),
    "It sank at 12:05 a.m. off Orsk.": ("12:05 a.m.", None, 5),
    "It sank at 16:38.": ("16:38", None, 998),
    "It sank at 0430 GMT.": ("0430 GMT", None, 270),
    "It sank at noon.": ("noon", None, 720),
    "It sank at midnight.": ("midnight", None, 0),
    "It sank at 4 p.m. on Monday.": ("4 p.m. on Monday", "2026-02-02", 960),
    "It sank on Monday at around 16:38 IST.": ("Monday at around 16:38 IST", "2026-02-02", 998),
    "It sank on February 3, 2026, at noon.": ("February 3, 2026, at noon", "2026-02-03", 720),
    "2026-02-03T16:38:00+05:30": ("2026-02-03T16:38:00+05:30", "2026-02-03", 998),
    "| 3 February | 16:38 | Orsk |": ("3 February | 16:38", "2026-02-03", 998),
}


def only(text, published=THURSDAY):
    (moment,) = moments(text, published)
    return moment


@pytest.mark.parametrize(("text", "told"), DAYS.items())
def test_words_of_time_come_to_days(text, told):
    moment = only(text)
    assert (text[moment.start : moment.end], str(moment.first), str(moment.last)) == told


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_sure_time_is_left_alone(text):
    assert moments(text, THURSDAY) == []


@pytest.mark.parametrize(("text", "told"), CLOCKS.items())
def test_an_hour_is_read_with_the_day_beside_it(text, told):
    moment = only(text)
    assert (text[moment.start : moment.end], moment.first and str(moment.first), moment.clock) == told


@pytest.mark.parametrize("words", [
    "Monday", "next Monday", "the weekend", "last week", "this month", "last year", "yesterday", "today", "tonight",
    "three days ago", "February 3", "February", "last March", "March last year", "two weeks earlier",
])  # fmt: skip
def test_in_an_article_without_a_date_the_day_is_unknown(words):
    moment = only(f"It was {words} again.", None)
    assert (moment.first, moment.last) == (None, None)


def test_a_weekday_is_named_even_where_its_day_is_unknown():
    assert only("It sank on Monday.", None).weekday == only("It sank on a Monday.").weekday == 0


@pytest.mark.parametrize(("text", "published", "first"), [
    ("It sank on Monday.", date(2026, 2, 2), "2026-02-02"),
    ("It will sail on Monday.", date(2026, 2, 2), "2026-02-09"),
    ("It sank over the weekend.", date(2024, 1, 1), "2023-12-30"),
    ("It sank over the weekend.", date(2026, 2, 7), "2026-02-07"),
    ("It sank yesterday.", date(2024, 3, 1), "2024-02-29"),
    ("It sank on December 31.", date(2026, 1, 1), "2025-12-31"),
    ("It sails on January 2.", date(2025, 12, 30), "2026-01-02"),
    ("It sank today.", datetime(2026, 2, 3, 1, tzinfo=timezone(timedelta(hours=5))), "2026-02-03"),
    ("It sank last month.", date(2026, 1, 31), "2025-12-01"),
])  # fmt: skip
def test_days_are_counted_from_that_of_publication_in_its_own_zone(text, published, first):
    assert str(only(text, published).first) == first


def test_two_days_later_are_counted_from_the_day_told_before():
    assert [str(m.first) for m in moments("It sank on 3 March 2021; two days later it rose.", THURSDAY)] == [
        "2021-03-03", "2021-03-05"]  # fmt: skip


def test_several_times_come_in_reading_order_each_with_its_own_tense():
    found = moments("The court will sit on Friday, he said on Monday, as in February 2025.", THURSDAY)
    assert [str(m.first) for m in found] == ["2026-02-06", "2026-02-02", "2025-02-01"]


COMPATIBLE = (
    ("in 2026", "on February 3, 2026", True),
    ("over the weekend", "on Saturday", True),
    ("on February 3", "on Tuesday", True),
    ("on February 3", "on Monday", False),
    ("at 4 p.m. on Monday", "on Monday", True),
    ("at 4 p.m. on Monday", "on Monday at 16:38", False),
    ("at 4 p.m.", "at 16:00", True),
    ("at 4 p.m.", "at noon", False),
    ("at 4 p.m.", "on Monday at 16:00", True),
    ("at 4 p.m.", "on Monday", False),
    ("from 3 to 5 February", "from 4 to 6 February", False),
)


@pytest.mark.parametrize(("one", "other", "fits"), COMPATIBLE)
def test_times_fit_where_the_days_of_one_hold_those_of_the_other(one, other, fits):
    assert compatible(only(one), only(other)) is compatible(only(other), only(one)) is fits


def test_a_weekday_of_an_unknown_day_fits_a_day_of_its_name():
    monday, tuesday = only("on Monday", None), only("on Tuesday", None)
    assert compatible(tuesday, only("on February 3, 2026"))
    assert not compatible(monday, only("on February 3, 2026"))
    assert not compatible(tuesday, only("in February 2026"))
    assert compatible(monday, only("last Monday", None))
    assert not compatible(monday, tuesday)
    assert not compatible(only("last week", None), only("in the last week", None))


@pytest.mark.parametrize(("text", "words"), [
    ("It sank on Monday.", "Monday (2 February 2026)"),
    ("It sank on February 3, 2026.", "February 3, 2026"),
    ("It sank over the weekend.", "over the weekend (31 January 2026 to 1 February 2026)"),
    ("It was built in 2021.", "2021"),
    ("It sank at noon.", "noon"),
])  # fmt: skip
def test_the_day_is_said_where_the_words_do_not(text, words):
    assert in_words(only(text), text) == words


@given(heaps, days)
def test_times_are_in_the_text_in_order_apart_and_not_backward(text, published):
    found = moments(text, published)
    assert all(0 <= m.start < m.end <= len(text) and in_words(m, text) for m in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all((m.first is None) == (m.last is None) and (m.first is None or m.first <= m.last) for m in found)
    assert all(m.clock is None or 0 <= m.clock < 1440 for m in found)


some_moments = st.builds(
    lambda first, more, weekday, clock: Moment(0, 1, first, first and first + timedelta(more), weekday, clock),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.integers(0, 3), st.none() | st.integers(0, 6),
    st.none() | st.integers(0, 2),
)  # fmt: skip


@given(some_moments, some_moments)
def test_fitting_is_symmetric_and_each_time_fits_itself(one, other):
    assert compatible(one, other) is compatible(other, one)
    assert compatible(one, one)


@pytest.mark.parametrize(
    "piece", ["Monday ", "2 days ago ", "Feb 3 ", "from 3 to ", "1", "will on Monday ", "\n", "9:59 "]
)
def test_a_long_line_is_read_in_time(piece):
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    moments(text, THURSDAY)
    assert time.process_time() - begun < 8


def test_what_parses_dates_is_loaded_only_when_used():
    code = "import rag.values.moment, sys; print('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
