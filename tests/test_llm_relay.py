import time
from contextlib import closing
from contextvars import ContextVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import LlmUnusable
from rag.llm.relay import Relay

SEEN = ContextVar("SEEN", default="nothing")


def relay(work, **kwargs):
    return Relay("The scribe", work, daemon=True).pieces(**{"seconds": 5} | kwargs)


def every(pieces):
    return [piece for piece in pieces if piece is not None]


@given(st.lists(st.integers(), max_size=20))
def test_pieces_come_in_their_order(pieces):
    assert every(relay(lambda to: [to.give(piece) for piece in pieces])) == pieces


def test_an_error_comes_after_the_pieces_before_it():
    def work(to):
        to.give(1)
        raise LookupError("lost")

    got = []
    with pytest.raises(LookupError, match="lost"):
        got.extend(relay(work))
    assert every(got) == [1]


def test_who_waits_gets_nothing_now_and_then():
    def work(to):
        time.sleep(0.5)
        to.give(1)

    assert list(relay(work)).count(None) in (1, 2)


def test_work_is_told_that_nobody_waits():
    told = []

    def work(to):
        while not to.give(1):
            time.sleep(0.01)
        told.append(True)

    with closing(relay(work)) as pieces:
        next(pieces)
    time.sleep(0.3)
    assert told


def test_work_that_nobody_waits_for_does_not_begin():
    began = []
    relay(began.append).close()
    assert not began


@pytest.mark.parametrize("busy", [True, False])
def test_it_ends_in_time_whether_pieces_come_or_not(busy):
    def work(to):
        while not to.left.wait(0.01):
            if busy:
                to.give(1)

    began = time.monotonic()
    with pytest.raises(LlmUnusable, match="The scribe has not finished within"):
        list(relay(work, seconds=0.3))
    assert time.monotonic() - began < 2


def test_work_sees_the_context_of_who_began_it():
    token = SEEN.set("the span")
    try:
        assert every(relay(lambda to: to.give(SEEN.get()))) == ["the span"]
    finally:
        SEEN.reset(token)
