import re
import time

import attributed
import attributed_news
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Sentence
from rag.attribution import attribution, same_speaker

PIECES = (
    "said", "says", "told Reuters", "according to", "claimed", "the army", "Ada Holm", "he", "they", "police", "22",
    "while", "but", "and", "which", "who", "that", ",", ";", ":", ".", "“", "”", '"', "(OLF)", "on Monday",
    "in a statement", "the minister", "by his account", "citing", "put the toll at", "as", "reported", "'s", "\n",
    "said said", "of", "to",
)  # fmt: skip
SAID = attributed.SAID + attributed_news.SAID
OWN = attributed.OWN + attributed_news.OWN
heaps = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map(" ".join)


def article(text):
    return Article(id="a", text=text, title="", path="a.txt")


def read(marked):
    """The article of a marked text and what is said of the value in square brackets."""
    parts, sentences, at = marked.split(" | "), [], 0
    for part in parts:
        length = len(re.sub(r"[\[\]]", "", part))
        sentences.append(Sentence(at, at + length))
        at += length + 1
    here = next(i for i, part in enumerate(parts) if "[" in part)
    whole = " ".join(parts)
    start, end = whole.index("["), whole.index("]") - 1
    it = article(re.sub(r"[\[\]]", "", whole))
    before = sentences[here - 1] if here else None
    after = sentences[here + 1] if here + 1 < len(sentences) else None
    return it, attribution(it, sentences[here], start, end, before, after)


@pytest.mark.parametrize("case", SAID, ids=lambda case: case[0])
def test_what_somebody_says_is_his(case):
    marked, speaker, verb, via = (*case, None)[:4]
    _, found = read(marked)
    assert found is not None
    assert (found.speaker, found.verb, found.via) == (speaker, verb, via)


@pytest.mark.parametrize("marked", OWN)
def test_what_nobody_is_named_for_is_the_outlets_own(marked):
    assert read(marked)[1] is None


@pytest.mark.parametrize("case", SAID, ids=lambda case: case[0])
def test_a_speaker_is_written_in_the_article_where_it_says(case):
    it, found = read(case[0])
    assert it.text[found.start : found.end] == found.speaker


def test_a_pronoun_stands_for_who_spoke_further_up_where_the_sentence_before_names_nobody():
    text = "Minister Ivo Brandt spoke first. The hall was full. It was late. He said that 22 had died."
    last = Sentence(text.index("He"), len(text))
    before = Sentence(text.index("It"), last.start - 1)
    found = attribution(article(text), last, text.index("22"), text.index("22") + 2, before)
    assert (found.speaker, found.start) == ("Minister Ivo Brandt", 0)


def test_the_speaker_of_a_quotation_can_stand_in_the_next_sentence():
    text = "“We lost 22 men that night.” General Brandt was speaking in Orsk."
    first, second = Sentence(0, 28), Sentence(29, len(text))
    found = attribution(article(text), first, 9, 11, None, second)
    assert (found.speaker, text[found.start : found.end]) == ("General Brandt", "General Brandt")
    assert attribution(article(text), first, 9, 11) is None


@given(heaps, st.data())
def test_any_span_of_any_text_has_a_speaker_of_the_text_or_none(text, data):
    place = st.integers(0, len(text))
    cuts = sorted(data.draw(st.lists(place, min_size=4, max_size=4)))
    start, end = sorted((data.draw(place), data.draw(place)))
    found = attribution(article(text), Sentence(cuts[1], cuts[2]), start, end, Sentence(*cuts[:2]), Sentence(*cuts[2:]))
    assert found is None or (text[found.start : found.end] == found.speaker and found.speaker)


@given(heaps, st.integers(-5, 200), st.integers(-5, 200))
def test_places_outside_the_text_do_no_harm(text, start, end):
    found = attribution(article(text), Sentence(0, len(text) + 9), start, end)
    assert found is None or text[found.start : found.end] == found.speaker


@pytest.mark.parametrize("piece", ["police said 22 ", "said, ", "“ ", "( ", "and said ", "while ", "a", ", who ", " "])
def test_a_sentence_without_end_is_read_in_little_time(piece):
    text = piece * 20_000
    began = time.process_time()
    attribution(article(text), Sentence(0, len(text)), len(text) // 2, len(text) // 2 + 2, Sentence(0, 0), None)
    assert time.process_time() - began < 8


SAME = (
    ("Baloch Liberation Army (BLA)", "the BLA"), ("the Orsk Liberation Front", "The OLF"), ("Asif", "Khawaja Asif"),
    ("Defence Minister Khawaja Asif", "Khwaja Asif"), ("Police", "the police"), ("Mr. Brandt", "Lena Brandt"),
    ("the governor, Lena Vos", "Vos"), ("the governor, Lena Vos", "The governor"),
    ("the governor, Lena Vos", "the mayor, Lena Vos"), ("Khwaja Asif", "Khawaja Asif"),
    ("the U.N.", "the UN"), ("", ""), ("The minister", "the minister"),
)  # fmt: skip
OTHER = (
    ("police", "the army"), ("the BLA", "the PLA"), ("Ali Khan", "Imran Khan"), ("officials", "security officials"),
    ("the minister", "the prime minister"), ("Norland", "Norland's army"), ("Norland's army", "Sudria's army"),
    ("Khan", "Kahn"), ("Orsk", "Radio Orsk"), ("Orsk", "the mayor of Orsk"), ("Reuters", ""),
    ("the governor, Lena Vos", "the governor, Ivo Holm"), ("the governor, Lena Vos", "the mayor"),
    ("the deputy minister of defence", "the minister of defence"),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_name_a_speaker_are_the_same_speaker(one, other):
    assert same_speaker(one, other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_speakers_are_not_the_same(one, other):
    assert not same_speaker(one, other)


names = st.sampled_from([name for pair in SAME + OTHER for name in pair]) | st.text(max_size=12)


@given(names, names)
def test_it_does_not_matter_which_speaker_is_named_first(one, other):
    assert same_speaker(one, other) == same_speaker(other, one)
    assert same_speaker(one, one)


def test_a_whole_sentence_is_of_who_says_what_is_in_it():
    text = "Police said that the dam broke."
    assert attribution(article(text), Sentence(0, len(text)), 0, len(text)).speaker == "Police"
