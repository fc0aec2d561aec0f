import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article

from index.split import split
from rag.scan.setting import days, frame, names, places, times
from rag.scan.sighting import sightings
from rag.values.outcome import outcome


def seen(text, **fields):
    article = make_article(text, **fields)
    return list(sightings(article, 0, split(article)))


def counted(text, **fields):
    return [(sighting.value.low, sighting.noun, sighting.outcome) for sighting in seen(text, **fields)]


@pytest.mark.parametrize(("text", "expected"), [
    ("The wreck killed 14 sailors and 3 divers.", [(14, "sailors", "dead"), (3, "divers", "dead")]),
    ("The wreck killed 14 sailors and injured 30 divers.", [(14, "sailors", "dead"), (30, "divers", "hurt")]),
    ("The police said 14 sailors lost their lives.", [(14, "sailors", "dead")]),
    ("The storm claimed 14 lives.", [(14, "people", "dead")]),
    ("There were 36 deaths.", [(36, "people", "dead")]),
    ("In all, 36 were killed.", [(36, "people", "dead")]),
    ("In all, 36 people were killed.", [(36, "people", "dead")]),
    ("The harbour cut 120 jobs.", [(120, "jobs", "fewer")]),
    ("The bridge has 14 arches.", [(14, "arches", "")]),
    ("The wreck killed 14 sailors, compared with 11 divers in May.", [(14, "sailors", "dead")]),
    ("It lasted 14 hours.", []),
    ("Nobody knows why.", []),
    ("A share is 3 per cent, the other 5 per cent.", []),
])  # fmt: skip
def test_a_count_is_seen_with_its_noun_and_its_outcome(text, expected):
    assert counted(text) == expected


def test_a_row_is_named_by_its_first_cell():
    table = "| Measure | Number |\n| --- | --- |\n| Sailors killed in May | 19 |\n| Ships lost | 36+ |\n"
    assert counted(table, format="md") == [(19, "sailors", "dead"), (36, "ships", "fewer")]


def test_the_wording_of_a_sentence_is_without_its_numbers():
    (one,), (other,) = seen("The bridge has 14 arches."), seen("The bridge has at least 1,900 arches.")
    assert one.wording == other.wording == "The bridge has some arches."


@given(st.lists(st.sampled_from(("The wreck killed 14 sailors.", "Rs 4 billion", "| a | 3 |", "5%", "no", "In Orsk,"))))
def test_a_value_lies_within_its_sentence(parts):
    for sighting in seen(" ".join(["Well.", *parts])):
        assert sighting.sentence.start <= sighting.value.start < sighting.value.end <= sighting.sentence.end


@pytest.mark.parametrize(("text", "count", "told"), [
    ("Fire killed 14 sailors.", "14 sailors", "killed"),
    ("14 sailors were seriously injured.", "14 sailors", "injured"),
    ("22 people were killed and 40 people were injured.", "40 people", "injured"),
    ("22 people were killed and 40 people were injured.", "22 people", "killed"),
    ("At least 36 civilians had died, along with 22 soldiers.", "22 soldiers", "died"),
    ("The storm took the lives of 14 sailors.", "14 sailors", "lives"),
    ("At sea, 14 sailors lost their lives.", "14 sailors", "lost their lives"),
    ("The sailor who lives in Orsk saw 14 boats.", "14 boats", ""),
    ("The storm claimed 14 lives.", "14 lives", "lives"),
    ("The bridge has 14 arches.", "14 arches", ""),
])  # fmt: skip
def test_the_nearest_word_tells_the_outcome(text, count, told):
    start = text.index(count)
    others = [(text.index(other), text.index(other) + len(other)) for other in ("22 people", "36 civilians")
              if other in text and other != count]  # fmt: skip
    assert outcome(text, start, start + len(count), others).word == told


@pytest.mark.parametrize(("text", "before", "expected"), [
    ("The wreck killed 14 sailors in Orsk.", "", {"orsk"}),
    ("In Orsk, 14 sailors were killed.", "", {"orsk"}),
    ("On the island of Great Orme, 14 sailors were killed.", "", {"great", "orme"}),
    ("The wreck killed 14 sailors, a man in Orsk said.", "", set()),
    ("Of those who were there, 14 died.", "They went to Orsk.", {"orsk"}),
    ("Of the men there, 14 died.", "They went home.", {"there"}),
    ("There were 14 dead.", "They went to Orsk.", set()),
    ("The storm killed 14 sailors in Operation Dawn.", "", set()),
    ("The storm killed 14 sailors on Monday.", "", set()),
])  # fmt: skip
def test_a_place_limits_what_is_counted_beside_it(text, before, expected):
    start = text.index("14")
    assert places(text, start, start + 2, before) == expected


def test_a_place_that_opens_a_sentence_frames_it():
    assert frame("In Orsk, boats sank.") == {"orsk"}
    assert frame("Boats sank in Orsk.") == set()


@pytest.mark.parametrize(("text", "expected"), [
    ("In 2019, 14 died.", {"2019"}),
    ("In 2029, 14 died.", set()),
    ("Last year 14 died.", {"last year"}),
    ("It carries 14 a day.", {"a day"}),
    ("It could kill 14.", {"could"}),
    ("The share is 40 per cent.", set()),
])  # fmt: skip
def test_another_time_than_the_report_is_noted(text, expected):
    assert times(text, 2029) == expected


def test_the_day_of_the_telling_is_not_that_of_the_event():
    assert days("On Monday, 14 died.") == {"monday"}
    assert days("Police said on Tuesday that 14 died.") == set()


def test_names_are_capitalised_words():
    assert names("the harbour of Port Sellen and Orsk’s mayor") == {"port", "sellen", "orsk"}
