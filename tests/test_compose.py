from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence, make_following, make_passage

from index.article import Sentence
from rag.answer import Evidence, Span
from rag.compose import DraftSentence, ExtractiveGenerator

NAMES = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hal")

chances = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def composed(evidence, limit=5):
    return [sentence.text for sentence in ExtractiveGenerator(limit).compose(evidence)]


def said(*chances):
    """Evidence with these chances, of articles and sentences that share no name."""
    return [
        make_evidence(f"{name} steered.", article_id=f"a{name}", chance=chance)
        for name, chance in zip(NAMES, chances, strict=False)
    ]


def of_one_article(article_id, **chances):
    """Evidence of one article, sentence by sentence in its order."""
    passage = make_passage(*(f"{name} steered." for name in chances), article_id=article_id)
    places = zip(passage.sentences, chances.values(), strict=True)
    return [Evidence(passage.article, sentence, 1.0, chance=chance) for sentence, chance in places]


def likeliest_first(*evidence):
    return sorted(evidence, key=lambda e: -e.chance)


def test_without_evidence_there_is_no_draft():
    assert composed([]) == []


def test_a_sentence_is_quoted_to_the_letter_with_its_evidence():
    evidence = make_evidence("Ada steered.", chance=0.9)
    assert ExtractiveGenerator(5).compose([evidence]) == [DraftSentence("Ada steered.", (evidence,))]


@pytest.mark.parametrize(
    "quote",
    [
        "He steered.",
        "She steered.",
        "They steered.",
        "His mate steered.",
        "Her mate steered.",
        "Their mate steered.",
        "SHE STEERED.",
        "“She steered,” said Ben Lind.",
        "'They steered,' said Ben Lind.",
        "She’d steered.",
    ],
)
def test_a_sentence_that_begins_with_a_person_pronoun_brings_the_sentence_before_it_along(quote):
    assert composed([make_following("Ada Holm was the captain.", quote, chance=0.9)]) == [
        "Ada Holm was the captain.", quote]  # fmt: skip


@pytest.mark.parametrize(
    "quote",
    [
        "Ada Holm steered.",
        "It steered by itself.",
        "The mate steered.",
        "Here she steered.",
        "Hers was the wheel.",
        "Theirs was the wheel.",
        "Heron steered.",
        "On Monday she steered.",
    ],
)
def test_a_sentence_that_begins_otherwise_stands_alone(quote):
    assert composed([make_following("Ada Holm was the captain.", quote, chance=0.9)]) == [quote]


def test_a_sentence_with_a_pronoun_that_begins_its_paragraph_stands_alone():
    assert composed([make_evidence("She steered.", chance=0.9)]) == ["She steered."]


def test_the_sentence_that_is_brought_along_rests_on_its_own_place_and_has_no_words_that_answer():
    she = make_following("Ada Holm was the captain.", "She steered.", chance=0.9, span=Span(30, 37, 1.0))
    named, draft = ExtractiveGenerator(5).compose([she])
    assert draft == DraftSentence("She steered.", (she,))
    (evidence,) = named.evidence
    assert (evidence.article, evidence.sentence, evidence.quote) == (she.article, Sentence(0, 25), named.text)
    assert (evidence.span, evidence.before) == (None, None)


def test_a_sentence_that_is_taken_anyway_is_not_brought_along_again():
    she = make_following("Ada Holm was the captain.", "She steered.", chance=0.9)
    ada = Evidence(she.article, she.before, 1.0, chance=0.8)
    assert composed([she, ada]) == composed([replace(ada, chance=1.0), she]) == [ada.quote, she.quote]


def test_two_sentences_in_a_row_that_begin_with_a_pronoun_come_with_what_is_before_them_each_once():
    passage = make_passage("Ada Holm was the captain.", "She steered.", "She was ill.")
    named, steered, ill = passage.sentences
    evidence = [
        Evidence(passage.article, ill, 1.0, chance=0.9, before=steered),
        Evidence(passage.article, steered, 1.0, chance=0.8, before=named),
    ]
    assert composed(evidence) == ["Ada Holm was the captain.", "She steered.", "She was ill."]


