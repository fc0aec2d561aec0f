from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article, make_read

from index.article import Sentence
from rag.answer import Evidence, Span
from rag.claim import Moment
from rag.claims import claims
from rag.grouping import group

TUESDAY = date(2026, 2, 3)


def far(_one, _other):
    return 0.0


def near(_one, _other):
    return 1.0


def read(quote, span, chance=0.8, number=1, **fields):
    """A sentence that is all of an article, read and judged."""
    found = make_read(quote, span, 9.0, 3.0, f"a{number}", chance=chance)
    return replace(found, article=replace(found.article, **({"published": TUESDAY} | fields)))


def texts(question, *evidence, alike=far):
    return [claim.text for claim in claims(question, evidence, alike)]


def test_a_claim_is_the_articles_own_words_with_their_speaker_and_their_place():
    evidence = read("Police said that at least 22 sailors drowned.", "22")
    (claim,) = claims("How many sailors drowned?", [evidence], far)
    assert claim.text == "at least 22"
    assert evidence.article.text[claim.start : claim.end] == claim.text
    assert claim.attribution.speaker == "Police"
    assert (claim.citation.number, claim.citation.quote) == (0, evidence.quote)
    assert claim.published == TUESDAY


def test_what_counts_something_else_is_no_claim():
    both = read("The storm killed 36 farmers and 22 sailors.", "36 farmers")
    assert texts("How many sailors were killed?", both) == ["22"]
    other = read("The storm killed 36 farmers.", "36 farmers", 0.5, 2)
    assert texts("How many sailors were killed?", both, other) == ["22"]


def test_another_outcome_is_no_claim():
    dead, hurt = read("In all, 22 sailors were killed.", "22"), read("Some 40 sailors were injured.", "40", 0.7, 2)
    assert texts("How many sailors were killed?", dead, hurt) == ["22"]


def test_another_word_for_the_same_is_a_claim_where_the_two_are_alike():
    one, other = read("Some 22 sailors drowned.", "22 sailors"), read("Only 17 seamen drowned.", "17 seamen", 0.7, 2)
    assert texts("How many sailors drowned?", one, other, alike=near) == ["Some 22", "Only 17"] or texts(
        "How many sailors drowned?", one, other, alike=near
    ) == ["Some 22", "17"]
    assert texts("How many sailors drowned?", one, other, alike=far) == ["Some 22"]


def test_what_is_counted_beside_it_is_something_else_however_alike():
    both = read("The storm killed 36 farmers and 22 sailors.", "22 sailors")
    farmers = read("The storm killed 40 farmers.", "40 farmers", 0.7, 2)
    assert texts("How many sailors were killed?", both, farmers, alike=near) == ["22"]


def test_the_other_side_is_heard_in_a_report_that_gives_the_value():
    article = make_article("Police said 22 soldiers went. The rebels claimed that 280 soldiers went.", id="a1")
    one = Evidence(article, Sentence(0, 29), 3.0, 1.0, 1.0, Span(12, 14, 9.0), 0.8)
    other = Evidence(article, Sentence(30, 72), 3.0, 1.0, 1.0, Span(54, 57, -3.0), 0.02)
    assert [c.text for c in claims("How many soldiers went?", [one, other], far)] == ["22", "280"]
    elsewhere = replace(other, article=replace(article, id="a2"))
    assert [c.text for c in claims("How many soldiers went?", [one, elsewhere], far)] == ["22"]


def test_an_article_is_not_asked_about_what_came_after_it():
    asked = "Who was sworn in as mayor of Orsk in May 2025?"
    now, then = (
        replace(
            read(f"{name} was sworn in as mayor of Orsk.", name, number=n),
            article=make_article(f"{name} was sworn in as mayor of Orsk.", id=f"a{n}", published=date(year, 5, 20)),
        )
        for n, (name, year) in enumerate((("Ada Holm", 2025), ("Ivo Brandt", 2021)), start=1)
    )
    assert [c.text for c in claims(asked, [now, then], far)] == ["Ada Holm"]


