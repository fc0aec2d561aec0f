from datetime import date
from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import make_article, make_evidence, make_following

from eval_questions.questions import SETS
from index.article import Sentence, SentenceKind
from index.read import read
from index.split import split
from rag.answer import Evidence
from rag.faithful.facts import facts
from rag.faithful.faults import Fault
from rag.names import alike

SANK = "The ferry Marit sank off Orsk on Monday with 184 passengers and 23 crew on board."
SAID = "Police said 22 people had died, and the mayor, Ada Holm, said 17 were injured."


def dated(quote: str, published: date = date(2026, 3, 10), title: str = "A ferry sinks") -> Evidence:
    article = make_article(quote, published=published, title=title)
    return Evidence(article, Sentence(0, len(quote)), 0.0)


def of(sentence, *quotes):
    return facts(sentence, [dated(quote) for quote in quotes])


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (SANK, "The Marit went down near Orsk on 9 March with 184 passengers."),
        (SANK, "In March 2026 the Marit sank off Orsk."),
        (SANK, "A hundred and eighty-four passengers were on the Marit."),
        (SANK, "More than 180 passengers were on board."),
        ("It cost 2.3 billion crowns.", "The cost was 2,300 million crowns."),
        ("The wall is 40 miles long.", "The wall is 64 km long."),
        ("The steering failed twice.", "The steering broke down two times."),
        ("Ilya Benko, 19, scored.", "Ilya Benko, a 19-year-old, scored."),
        ("Eight planes came from Portugal.", "Eight Portuguese planes came."),
        ("Khwaja Asif spoke.", "Khawaja Asif spoke."),
        ("The World Food Fund paid.", "The WFF paid."),
        ("He called it “a story without a witness”.", "He called it “a story without a witness.”"),
        ("The best known is “Woman with a Goose”.", "“Woman with a Goose” is the best known."),
        (SAID, "The police counted 22 dead."),
        (SAID, "According to Ada Holm, 17 were injured."),
        (SAID, "The mayor said 17 people were injured."),
        ("The owner, Norrlinje, said the ship was old.", "Norrlinje said the ship was old."),
        ("Nobody was injured.", "No one was hurt."),
        ("The weather service expects no rain.", "Rain is not expected."),
        ("The fire was not yet under control.", "The fire is still out of control."),
        ("He would not govern with them.", "He ruled out a government with them."),
        ("It was inspected between 2017 and 2020.", "From 2017 to 2020 it was inspected."),
    ],
)
def test_what_says_the_same_has_no_fault(quote, sentence):
    assert of(sentence, quote) == ()


@pytest.mark.parametrize(
    ("fault", "quote", "sentence"),
    [
        (Fault.NUMBER, SANK, "The Marit sank with 148 passengers on board."),
        (Fault.NUMBER, SANK, "The Marit sank with 190 passengers on board."),
        (Fault.NUMBER, SANK, "The Marit sank with nearly 180 passengers on board."),
        (Fault.NUMBER, "About 500 came.", "About 505 came."),
        (Fault.NUMBER, "Up to 40 people died.", "Forty people died."),
        (Fault.NUMBER, "Ravna won 3-1.", "Ravna won 4-1."),
        (Fault.NUMBER, "Benko, 19, scored.", "Benko, 18, scored."),
        (Fault.NUMBER, "It was his third win.", "It was his fourth win."),
        (Fault.NUMBER, "17 people died and 42 were injured.", "42 people died and 17 were injured."),
        (Fault.UNIT, "The rocket is 52 metres tall.", "The rocket is 52 feet tall."),
        (Fault.UNIT, "It took 20 minutes.", "It took 20 hours."),
        (Fault.UNIT, "It cost 310,000 pounds.", "It cost 310,000 euros."),
        (Fault.UNIT, "It cost 310,000 crowns.", "It cost 310,000 francs."),
        (Fault.UNIT, "It cost 2.3 billion crowns.", "It cost 2.3 million crowns."),
        (Fault.DATE, SANK, "The Marit sank on Tuesday."),
        (Fault.DATE, SANK, "The Marit sank on 8 March."),
        (Fault.DATE, "It opened in May 2019.", "It opened on 4 May 2019."),
        (Fault.DATE, "It was closed between 2017 and 2020.", "It was closed between 2014 and 2020."),
        (Fault.DATE, "It opened at 6:30 a.m.", "It opened at 7:30 a.m."),
        (Fault.NAME, SANK, "The Marit sank off Lusaro."),
        (Fault.NAME, "Ada Holm met Ben Lind.", "Ada Lind came."),
        (Fault.QUOTATION, "He called it “a story without a witness”.", "He called it “a story without a hero”."),
        (Fault.NEGATION, "The road will remain open.", "The road will not remain open."),
        (Fault.NEGATION, "The dam had not been inspected.", "The dam had been inspected."),
        (Fault.NEGATION, "Lang pleaded not guilty.", "Lang pleaded guilty."),
        (Fault.NEGATION, "The owner denied that the ship had a fault.", "The owner said the ship had a fault."),
        (Fault.NEGATION, "Shares rose on the news.", "Shares fell on the news."),
        (Fault.SPEAKER, SAID, "Ada Holm said 22 people had died."),
        (Fault.SPEAKER, SAID, "Police said 17 were injured."),
        (Fault.SPEAKER, "Inspector Renz believes that it was Kern.", "Kern believes that it was Renz."),
        (Fault.NAME, "Exercise Vinter Phase II began.", "Exercise Venta Phase II began."),
        (Fault.NAME, "Ada Holm, the defence minister, came.", "The chief minister, Ada Holm, came."),
        (Fault.NUMBER, "The fire destroyed 22 houses.", "The fire destroyed more than 22 houses."),
        (Fault.UNSUPPORTED, "Norland has more than 40% of the land.", "Norland is larger than the other regions."),
        (Fault.UNSUPPORTED, "The Marit was built in Orsk.", "The Marit was more modern than the other ferries."),
        (Fault.SPEAKER, SANK, "The Marit sank, according to the mayor."),
        (Fault.SPEAKER, SANK, "The harbour master said the Marit sank."),
    ],
)
def test_a_planted_fault_is_found(fault, quote, sentence):
    assert fault in of(sentence, quote)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("Norland is the largest of the regions.", "Norland is larger than the other regions."),
        ("Turnout exceeded that of 2019.", "Turnout was higher than in 2019."),
        ("More than 40 people came.", "More than 40 people came rather than stay."),
    ],
)
def test_a_comparison_that_the_text_makes_in_other_words_is_none(quote, sentence):
    assert Fault.UNSUPPORTED not in of(sentence, quote)