@pytest.mark.parametrize(
    ("chances", "taken"),
    [
        ((0.9, 0.8, 0.7), 3),
        ((0.95, 0.9, 0.25), 3),
        ((0.95, 0.9, 0.23), 2),
        ((0.3, 0.25, 0.09), 2),
        ((0.9, 0.1), 1),
        ((0.09, 0.08), 1),
        ((0.5, 0.5, 0.5), 3),
    ],
)
def test_others_are_taken_where_they_are_likely_by_themselves_and_beside_the_likeliest(chances, taken):
    assert composed(said(*chances)) == [e.quote for e in said(*chances)[:taken]]


def test_what_is_brought_along_does_not_count():
    she = make_following("Ada Holm was the captain.", "She steered.", chance=0.9)
    assert composed([she], limit=1) == ["Ada Holm was the captain.", "She steered."]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_than_the_limit_are_taken(limit):
    assert len(composed(said(*[0.9] * 8), limit)) == limit


def test_sentences_of_one_article_come_in_its_order():
    assert composed(likeliest_first(*of_one_article("a1", Ada=0.7, Ben=0.9, Cleo=0.8))) == [
        "Ada steered.", "Ben steered.", "Cleo steered."]  # fmt: skip


def test_the_article_of_the_likeliest_sentence_comes_first_and_articles_are_not_mixed():
    one, other = of_one_article("a1", Ada=0.7, Ben=0.8), of_one_article("a2", Cleo=0.75, Dora=0.9)
    assert composed(likeliest_first(*one, *other)) == ["Cleo steered.", "Dora steered.", "Ada steered.", "Ben steered."]


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("The pier opened on Monday.", "On Monday, the pier opened.", 1),
        ("The pier opened on Monday.", "The pier opened.", 1),
        ("The pier opened.", "The pier opened on Monday.", 2),
        ("The pier cost 4 million.", "The pier cost 5 million.", 2),
        ("Talks will be held.", "Talks will not be held.", 2),
        ("码头周一开放，市长亲自出席了落成仪式并发表了讲话。", "造价四百万由国家和地方政府各自承担其中的一半费用。", 2),
    ],
    ids=["reordered", "shorter", "longer", "another number", "negated", "without blanks"],
)
def test_a_sentence_that_says_nothing_new_is_left_out(first, second, taken):
    assert (
        len(composed([make_evidence(first, chance=0.9), make_evidence(second, chance=0.8, article_id="a2")])) == taken
    )


def test_a_sentence_that_says_nothing_new_makes_room_for_another_one():
    again = make_evidence("Ada steered.", article_id="a9", chance=0.9)
    assert composed([again, *said(0.9, 0.8, 0.7)], limit=2) == ["Ada steered.", "Ben steered."]


@given(chances, st.integers(1, 6))
def test_what_is_taken_is_the_head_of_the_evidence(chances, limit):
    evidence = said(*sorted(chances, reverse=True))
    taken = composed(evidence, limit)
    assert taken == [e.quote for e in evidence[: len(taken)]]
    assert 1 <= len(taken) <= limit


@given(st.lists(st.floats(0.8, 1), min_size=8, max_size=8), st.lists(st.sampled_from("abc"), min_size=8, max_size=8))
def test_a_draft_reads_article_by_article_the_likeliest_first(chances, ids):
    passage = make_passage(*(f"{name} steered." for name in NAMES))
    evidence = likeliest_first(
        *(
            Evidence(replace(passage.article, id=id_), sentence, 1.0, chance=chance)
            for sentence, chance, id_ in zip(passage.sentences, chances, ids, strict=True)
        )
    )
    draft = [sentence.evidence[0] for sentence in ExtractiveGenerator(8).compose(evidence)]
    articles = list(dict.fromkeys(e.article.id for e in evidence))
    assert draft == sorted(evidence, key=lambda e: (articles.index(e.article.id), e.sentence.start))