def test_another_month_or_a_thing_of_another_name_is_not_asked_for():
    asked = "How many passengers did the Marit carry in May 2025?"
    may = read("The Marit carried 900 passengers in May 2025.", "900")
    june = read("The Marit carried 1,200 passengers in June 2025.", "1,200", 0.7, 2)
    other = read("The Selma carried 1,500 passengers in May 2025.", "1,500", 0.7, 3)
    assert texts(asked, may, june, other) == ["900"]


def test_times_are_resolved_against_the_day_of_their_article():
    evidence = read("The ferry sank on Monday.", "on Monday")
    (claim,) = claims("When did the ferry sink?", [evidence], far)
    assert (claim.text, claim.value.first) == ("Monday", date(2026, 2, 2))
    undated = read("The ferry sank on Monday.", "on Monday", published=None)
    assert claims("When did the ferry sink?", [undated], far)[0].value == Moment(18, 24, None, None, 0)


def test_names_are_the_spans_that_the_reader_is_sure_of():
    sure, unsure = read("Ada Holm steered the ferry.", "Ada Holm"), read("Bo Lind steered it.", "Bo Lind", 0.2, 2)
    assert texts("Who steered the ferry?", sure, unsure) == ["Ada Holm"]


def test_who_denies_says_no():
    evidence = read("Norland blamed Sudland, a charge that Sudland has rejected.", "Norland blamed Sudland")
    found = claims("Is Sudland to blame?", [evidence], far)
    assert {claim.value.key for claim in found} == {"yes", "no"}
    denial = next(claim for claim in found if claim.value.key == "no")
    assert denial.attribution.speaker == "Sudland"
    assert group(found) is None or group(found).groups


def test_a_sentence_is_for_the_one_of_two_that_it_is_nearer_to():
    def alike(question, text):
        return 0.9 if question.split()[-1].strip("?") in text else 0.2

    strike, lockout = read("It was a strike.", "strike"), read("It was a lockout.", "lockout", 0.7, 2)
    found = claims("Was it a strike or a lockout?", [strike, lockout], alike)
    assert [claim.value.key for claim in found] == ["first", "second"]
    assert len(group(found).groups) == 2


def test_a_place_or_a_period_that_not_all_share_limits_a_count():
    whole = read("In all, 22 guards died in Norland.", "22", number=1)
    again = read("Norland says 22 guards died.", "22", number=2)
    part = read("Seven guards died in Orsk within 48 hours.", "Seven", 0.7, 3)
    found = claims("How many guards died?", [whole, again, part], far)
    scopes = {claim.text: claim.scope for claim in found}
    assert scopes["22"].places == frozenset()
    assert scopes["Seven"].places == {"orsk"}
    assert scopes["Seven"].period == 172_800.0
    assert group(found) is None


@pytest.mark.parametrize("question", ["Why did it sink?", "Which towns were flooded?", ""])
def test_a_question_without_one_value_has_no_claims(question):
    assert texts(question, read("Some 22 sailors drowned.", "22")) == []


def test_without_evidence_there_are_no_claims():
    assert claims("How many sailors drowned?", [], far) == []


@given(
    st.text(min_size=1, max_size=80),
    st.sampled_from(["How many?", "When?", "Who was it?", "Is it so?", "Is it A or B?"]),
)
def test_a_claim_is_always_its_article_to_the_letter(text, question):
    article = make_article(text)
    evidence = Evidence(article, Sentence(0, len(text)), 1.0, 1.0, 1.0, Span(0, len(text), 9.0), 0.9)
    for claim in claims(question, [evidence], near):
        assert article.text[claim.start : claim.end] == claim.text
        assert claim.citation.start <= claim.start <= claim.end <= claim.citation.end
        said = claim.attribution
        assert said is None or article.text[said.start : said.end] == said.speaker