def test_each_fault_is_told_once_and_in_its_order():
    found = of("The Lusaro sank off Genthal on Tuesday with 9 and 8 passengers.", SANK)
    assert found == (Fault.NUMBER, Fault.DATE, Fault.NAME)


def test_a_name_may_stand_in_the_sentence_before_the_title_or_the_outlet():
    following = make_following("Ada Holm was there.", "She left at dawn.")
    assert facts("Ada Holm left at dawn.", [following]) == ()
    assert facts("Bo Lind left at dawn.", [following]) == (Fault.NAME,)
    assert facts("She left the Brenn port at dawn.", [dated("She left at dawn.", title="Brenn mourns")]) == ()


def test_several_cited_sentences_lend_their_facts_together():
    assert of("The Marit, bought for 41 million euros, had 23 crew.", SANK, "It was bought for 41 million euros.") == ()


def test_a_weekday_is_reckoned_from_the_day_of_the_article():
    sentence = "It sank on 9 March 2026."
    assert facts(sentence, [dated("It sank on Monday.", date(2026, 3, 10))]) == ()
    assert facts(sentence, [dated("It sank on Monday.", date(2026, 3, 20))]) == (Fault.DATE,)


def test_a_count_of_none_is_no_number_that_must_be_found():
    assert Fault.NUMBER not in of("No people were injured.", "Nobody was injured.")


@given(st.integers(2, 999_999), st.integers(2, 999_999))
def test_any_changed_number_is_caught(one, other):
    assume(one != other)
    assert of(f"The fire destroyed {one:,} houses.", f"The fire destroyed {one:,} houses.") == ()
    assert Fault.NUMBER in of(f"The fire destroyed {other:,} houses.", f"The fire destroyed {one:,} houses.")


@given(st.sampled_from(["about", "nearly", "more than", "at least"]), st.integers(11, 9_999), st.integers(1, 9))
def test_a_changed_number_is_caught_however_it_is_hedged(hedge, number, more):
    changed = of(
        f"The fire destroyed {hedge} {number * 10 + more} houses.", f"It destroyed {hedge} {number * 10} houses."
    )
    assert Fault.NUMBER in changed


@given(st.text(ascii_lowercase, min_size=4, max_size=9), st.text(ascii_lowercase, min_size=4, max_size=9))
def test_a_name_of_another_letter_is_caught(one, other):
    assume(one[0] != other[0] and one not in other and other not in one)
    quote, sentence = (f"The ferry left for X{name} at dawn." for name in (one, other))
    assume(one[:3] != other[:3])
    assume(not alike(f"x{one}", f"x{other}"))
    assert Fault.NAME in of(sentence, quote)


@pytest.mark.parametrize("name", ["herof", "agree"])
def test_a_sentence_of_an_article_has_no_fault_against_itself(name):
    for path in sorted((SETS / name / "articles").iterdir())[:20]:
        article = read(path)
        evidence = [Evidence(article, s, 0.0) for s in split(article) if s.kind is SentenceKind.PROSE]
        assert [(e.quote, found) for e in evidence if (found := facts(e.quote, [e]))] == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_held_against_any_other(sentence, quote):
    assert set(facts(sentence, [make_evidence(quote)])) <= set(Fault)
