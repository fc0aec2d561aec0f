import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_article

from index.article import Sentence, SentenceKind
from rag.drafts.draft import sources
from rag.drafts.words import POINTING, is_name, named
from rag.examples import drafts


class Pile:
    """Stands where chunks do: sentences."""

    def __init__(self, *sentences):
        self.sentences = sentences


def laid_out(*texts, **fields):
    """An article of these sentences, one a line, and its chunk."""
    article = make_article("\n".join(texts), **({"title": "A report"} | fields))
    at, places = 0, []
    for text in texts:
        places.append(Sentence(at, at + len(text)))
        at += len(text) + 1
    return article, [Pile(*places)]


def asked(*texts, **fields):
    return {draft.question for draft in drafts(*laid_out(*texts, **fields))}


COUNTS = {
    "Eleven miners were killed in Orsk on Friday, the governor said.": "How many miners were killed in Orsk on Friday?",
    "Police said that 1,200 people had been arrested in Perm.": "How many people were arrested in Perm?",
    "The storm destroyed 41 houses in Perm and two barns.": "How many houses were destroyed by the storm in Perm?",
    "Harrow Lines has ordered six ferries from a yard in Gdansk.":
        "How many ferries has Harrow Lines ordered from a yard in Gdansk?",
    "Bexton Motors will cut 400 jobs in Perm.": "How many jobs will Bexton Motors cut in Perm?",
    "The town of Aldwick sold 31 boats at the fair.": "How many boats did the town of Aldwick sell at the fair?",
    "The foundry in Perm employs 95 people, most of them women.": "How many people does the foundry in Perm employ?",
    "In the city of Perm 58 per cent of voters are for the tram, a poll found.":
        "What share of voters in the city of Perm are for the tram?",
    "The atlas says that Perm Province takes up 40 per cent of Norland.":
        "What share of Norland does Perm Province take up?",
}  # fmt: skip
SPEECH = {
    "The minister, Ada Holm, accused Harrow Lines of sending out a leaking ship.":
        ("What did Ada Holm accuse Harrow Lines of?", "Who accused Harrow Lines of sending out a leaking ship?"),
    "Ada Holm, the minister of transport, has ruled out talks with the union.": ("What has Ada Holm ruled out?",),
    "Mayor Ada Holm asked residents to stay away from the harbour.": ("What did Mayor Ada Holm ask residents to do?",),
    "Ada Holm said that the harbour wall had been weak for years.": ("What did Ada Holm say about the harbour wall?",),
    "The council of Perm has agreed to close the bridge.": ("What has the council of Perm agreed to do?",),
    "Meanwhile, Colonel Ada Holm described the raid as the greatest of the war.":
        ("How did Colonel Ada Holm describe the raid?",),
    "Ada Holm blamed the drought for the price of bread.": ("What did Ada Holm blame the drought for?",),
}  # fmt: skip
TIMES = {
    "The bridge at Perm was opened on 3 May 2024 by the mayor.": "When was the bridge at Perm opened?",
    "A crane collapsed in the port of Orsk on Thursday.": "When did a crane collapse in the port of Orsk?",
}
SILENT = (
    "He was killed in Orsk on Friday.",
    "There were 12 people killed there in Orsk.",
    "It said that 12 of them had been killed by its men in Orsk.",
    "Some 12 people were killed, and nobody knows where.",
    "“The storm destroyed 41 houses in Aldwick,” she said.",
    "Ada Holm denied this.",
    "Ada Holm denied that.",
    "Ada Holm asked for one.",
    "Ada Holm said the rest had gone home.",
    "Customers lost 40 million crowns in Orsk.",
    "Three of the 12 trails were closed there.",
    "One person was hurt in Orsk.",
    "| Killed in Orsk | 12 people were killed in Orsk |",
    "No civilians were killed in Orsk.",
)


@pytest.mark.parametrize(("sentence", "question"), COUNTS.items())
def test_a_count_is_asked_for_in_the_words_of_its_sentence(sentence, question):
    assert question in asked(sentence)


@pytest.mark.parametrize(("sentence", "questions"), SPEECH.items())
def test_what_somebody_named_said_and_did_is_asked_for(sentence, questions):
    assert asked(sentence) >= set(questions)


@pytest.mark.parametrize(("sentence", "question"), TIMES.items())
def test_the_day_on_which_something_happened_is_asked_for(sentence, question):
    assert question in asked(sentence)


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_no_plain_statement_or_points_out_of_itself_is_not_asked_about(sentence):
    assert asked(sentence) == set()


