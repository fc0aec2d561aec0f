from copy import deepcopy

import pytest
from desking import ran

from rag.answer import Answer
from ui.page.session import Session, Stopped, Work
from ui.render.conversation import Turn

ANSWER = Answer("Why?", "So. [1]", abstained=False)


def ended(session: Session, count: int) -> None:
    async def end() -> None:
        for _ in range(count):
            session.end(session.begin(), Turn("Why?", ANSWER))

    ran(end())


def test_a_copied_session_is_a_new_one() -> None:
    session = Session()
    ended(session, 2)
    assert deepcopy(session).turns == []


def test_a_turn_keeps_its_number_while_the_oldest_are_dropped() -> None:
    session = Session()
    ended(session, 33)
    assert (session.first, session.next, len(session.turns), len(session.asked_at)) == (3, 33, 30, 30)
    assert session.asked(2) is None
    assert session.asked(3)
    assert session.asked(32)
    assert session.asked(33) is None
    assert session.asked(-1) is None


def test_no_number_names_two_turns_after_clearing() -> None:
    session = Session()
    ended(session, 2)
    session.clear()
    assert session.turns == []
    assert session.next == 2
    assert session.asked(1) is None


def test_a_new_question_stops_the_one_before_whose_turn_is_dropped() -> None:
    async def asked() -> None:
        session = Session()
        first = session.begin()
        second = session.begin()
        assert not session.end(first, Turn("First?", ANSWER))
        assert session.end(second, Turn("Second?", ANSWER))
        assert [turn.question for turn in session.turns] == ["Second?"]
        with pytest.raises(Stopped):
            await first.until(_never())

    ran(asked())


def test_what_is_waited_for_is_given_unless_the_work_is_stopped() -> None:
    async def waited() -> None:
        work = Work()
        assert await work.until(_soon(7)) == 7
        work.stop()
        with pytest.raises(Stopped):
            await work.until(_soon(7))

    ran(waited())


def test_what_goes_wrong_while_waiting_comes_through() -> None:
    async def failed() -> None:
        with pytest.raises(ZeroDivisionError):
            await Work().until(_soon(0))

    ran(failed())


async def _soon(number: int) -> float:
    return 49 / number


async def _never() -> None:
    import asyncio

    await asyncio.sleep(60)
