from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import decoded, has_words, texts

from index.provenance import parse_published, read_provenance

IST = timezone(timedelta(hours=5, minutes=30))
DAY = date(2024, 5, 4)
STORY = "Floods in Orsk\n\nThe river rose on Monday."

PUBLISHED = [
    (" date 2024-05-04 The river rose.", DAY),
    ("Date: 2024-05-04\nThe river rose.", DAY),
    (f"Published On: 4 May 2024 at 15:58 IST\n\n{STORY}", DAY),
    (f"Published On: 4 May 2024 at 15:58 +05:30\n\n{STORY}", datetime(2024, 5, 4, 15, 58, tzinfo=IST)),
    (f"Published: 4 May 2024, 15:58 UTC\n{STORY}", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    (f"First published: 2024-05-04T15:58:00Z\n{STORY}", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    (f"Posted on May 4, 2024\n{STORY}", DAY),
    (f"{STORY}\n\nPublished 4 May 2024", DAY),
    (f"Published: 25/04/2024\n{STORY}", date(2024, 4, 25)),
    (f"Published: 05/04/2024\n{STORY}", None),
    (f"Published: 4 May\n{STORY}", None),
    (f"Published: last week\n{STORY}", None),
    (f"Published by: News Desk\n{STORY}", None),
    (f"Updated 4 May 2024 at 16:38 IST\n{STORY}", None),
    (f"Updated 5 May 2024\nPublished 4 May 2024\n{STORY}", DAY),
    ("Floods in Orsk\n\nORSK, May 4, 2024 — The river rose.", DAY),
    ("Floods in Orsk\n\nORSK, 4 May 2024 – The river rose.", DAY),
    ("Floods in Orsk\n\nORSK, May 4 — The river rose.", None),
    ("Floods in Orsk\n\nThe river rose on May 3, 2024, and fell.", None),
    ("Floods in Orsk\n\nOn May 3, 2024 — a Friday — it rose.", None),
    (" date 2024-13-45 The river rose.", None),
    (STORY, None),
]


@pytest.mark.parametrize(("text", "expected"), PUBLISHED)
def test_the_date_of_publication_is_what_the_text_says_it_is(text: str, expected: date | None) -> None:
    published = read_provenance(text).published
    assert (published, type(published)) == (expected, type(expected)) or (
        isinstance(expected, datetime) and published == expected
    )


DATELINES = [
    ("Floods\n\nORSK, May 4, 2024 — The river rose.", "ORSK"),
    ("Floods\n\nNEW ORSK (NNA) -- The river rose.", "NEW ORSK"),
    ("Floods\n\nOrsk: The river rose.", "Orsk"),
    ("ORSK – “The river rose,” she said.", "ORSK"),
    ("Floods\n\nIt rained for a week.\n\nOrsk/Perm - The river rose.", "Orsk/Perm"),
    ("Floods\n\nThe river rose – and fell.", None),
    ("Floods\n\nWhat is known so far: nothing at all.", None),
    (STORY, None),
]


@pytest.mark.parametrize(("text", "place"), DATELINES)
def test_the_dateline_is_the_place_before_the_dash_or_colon(text: str, place: str | None) -> None:
    assert read_provenance(text).dateline == place


LONG = "the river that runs below the dam rose again by four metres " * 2

TITLES = [
    (STORY, "Floods in Orsk"),
    (f"\n\n  {STORY}", "Floods in Orsk"),
    (f"# {STORY}", "Floods in Orsk"),
    (f"Updated 4 May 2024\nPublished By : News Desk\n\n{STORY}", "Floods in Orsk"),
    (" date 2024-05-04 The river rose.", "The river rose."),
    ("Updated 4 May 2024", "Updated 4 May 2024"),
    ("***\n\nThe river rose.", "The river rose."),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_title_is_the_first_line_with_words_that_is_no_stamp(text: str, title: str) -> None:
    assert read_provenance(text).title == title


def test_a_long_opening_is_shortened_to_whole_words() -> None:
    title = read_provenance(f"In spring {LONG}ended.").title
    assert len(title) <= 102
    assert title.endswith(" …")
    assert f"In spring {LONG}".startswith(title.removesuffix(" …") + " ")


def test_the_text_begins_after_a_date_stamp() -> None:
    text = " date 2024-05-04 The river rose."
    assert text[read_provenance(text).body :] == "The river rose."


def test_what_stands_before_the_body_tells_nothing() -> None:
    head = "Published: 4 May 2024\n"
    told = read_provenance(head + STORY, len(head))
    assert (told.published, told.title, told.body) == (None, "Floods in Orsk", len(head))


DATES = [
    ("2024-05-04", DAY),
    ("4 May 2024", DAY),
    ("May 4, 2024", DAY),
    ("4 May 2024 10am IST", DAY),
    ("2024-05-04T15:58", DAY),
    ("2024-05-04T00:00:00+05:30", datetime(2024, 5, 4, tzinfo=IST)),
    ("2024-05-04 15:58 GMT", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    ("4 May 2024 UTC", DAY),
    ("04/04/2024", date(2024, 4, 4)),
    ("13.04.2024", date(2024, 4, 13)),
    ("31/02/2024", None),
    ("May 2024", None),
    ("4 May", None),
    ("2024", None),
    ("yesterday", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "expected"), DATES)
def test_only_a_complete_and_unambiguous_date_is_read(words: str, expected: date | None) -> None:
    published = parse_published(words)
    assert published == expected
    assert isinstance(published, datetime) == isinstance(expected, datetime)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_date_written_out_is_read_back(day: date) -> None:
    assert parse_published(f"{day:%d %B %Y}") == day
    assert parse_published(f"{day:%B %d, %Y}") == day


@given(st.text(max_size=40))
def test_no_words_break_the_reading_of_dates(words: str) -> None:
    published = parse_published(words)
    assert published is None or not isinstance(published, datetime) or published.tzinfo


@given(texts.map(decoded).filter(has_words))
def test_every_text_with_words_has_a_title_and_a_body_within_it(text: str) -> None:
    told = read_provenance(text)
    assert told.title
    assert 0 <= told.body <= len(text)


AUTHORS = [
    ("By Jane Roe", "Jane Roe"),
    ("BY JANE ROE", "JANE ROE"),
    ("By Jane Roe and John Doe, Staff Writer", "Jane Roe and John Doe"),
    ("By Jane Roe, Staff Writer", "Jane Roe"),
    ("By Jane Roe, The Daily Example", "Jane Roe"),
    ("By Ada Holm, Karl Oz and Per Lund", "Ada Holm, Karl Oz and Per Lund"),
    ("By Jane van der Roe in Orsk", "Jane van der Roe"),
    ("By Jane Roe | Updated: 3 May 2024", "Jane Roe"),
    ("Written by: Jane Roe", "Jane Roe"),
    ("*By Jane Roe*", "Jane Roe"),
    ("By News Desk", "News Desk"),
    ("By PTI", "PTI"),
    ("Reporting by Jane Roe in Orsk and John Doe; Editing by Karl Oz", "Jane Roe and John Doe"),
    ("(Reporting by Jane Roe and John Doe in Perm; editing by Karl Oz.)", "Jane Roe and John Doe"),
    ("Editing by Karl Oz", None),
    ("Published By : Karl Oz", None),
    ("By Monday the army had taken the bridge.", None),
    ("By Monday", None),
    ("By Land and Sea", None),
    ("By the Numbers", None),
    ("By Karl Oz, the ferry was lost.", None),
]


@pytest.mark.parametrize(("line", "author"), AUTHORS)
def test_the_author_is_whom_a_byline_at_the_top_or_the_foot_names(line: str, author: str | None) -> None:
    for text in (f"Floods in Orsk\n{line}\n\nThe river rose.", f"Floods in Orsk\n\nThe river rose.\n\n{line}"):
        told = read_provenance(text)
        assert (told.author, told.title) == (author, "Floods in Orsk")


def test_a_byline_in_the_middle_of_a_long_text_names_no_author() -> None:
    story = "\n\n".join(["The river rose."] * 9)
    assert read_provenance(f"{story}\n\nBy Jane Roe\n\n{story}").author is None


MAY_3 = date(2024, 5, 3)
UPDATED = [
    ("Updated: 4 May 2024, 10:00 IST", None, DAY),
    ("Last updated on May 4, 2024", None, DAY),
    ("Modified 4 May 2024 10:00 UTC", None, datetime(2024, 5, 4, 10, tzinfo=UTC)),
    ("Published - 3 May 2024 10:00 am IST | Updated - 4 May 2024 11:00 am IST", MAY_3, DAY),
    ("Published 3 May 2024, updated 4 May 2024", MAY_3, DAY),
    (
        "First published 3 May 2024 (Last updated: 2024-05-04T10:00:00+05:30)",
        MAY_3,
        datetime(2024, 5, 4, 10, tzinfo=IST),
    ),
    ("By Jane Roe | Updated: 4 May 2024", None, DAY),
    ("Updated: 4 May 2024\nPosted on: 3 May 2024", MAY_3, DAY),
    ("Updated at 16:38 IST, 4 May 2024", None, DAY),
    ("Updated: 4 May", None, None),
    ("Updated: yesterday", None, None),
    ("The report, updated 4 May 2024, was short.", None, None),
]


@pytest.mark.parametrize(("line", "published", "updated"), UPDATED)
def test_published_and_updated_are_two_things(line: str, published: date | None, updated: date | None) -> None:
    told = read_provenance(f"Floods in Orsk\n{line}\n\nThe river rose.")
    assert (told.published, told.updated) == (published, updated)
    assert isinstance(told.updated, datetime) == isinstance(updated, datetime)


OUTLETS = [
    ("© 2024 The Daily Example", "The Daily Example"),
    ("© The Daily Example 2024", "The Daily Example"),
    ("Copyright © 2024, Orsk Media. All rights reserved.", "Orsk Media"),
    ("Copyright 2024 The Daily Example. All rights reserved.", "The Daily Example"),
    ("Source: The Daily Example", "The Daily Example"),
    ("(Source: Orsk Times)", "Orsk Times"),
    ("Source: a police officer", None),
    ("All rights reserved.", None),
    ("© 2024. All rights reserved.", None),
    ("The Daily Example", None),
    ("Photo © Per Lund", None),
]


@pytest.mark.parametrize(("line", "outlet"), OUTLETS)
def test_the_outlet_is_what_a_copyright_or_source_line_at_the_foot_names(line: str, outlet: str | None) -> None:
    assert read_provenance(f"{STORY}\n\n{line}").outlet == outlet


def test_a_source_far_from_the_foot_is_not_the_outlet() -> None:
    story = "\n\n".join(["The river rose."] * 9)
    assert read_provenance(f"Source: The Daily Example\n\n{story}").outlet is None


@given(texts.map(decoded).filter(has_words))
def test_what_a_text_does_not_say_is_not_told(text: str) -> None:
    told = read_provenance(text)
    assert told.outlet is None or told.outlet in text
    assert told.author is None or all(name in text for name in told.author.replace(" and ", ", ").split(", "))
