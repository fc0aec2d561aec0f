from contextlib import closing

import pytest
from making import make_answer, make_passage

from index.choice import Choice
from rag.chat import Chat
from rag.events import Line, Stage
from rag.follow import standing_alone
from rag.question import MAX_QUESTION

KILLED = "How many people were killed in Norland?"


class Answering:
    """Stands where an engine would: answers with the question, and notes what it was asked."""

    def __init__(self):
        self.asked = []

    def flow(self, question, choice, heed):
        self.asked.append((question, choice))
        yield Stage.SEARCHING
        heed()
        return make_answer(f"{question} [1]", question=question), [make_passage("The ferry left.")]


@pytest.fixture
def engine():
    return Answering()


@pytest.fixture
def chat(engine):
    return Chat(engine.flow, Choice(("Orsk Post",)), lambda question, before, _: standing_alone(question, before))


def test_a_follow_up_is_searched_as_a_question_that_stands_alone_and_both_are_shown(chat, engine):
    chat.ask(KILLED)
    answer = chat.ask("And how many were wounded?")
    assert answer.question == "And how many were wounded?"
    assert answer.searched == "How many people were wounded in Norland?" == engine.asked[-1][0]
    assert "Searched: How many people were wounded in Norland?" in str(answer)
    assert answer.to_dict()["searched"] == answer.searched


def test_what_stands_alone_is_searched_as_it_is(chat, engine):
    chat.ask(KILLED)
    answer = chat.ask("Who leads Sudmark?")
    assert (answer.question, answer.searched) == ("Who leads Sudmark?", None)
    assert [question for question, _ in engine.asked] == [KILLED, "Who leads Sudmark?"]


def test_all_of_a_conversation_asks_the_same_articles(chat, engine):
    chat.ask(KILLED)
    chat.ask("And in Sudmark?")
    assert {choice for _, choice in engine.asked} == {Choice(("Orsk Post",))}


def test_the_history_holds_the_answers_in_their_order(chat):
    answers = [chat.ask(KILLED), chat.ask("And in Sudmark?"), chat.ask("And in Orsk?")]
    assert chat.history == tuple(answers)
    assert answers[-1].searched == "How many people were killed in Orsk?"


def test_a_question_can_be_corrected_as_it_was_searched(chat):
    first = chat.ask(KILLED)
    chat.ask("And the others?")
    answer = chat.correct("How many soldiers were killed in Norland?")
    assert (answer.question, answer.searched) == ("And the others?", "How many soldiers were killed in Norland?")
    assert chat.history == (first, answer)


def test_with_nothing_to_correct_it_is_asked(chat):
    answer = chat.correct(KILLED)
    assert (answer.question, answer.searched) == (KILLED, None)
    assert chat.history == (answer,)


def test_a_question_streams_as_an_engine_does(chat):
    chat.ask(KILLED)
    *told, answer = chat.stream("And in Sudmark?")
    assert told == [Stage.SEARCHING, Line("How many people were killed in Sudmark? [1]")]
    assert chat.history[-1] == answer
    assert answer.question == "And in Sudmark?"


def test_a_stream_that_is_closed_is_not_kept(chat):
    with closing(chat.stream(KILLED)) as stream:
        next(stream)
    assert list(stream) == []
    assert chat.history == ()


@pytest.mark.parametrize("question", ["", "?!", "w" * (MAX_QUESTION + 1)])
def test_what_is_no_question_is_left_to_the_engine_to_refuse(chat, engine, question):
    chat.ask(KILLED)
    chat.ask(question)
    assert engine.asked[-1][0] == question


def test_blanks_make_no_other_question(chat, engine):
    answer = chat.ask("  Who  leads Norland? ")
    assert engine.asked[-1][0] == "Who leads Norland?"
    assert (answer.question, answer.searched) == ("Who leads Norland?", None)


def test_a_conversation_goes_on_from_answers_that_are_known(chat, engine):
    first = chat.ask(KILLED)
    going_on = Chat(engine.flow, Choice(), lambda question, before, _: standing_alone(question, before), [first])
    assert going_on.ask("And in Sudmark?").searched == "How many people were killed in Sudmark?"
    assert chat.history == (first,)


@pytest.mark.parametrize(
    ("words", "searched"),
    [("And in Sudmark?", None), ("Who was killed in Sudmark?", "Who was killed in Sudmark?")],
)
def test_a_question_can_be_asked_as_it_stands_or_in_other_words(chat, engine, words, searched):
    chat.ask(KILLED)
    *_, answer = chat.stream("And in Sudmark?", words)
    assert (answer.question, answer.searched) == ("And in Sudmark?", searched)
    assert engine.asked[-1][0] == words