@pytest.mark.parametrize(
    ("fields", "question"),
    [
        ({"title": "Ferry sinks off Cape Orla"}, "How many passengers drowned off Cape Orla?"),
        ({"title": "Blaze at Brelin mill"}, None),
        ({"dateline": "ORSK, Norland"}, "How many passengers drowned in Orsk?"),
        ({"dateline": "PERM, Norland"}, None),
    ],
)
def test_a_question_that_names_nothing_gets_the_place_of_its_report(fields, question):
    found = asked("The coast guard said that 88 passengers had drowned.", "The pier of Orsk was full.", **fields)
    assert found == ({question} if question else set())


def test_the_place_that_a_report_names_most_is_its_own():
    texts = [
        "Eleven miners died, the governor said.",
        "Shops closed in Orsk.",
        "In Orsk flags hang low.",
        "Orsk mourns.",
    ]
    assert "How many miners died in Orsk?" in asked(*texts)


def test_a_surname_is_given_in_full_where_the_report_has_one_person_of_it():
    later = "Holm denied that any exit had been locked."
    assert "What did Ada Holm deny?" in asked("The owner is Ada Holm.", later)
    assert asked("The owners are Ada Holm and Ida Holm.", later) == set()


@pytest.mark.parametrize("kind", [kind for kind in SentenceKind if kind is not SentenceKind.PROSE])
def test_only_prose_is_asked_about(kind):
    sentence = next(iter(COUNTS))
    article, _ = laid_out(sentence)
    assert drafts(article, [Pile(Sentence(0, len(sentence), kind))]) == []


@pytest.mark.parametrize("sentence", [*COUNTS, *SPEECH, *TIMES])
def test_the_words_that_answer_are_those_of_the_sentence_at_their_offsets(sentence):
    before = "A line before."
    for draft in drafts(*laid_out(before, sentence)):
        assert draft.sentence.start <= draft.start < draft.end <= draft.sentence.end
        assert draft.article.text[draft.sentence.start : draft.sentence.end] == sentence


WORDS = (
    "The A Ada Holm Orsk police said that 12 people were killed had been arrested in on Friday accused denied it his "
    "of having the wall told to , . “ ” ’s | has will"
)
PIECES = st.sampled_from((*WORDS.split(), "Harrow Lines", "the council of Perm"))


@given(st.lists(st.lists(PIECES, min_size=3, max_size=14).map(" ".join), min_size=1, max_size=5), st.text(max_size=20))
def test_whatever_the_text_a_question_is_one_line_that_names_something_and_points_nowhere(texts, title):
    for draft in drafts(*laid_out(*texts, title=title)):
        assert draft.question.endswith("?")
        assert draft.question[0] in string.ascii_uppercase
        assert named(draft.question)
        assert 5 <= len(draft.question.split()) <= 18
        assert not POINTING.search(draft.question.partition(" ")[2])
        assert not set(draft.question) & set('“”"\n|*<>')
        assert draft.sentence.start <= draft.start < draft.end <= draft.sentence.end


@given(st.text(max_size=300))
def test_any_text_at_all_can_be_tried(text):
    drafts(*laid_out(*(text.split("\n"))))


@pytest.mark.parametrize("text", ["a" * 100_000, "Ada " * 30_000, "Ada asked " + "to a'-" * 40_000, "1 2 " * 30_000])
def test_a_text_made_to_take_long_is_given_up(text):
    assert asked(text, *["Ada Holm said the wall is thin."] * 3) == {"What did Ada Holm say about the wall?"}


def test_of_a_long_article_the_beginning_is_asked_about():
    article, chunks = laid_out(*[f"Line {number}." for number in range(500)])
    assert len(sources(article, chunks[0].sentences)) == 60


@pytest.mark.parametrize(
    ("words", "expected"),
    [("How many people were killed in Orsk", True), ("How many people were killed on Friday", False),
     ("How many Canadian engineers fled", False), ("How many people died in Balochistan", True),
     ("What did Ada Holm say", True), ("Orsk", False)],
)  # fmt: skip
def test_a_name_is_told_from_a_day_a_people_and_the_first_word(words, expected):
    assert named(words) is expected


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [("Customers", "Customers lost money.", False), ("Orsk", "Orsk mourns; the port of Orsk is shut.", True),
     ("Fares", "Fares rise. The fares are low.", False), ("Ada Holm", "Ada Holm left.", True),
     ("The Hague", "The Hague is far.", False)],
)  # fmt: skip
def test_a_word_that_begins_a_sentence_is_a_name_where_it_has_its_capital_elsewhere_too(words, text, expected):
    assert is_name(words, text) is expected
