"""Fifty readers at once by all ways: nothing is lost or mixed up, and who is turned away is told when to come again."""

import asyncio
from collections import Counter

import httpx
import pytest
from benchmarks.visitors import WAYS, ByApi, Misled, Told, TurnedAway, persist
from serving import Answering, serving

from ui.serve.limits import Limits

USERS = 50
EACH = 2


def run(url, users, ask):
    """What each reader is told, who come by the ways in turn."""

    async def visit(number):
        async with list(WAYS.values())[number % len(WAYS)](url) as visitor:
            return await ask(visitor, number)

    async def all_of_them():
        return await asyncio.gather(*(visit(number) for number in range(users)))

    return asyncio.run(all_of_them())


def expected(question):
    return Told(question, (question,))


@pytest.mark.slow
def test_fifty_readers_at_once_each_get_the_answers_to_their_own_questions():
    engine = Answering()

    async def ask(visitor, number):
        for nth in range(EACH):
            question = f"Who is number {number}, for the time {nth}?"
            assert await visitor.ask(question) == expected(question)
        return EACH

    with serving(engine, limits=Limits(waiting=USERS, questions=0, requests=0)) as served:
        assert sum(run(served.url, USERS, ask)) == EACH * USERS
    assert set(Counter(engine.asked).values()) == {1}
    assert len(engine.asked) == EACH * USERS


@pytest.mark.slow
def test_who_is_turned_away_is_answered_when_coming_again_as_told():
    engine = Answering(0.005)

    async def ask(visitor, number):
        question = f"Who is number {number}?"
        told, away = await persist(visitor, question)
        assert told == expected(question)
        return away

    with serving(engine, limits=Limits(waiting=USERS // 2, questions=0, requests=0)) as served:
        away = run(served.url, USERS, ask)
    assert sum(map(bool, away)) >= 1
    assert sorted(engine.asked) == sorted(f"Who is number {number}?" for number in range(USERS))


@pytest.mark.parametrize("way", WAYS)
def test_every_way_tells_who_is_turned_away_when_to_come_again(way):
    engine = Answering(0.5)

    async def ask():
        async with WAYS["API"](served.url) as first, WAYS[way](served.url) as second:
            asking = asyncio.create_task(first.ask("Who came first?"))
            while not engine.asked:
                await asyncio.sleep(0.01)
            with pytest.raises(TurnedAway) as away:
                await second.ask("Who came second?")
            assert away.value.seconds >= 1
            assert await asking == expected("Who came first?")

    with serving(engine, limits=Limits(at_once=1, waiting=0, questions=0)) as served:
        asyncio.run(ask())
    assert engine.asked == ["Who came first?"]


def test_a_reader_notices_the_answer_of_another():
    class Mixing(Answering):
        def answer(self, question):
            return super().answer(question.replace("I", "you"))

    async def ask():
        async with ByApi(served.url) as visitor:
            return await visitor.ask("Who am I?")

    with serving(Mixing()) as served:
        assert asyncio.run(ask()).question == "Who am you?"


@pytest.mark.parametrize(("way", "fault"), [("API", httpx.HTTPStatusError), ("events", Misled), ("page", Misled)])
def test_a_defect_is_no_answer(way, fault):
    engine = Answering()
    engine.fault = ZeroDivisionError

    async def ask():
        async with WAYS[way](served.url) as visitor:
            await visitor.ask("Who divides?")

    with serving(engine) as served, pytest.raises(fault):
        asyncio.run(ask())
