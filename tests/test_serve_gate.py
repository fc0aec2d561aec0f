import asyncio
from threading import Barrier, Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.serve.gate import Busy, Gate


def test_so_many_are_let_in_at_once_and_the_others_follow_in_their_order():
    gate, inside, done, go = Gate(2, 10), [], [], Event()

    def ask(number):
        with gate.slot():
            inside.append(number)
            assert len(inside) <= 2
            go.wait(5)
            inside.remove(number)
            done.append(number)

    threads = [Thread(target=ask, args=[number]) for number in range(6)]
    for number, thread in enumerate(threads):
        thread.start()
        while gate.asking + gate.waiting <= number:
            pass
    assert (gate.asking, gate.waiting) == (2, 4)
    go.set()
    for thread in threads:
        thread.join(5)
    assert sorted(done) == list(range(6))
    assert (gate.asking, gate.waiting) == (0, 0)


def test_who_finds_no_place_to_wait_is_told_when_to_come_again():
    gate = Gate(1, 1)
    with gate.slot():
        waiting = gate.enter()
        with pytest.raises(Busy) as told, gate.slot():
            pass
        assert told.value.retry_after >= 1
        assert str(told.value.retry_after) in told.value.mend
        with pytest.raises(Busy):
            gate.require_room()
    assert waiting.done()
    gate.leave()
    gate.require_room()


def test_the_wait_that_is_told_grows_with_how_long_questions_take():
    gate = Gate(1, 0)
    told = []
    for seconds in (0.1, 60.0):
        for _ in range(50):
            gate.enter()
            gate.leave(seconds)
        with gate.slot(), pytest.raises(Busy) as busy:
            gate.enter()
        told.append(busy.value.retry_after)
    assert told[0] < told[1]


def test_an_error_in_a_slot_frees_it():
    gate = Gate(1, 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.slot():
            _ = 1 / 0
    assert gate.asking == 0


def test_who_gives_up_waiting_leaves_its_place_to_the_next():
    async def run():
        gate = Gate(1, 5)

        async def ask():
            async with gate.slot():
                return "asked"

        async with gate.slot():
            gone, stays = asyncio.create_task(ask()), asyncio.create_task(ask())
            await asyncio.sleep(0.01)
            gone.cancel()
            await asyncio.sleep(0.01)
            assert gate.waiting == 1
        assert await asyncio.wait_for(stays, 5) == "asked"
        assert (gate.asking, gate.waiting) == (0, 0)

    asyncio.run(run())


def test_who_gives_up_in_the_moment_of_its_turn_does_not_take_the_place_along():
    async def run():
        gate = Gate(1, 5)

        async def ask():
            async with gate.slot():
                await asyncio.sleep(0)

        gate.enter()
        task = asyncio.create_task(ask())
        await asyncio.sleep(0.01)
        gate.leave()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (gate.asking, gate.waiting) == (0, 0)

    asyncio.run(run())


@given(st.integers(1, 4), st.integers(0, 4), st.lists(st.sampled_from(["enter", "leave", "give up"]), max_size=40))
def test_no_more_are_inside_or_waiting_than_may_be(at_once, waiting, moves):
    gate, tickets = Gate(at_once, waiting), []
    for move in moves:
        if move == "enter":
            try:
                tickets.append(gate.enter())
            except Busy:
                assert (gate.asking, gate.waiting) == (at_once, waiting)
        elif tickets and move == "leave" and tickets[0].done():
            tickets.pop(0)
            gate.leave(1.0)
        elif tickets and move == "give up":
            gate.give_up(tickets.pop())
        assert gate.asking == sum(ticket.done() for ticket in tickets) <= at_once
        assert gate.waiting == sum(not ticket.done() for ticket in tickets) <= waiting
        assert gate.asking == at_once or not gate.waiting


def test_threads_and_event_loops_wait_in_one_queue():
    gate, meet, order = Gate(1, 100), Barrier(2), []

    async def in_a_loop(number):
        async with gate.slot():
            order.append(number)

    async def all_in_a_loop():
        meet.wait(5)
        await asyncio.gather(*map(in_a_loop, range(20)))

    def in_a_thread():
        meet.wait(5)
        for number in range(20, 40):
            with gate.slot():
                order.append(number)

    thread = Thread(target=in_a_thread)
    thread.start()
    asyncio.run(all_in_a_loop())
    thread.join(5)
    assert sorted(order) == list(range(40))
    assert (gate.asking, gate.waiting) == (0, 0)
