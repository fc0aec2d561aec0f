import pytest
from making import make_read

from rag.abstain import Verdict
from rag.short import pick

FERRY = make_read("Captain Ada Holm steered the ferry.", "Ada Holm", chance=0.9)
AGAIN = make_read("It was Holm who steered.", "Holm", chance=0.8, article_id="a2")
OTHER = make_read("It was Ben Lind who steered.", "Ben Lind", chance=0.8, article_id="a3")
UNLIKELY = make_read("Emil Dahl steers another one.", "Emil Dahl", chance=0.1, article_id="a4")
UNSURE = make_read("Fay Rask may have steered.", "Fay Rask", span_score=-3.0, chance=0.8, article_id="a5")


def verdict(*evidence, question="Who steered the ferry?", missing=None):
    return Verdict(question, evidence, 0.9, missing)


def picked(*evidence, **fields):
    return pick([verdict(*evidence, **fields)])


def test_the_likeliest_sentence_gives_the_words():
    assert picked(FERRY) == picked(FERRY, UNLIKELY) == FERRY


def test_of_sentences_that_are_about_as_likely_the_one_with_the_surest_words_gives_them():
    surer = make_read("The ferry was steered by Holm.", "Holm", span_score=5.0, chance=0.85, article_id="a2")
    assert picked(FERRY, surer) == surer


def test_a_sentence_that_is_less_likely_does_not_give_them_however_sure_its_words():
    sure = make_read("Emil Dahl steers another one.", "Emil Dahl", span_score=9.0, chance=0.3, article_id="a2")
    assert picked(FERRY, sure) == FERRY


def test_the_words_are_those_of_one_of_the_three_likeliest():
    again = [make_read("Holm steered.", "Holm", span_score=n, chance=0.9, article_id=f"a{n}") for n in range(2, 9)]
    assert picked(FERRY, *again) == again[1]


def test_likely_words_that_agree_in_one_word_are_one_answer():
    assert picked(FERRY, AGAIN) in (FERRY, AGAIN)


def test_likely_words_that_differ_are_no_answer():
    assert picked(FERRY, OTHER) is None
    assert picked(FERRY, AGAIN, OTHER) is None


def test_words_agree_whatever_their_case():
    assert picked(FERRY, make_read("ADA HOLM STEERED.", "ADA HOLM", chance=0.8, article_id="a2"))


def test_words_that_the_reader_holds_for_no_answer_do_not_count_as_another_one():
    assert picked(FERRY, UNSURE) == FERRY


def test_without_evidence_nothing_is_picked():
    assert picked() is None


def test_where_something_is_missing_nothing_is_picked():
    assert picked(FERRY, missing="nothing in them comes near to it") is None


def test_a_question_of_several_parts_has_no_one_short_answer():
    assert pick([verdict(FERRY), verdict(FERRY)]) is None
    assert pick([verdict(FERRY), verdict(missing="nothing in them comes near to it")]) is None


@pytest.mark.parametrize("span", ["the", "of the", "and"])
def test_words_that_say_nothing_make_no_agreement(span):
    other = make_read(f"It was {span} trawler.", f"{span} trawler", chance=0.8, article_id="a2")
    ferry = make_read(f"It was {span} ferry.", f"{span} ferry", chance=0.9)
    assert picked(ferry, other) is None


@pytest.mark.parametrize(
    "question",
    [
        "Which districts were attacked?",
        "Which two captains were on board?",
        "What cities did she visit?",
        "In which towns have they met?",
        "What weapons do the rebels have?",
        "Which ships had left?",
        "Name the ships of the line.",
        "List the ports where it called.",
        "name the captains",
    ],
)
def test_a_question_for_several_things_has_no_one_short_answer(question):
    assert picked(FERRY, question=question) is None


@pytest.mark.parametrize(
    "question", ["Why did the ferry sink?", "How did the ferry sink?", "how can a ferry sink?", "How was it found?"]
)
def test_a_question_for_a_reason_has_no_short_answer(question):
    assert picked(FERRY, question=question) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who steered the ferry?",
        "How many people were on board?",
        "How much did it cost?",
        "How old is the captain?",
        "How long did it take?",
        "How far is it to Orsk?",
        "How fast was the ferry?",
        "How often does it call at Orsk?",
        "How deep did the wreck lie?",
        "Which bus did she take?",
        "Which class did the ferry have?",
        "What crisis did the mayor speak of?",
        "In which census were they counted?",
        "What does this do?",
        "Which ship was lost?",
        "Which ship has she steered?",
        "What does the captain fear?",
        "What is the name of the ferry?",
        "When did the ferry leave?",
    ],
)
def test_a_question_for_one_thing_has_a_short_answer(question):
    assert picked(FERRY, question=question) == FERRY
