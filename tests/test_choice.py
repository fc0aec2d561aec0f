from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import make

from index.article import Article, Chunk
from index.choice import ALL, Choice, When, outlet_key, published_at
from index.copies import record
from index.lexical import Lexical
from index.lexical_writer import LexicalWriter
from index.recipe import Recipe
from index.store import Store

IST = timezone(timedelta(hours=5, minutes=30))
DAY = date(2024, 5, 4)

OUTLETS = (None, "Orsk Daily", "ORSK DAILY", "Orsk  daily", "Perm Post", "Straße")
WHENS: tuple[When | None, ...] = (
    None,
    date(1903, 5, 4),
    date(2024, 5, 3),
    DAY,
    date(2024, 5, 5),
    datetime(2024, 5, 4, tzinfo=UTC),
    datetime(2024, 5, 4, 23, 59, 59, tzinfo=UTC),
    datetime(2024, 5, 5, 2, tzinfo=IST),
    datetime(2024, 5, 5, 5, 30, tzinfo=IST),
)
PILE = [
    replace(make("The ferry left."), id=f"{number:016x}", path=f"/news/{number}.txt", outlet=outlet, published=when)
    for number, (outlet, when) in enumerate((outlet, when) for outlet in OUTLETS for when in WHENS)
]
Halves = tuple[Store, Lexical]


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> Halves:
    folder = tmp_path_factory.mktemp("chosen")
    store = Store.create(folder, Recipe("a-model", "fingerprint", 20))
    pairs = [(article, (Chunk(f"{article.id}-0000", article.id, 0, 15, article.text, ()),)) for article in PILE]
    store.put([(article, chunks, record(article)) for article, chunks in pairs])
    store.embed(pairs, np.ones((len(pairs), 1), dtype=np.float32))
    writer = LexicalWriter(folder)
    for article, chunks in pairs:
        writer.add(article, chunks)
    writer.finish("state")
    return store, Lexical(folder, "state")


def chosen(halves: Halves, choice: Choice) -> list[Article]:
    """The articles that both halves choose."""
    store, lexical = halves
    dense = {hit.chunk_id for hit in store.nearest(np.ones(1, dtype=np.float32), 1000, choice)}
    assert {hit.chunk_id for hit in lexical.search("ferry", 1000, choice)} == dense
    return [article for article in PILE if f"{article.id}-0000" in dense]


def as_asked(article: Article, choice: Choice) -> bool:
    """What the contract says, without seconds."""
    outlets = [outlet.casefold().split() for outlet in choice.outlets]
    if outlets and (article.outlet is None or article.outlet.casefold().split() not in outlets):
        return False
    if choice.since is None and choice.until is None:
        return True
    if article.published is None:
        return False
    when = instant(article.published)
    after = choice.since is None or when >= instant(choice.since)
    return after and (choice.until is None or when <= last_instant(choice.until))


def instant(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)


def last_instant(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(23, 59, 59), UTC)


whens = st.sampled_from(WHENS) | st.dates(date(1900, 1, 1), date(2030, 1, 1))
outlets = st.lists(st.sampled_from(["orsk daily", "Perm  Post", "STRASSE", "nobody", ""]), max_size=3).map(tuple)


@given(st.builds(Choice, outlets, whens, whens))
def test_both_halves_choose_the_articles_that_are_asked_for(halves: Halves, choice: Choice) -> None:
    assert chosen(halves, choice) == [article for article in PILE if as_asked(article, choice)]


@pytest.mark.parametrize("name", ["Orsk Daily", "orsk daily", " ORSK\tDAILY "])
def test_an_outlet_is_chosen_whatever_its_case_and_blanks(halves: Halves, name: str) -> None:
    assert {article.outlet for article in chosen(halves, Choice((name,)))} == {
        "Orsk Daily",
        "ORSK DAILY",
        "Orsk  daily",
    }


def test_a_part_of_an_outlets_name_chooses_nothing(halves: Halves) -> None:
    assert chosen(halves, Choice(("Orsk",))) == []


def test_a_day_is_all_of_it_from_its_first_to_its_last_second_in_utc(halves: Halves) -> None:
    found = {article.published for article in chosen(halves, Choice(since=DAY, until=DAY))}
    assert found == {when for when in WHENS if when and instant(when).astimezone(UTC).date() == DAY}
    assert datetime(2024, 5, 5, 2, tzinfo=IST) in found
    assert datetime(2024, 5, 5, 5, 30, tzinfo=IST) not in found


@pytest.mark.parametrize("zone", [UTC, IST, timezone(-timedelta(hours=8))])
def test_both_ends_of_a_time_are_included_whatever_their_zones(halves: Halves, zone: timezone) -> None:
    moment = datetime(2024, 5, 4, 20, 30, tzinfo=UTC).astimezone(zone)
    only = {article.published for article in chosen(halves, Choice(since=moment, until=moment))}
    assert only == {datetime(2024, 5, 5, 2, tzinfo=IST)}


def test_an_instant_without_a_zone_is_in_utc() -> None:
    bare = datetime(2024, 5, 4, 9, 30)  # noqa: DTZ001
    assert published_at(bare) == published_at(bare.replace(tzinfo=UTC))
    assert Choice(since=bare, until=bare).seconds == (published_at(bare), published_at(bare))


@pytest.mark.parametrize("choice", [Choice(since=date(1, 1, 1)), Choice(until=date(9999, 12, 30))])
def test_who_asks_for_a_time_is_shown_no_article_without_one(halves: Halves, choice: Choice) -> None:
    assert {article for article in PILE if article.published} == set(chosen(halves, choice))


def test_a_time_that_ends_before_it_begins_chooses_nothing(halves: Halves) -> None:
    assert chosen(halves, Choice(since=date(2024, 5, 5), until=DAY)) == []


def test_to_choose_nothing_in_particular_is_to_choose_all(halves: Halves) -> None:
    assert not ALL
    assert ALL.where() is None
    assert chosen(halves, ALL) == PILE
    assert all(map(bool, (Choice(("a",)), Choice(since=DAY), Choice(until=DAY))))


@given(st.text(max_size=20))
def test_the_key_of_an_outlet_is_its_own_key(name: str) -> None:
    assert outlet_key(outlet_key(name)) == outlet_key(name)


@given(st.dates())
@example(date.min)
@example(date.max)
def test_every_day_is_a_day_long(day: date) -> None:
    first, last = Choice(since=day, until=day).seconds
    assert (first, last - first) == (published_at(day), 86_399)
