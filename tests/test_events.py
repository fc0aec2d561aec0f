import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_answer, make_passage

from rag import Line, Stage
from rag.events import Stream, carry_on, outcome
from rag.question import MAX_QUESTION
from rag.read import read
from rag.rerank import rerank

KNOWN = "How much is a rifle used by the rebels worth?"
QUESTIONS = (
    KNOWN,
    "How many civilians were killed, and what is the name of the operation?",
    "How high is Kilimanjaro?",
)
REFUSED = ("", "?!", "w" * (MAX_QUESTION + 1))


def made_flow(answer, heed, done, pieces=3):
    """Work that heeds before each of its pieces, which it notes in `done`."""
    for stage in Stage:
        yield stage
        for number in range(pieces):
            heed()
            done.append((stage, number))
    return answer, [make_passage("The ferry left.")]


def bare(answer):
    return replace(answer, timings={})


@given(st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1))
def test_a_stream_is_the_stages_then_the_lines_of_the_text_and_last_the_answer(lines):
    answer = make_answer("\n".join(lines))
    told = list(Stream(lambda heed: made_flow(answer, heed, [])))
    assert told == [*Stage, *map(Line, lines), answer]


def test_the_outcome_of_a_flow_is_what_it_returns():
    answer, passages = outcome(made_flow(make_answer(), carry_on, []))
    assert answer == make_answer()
    assert len(passages) == 1


def test_a_stream_works_no_further_than_it_is_asked_to():
    done = []
    stream = Stream(lambda heed: made_flow(make_answer(), heed, done))
    assert done == []
    assert next(stream) is Stage.SEARCHING
    assert done == []
    assert next(stream) is Stage.READING
    assert done == [(Stage.SEARCHING, number) for number in range(3)]


@pytest.mark.parametrize("taken", range(5))
def test_a_stream_that_is_closed_gives_nothing_more_and_does_nothing_more(taken):
    done = []
    with closing(Stream(lambda heed: made_flow(make_answer(), heed, done))) as stream:
        for _ in range(taken):
            next(stream)
    before = list(done)
    assert list(stream) == []
    assert done == before
    stream.close()


def test_a_stream_can_be_closed_by_another_thread_between_two_pieces_of_work():
    done, begun, closed = [], threading.Event(), threading.Event()

    def flow(heed):
        yield Stage.READING
        for number in range(100):
            heed()
            done.append(number)
            begun.set()
            assert closed.wait(10)
        return make_answer(), []

    stream = Stream(flow)
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(list, stream)
        assert begun.wait(10)
        stream.close()
        closed.set()
        assert taken.result(10) == [Stage.READING]
    assert done == [0]


def test_a_fault_in_the_work_reaches_who_takes_from_the_stream():
    def flow(_heed):
        yield Stage.SEARCHING
        raise OSError("the disk is gone")

    stream = Stream(flow)
    next(stream)
    with pytest.raises(OSError, match="the disk is gone"):
        next(stream)


class Counting:
    """Stands where a model would, and counts."""

    def __init__(self):
        self.count = 0

    def read(self, _question, passage):
        self.count += 1
        return dict.fromkeys(passage.sentences, (1.0, 1.0, None))

    def score(self, _question, _text):
        self.count += 1
        return 1.0


class GoneError(Exception):
    pass


def leaves_after(count):
    asked = []

    def heed():
        asked.append(None)
        if len(asked) > count:
            raise GoneError

    return heed


@pytest.mark.parametrize("count", [0, 1, 5])
def test_reading_and_scoring_heed_before_each_passage_and_each_sentence(count):
    passages = [make_passage(f"The ferry left pier {n}.", article_id=f"a{n}") for n in range(20)]
    reader, encoder = Counting(), Counting()
    evidence = read("When?", passages, reader)
    assert reader.count == 20
    reader.count = 0
    with pytest.raises(GoneError):
        read("When?", passages, reader, leaves_after(count))
    with pytest.raises(GoneError):
        rerank("When?", evidence, encoder, 20, leaves_after(count))
    assert (reader.count, encoder.count) == (count, count)


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_that_a_stream_ends_with_is_that_of_asking(engine, question):
    *told, answer = engine.stream(question)
    assert bare(answer) == bare(engine.ask(question))
    assert [event for event in told if isinstance(event, Stage)] == told[:3] == list(Stage)
    assert all(isinstance(event, Line) for event in told[3:])
    assert "\n".join(line.text for line in told[3:]) == answer.text


@pytest.mark.slow
@pytest.mark.parametrize("question", REFUSED)
def test_what_is_no_question_streams_its_refusal_without_a_stage(engine, question):
    line, answer = engine.stream(question)
    assert bare(answer) == bare(engine.ask(question))
    assert line == Line(answer.text)


@pytest.mark.slow
def test_a_stream_asks_the_articles_that_are_chosen(engine):
    *_, answer = engine.stream(KNOWN, outlets=["Digest A"])
    assert {citation.article.outlet for citation in answer.citations} == {"Digest A"}
    *_, answer = engine.stream(KNOWN, outlets=["Nobody's"])
    assert answer.abstained


@pytest.mark.slow
def test_a_stream_that_is_closed_while_it_reads_soon_ends(engine):
    stream = engine.stream(KNOWN)
    assert [next(stream), next(stream)] == [Stage.SEARCHING, Stage.READING]
    threading.Timer(0.01, stream.close).start()
    assert len(list(stream)) <= 1
    assert not engine.ask(KNOWN).abstained
