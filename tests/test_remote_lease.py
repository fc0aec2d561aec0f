import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from index.database import names
from index.errors import IndexLocked, IndexRefused, NotAnIndex
from index.http import HttpClient
from index.lease import Lease
from index.place import to_place
from index.server import Server

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.lease._SECONDS", 2.0)
    monkeypatch.setattr("index.lease._RENEWED", 0.3)
    monkeypatch.setattr("index.lease._PAUSE", 0.05)


@pytest.fixture
def place(address: str) -> Server:
    place = to_place(address)
    assert isinstance(place, Server)
    return place


@pytest.fixture
def client(place: Server) -> Iterator[HttpClient]:
    client = place.connect()
    yield client
    client.close()


def lease(client: HttpClient, place: Server) -> Lease:
    return Lease(client, place.lease, place.name)


def test_a_second_writer_is_told_who_writes_and_can_when_the_first_has_ended(client: HttpClient, place: Server) -> None:
    with lease(client, place), pytest.raises(IndexLocked, match="another process is writing"), place.locked():
        pass
    with place.locked() as require:
        require()
    assert place.lease not in names(client)


def test_of_writers_that_start_at_once_one_gets_it(place: Server) -> None:
    barrier, ended = threading.Barrier(6), threading.Event()
    outcomes: list[str] = []

    def write() -> None:
        barrier.wait()
        try:
            with place.locked() as require:
                ended.wait(10)
                require()
                outcomes.append("wrote")
        except IndexLocked:
            outcomes.append("refused")
            if len(outcomes) == 5:
                ended.set()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 5 + ["wrote"]


def test_a_dead_holders_lease_is_over_in_its_time_and_one_of_those_who_wait_gets_it(
    client: HttpClient, place: Server
) -> None:
    dead = {"holder": "desk:1:dead", "expires": client.now() + 1.0}
    client.create_collection(place.lease, dead)
    outcomes: list[str] = []

    def write() -> None:
        try:
            with place.locked() as require:
                threading.Event().wait(1.0)
                require()
                outcomes.append("wrote")
        except IndexLocked:
            outcomes.append("refused")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["wrote"]
    assert not [name for name in names(client) if name.startswith(place.lease)]


@pytest.mark.parametrize("hours", [-5, 5])
def test_the_clocks_of_writers_do_not_matter(
    client: HttpClient, place: Server, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    real = time.time
    with lease(client, place) as held:
        with monkeypatch.context() as patch:
            patch.setattr("time.time", lambda: real() + hours * 3600)
            with pytest.raises(IndexLocked, match="another process is writing"), place.locked():
                pass
            threading.Event().wait(0.5)
        held.require()


def test_a_holder_who_was_taken_over_writes_no_more_and_leaves_the_others_lease(
    client: HttpClient, place: Server
) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(lease(client, place))
        first._put_aside(str(first._collection.id))
        second = stack.enter_context(lease(client, place))
        threading.Event().wait(1.0)
        with pytest.raises(IndexLocked, match="lost"):
            first.require()
        second.require()
        stack.pop_all()
        first.__exit__(None, None, None)
        assert client.get_collection(place.lease).id == second._collection.id
        second.__exit__(None, None, None)
    with pytest.raises(NotAnIndex):
        client.get_collection(place.lease)


def test_a_holder_who_cannot_renew_stops_before_its_time_is_over(client: HttpClient, place: Server) -> None:
    with lease(client, place) as held:
        held._ended.set()
        held.require()
        threading.Event().wait(1.7)
        with pytest.raises(IndexLocked):
            held.require()


def test_a_server_that_makes_no_lease_is_told(
    client: HttpClient, place: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = IndexRefused(place.name, "the server refuses (disk full).", "Look into the server's own messages.")

    def refuse(*_asked: object) -> None:
        raise refusal

    monkeypatch.setattr(client, "create_collection", refuse)
    with pytest.raises(IndexRefused, match="disk full"), lease(client, place):
        pass
