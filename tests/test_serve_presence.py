"""What the page keeps of a reader goes a while after the page was closed, and not before."""

import asyncio
import time

import pytest
from benchmarks.visitors import ByPage
from serving import Answering

from ui.page import build
from ui.page.session import Session
from ui.serve import presence
from ui.serve.access import Access
from ui.serve.app import build_app
from ui.serve.limits import Limits
from ui.serve.presence import Presence
from ui.serve.server import Place, Served


class Closed(list):
    """Sessions that were closed; `fault` is what comes up meanwhile."""

    fault = None

    def close(self, session):
        self.append(session)
        if self.fault:
            raise self.fault


@pytest.fixture
def closed(monkeypatch):
    closed = Closed()
    monkeypatch.setattr(Session, "close", lambda session: closed.close(session))
    return closed


@pytest.fixture
def quick(monkeypatch):
    """The server looks often."""
    monkeypatch.setattr(presence, "SWEEP_SECONDS", 0.05)


@pytest.fixture
def page(closed):
    """The page as it is served."""
    assert not closed
    engine, made = Answering(), []

    def app():
        made.append(build(engine))
        return build_app(engine, made[0], Access(), Limits(questions=0))

    served = Served(app, Place("127.0.0.1", 0), Access())
    made[0].test_url = served.url
    yield made[0]
    served.close()


def visited(page, seconds_away, staying=0.0):
    """Ask in the page, stay, leave, and stay away."""

    async def visit():
        async with ByPage(page.test_url) as reader:
            await reader.ask("Who sank?")
            await asyncio.sleep(staying)
            held = len(page.state_holder.session_data)
        await asyncio.sleep(seconds_away)
        return held

    return asyncio.run(visit())


@pytest.mark.usefixtures("quick")
def test_of_many_visits_that_were_left_only_the_last_can_be_come_back_to(page, closed, monkeypatch):
    monkeypatch.setattr(presence, "LEFT_AT_MOST", 2)
    for _ in range(4):
        visited(page, 0.3)
    assert len(closed) == 2
    assert len(page.state_holder.session_data) == 2


@pytest.mark.usefixtures("quick")
def test_a_conversation_goes_when_the_page_has_been_closed_for_a_while(page, closed, monkeypatch):
    monkeypatch.setattr(presence, "AWAY_SECONDS", 0.2)
    assert visited(page, 1.0, staying=0.6) == 1
    assert [turn.question for session in closed for turn in session.turns] == ["Who sank?"]
    assert not page.state_holder.session_data
    assert not page.state_holder.time_last_used


@pytest.mark.usefixtures("quick")
def test_what_cannot_be_deleted_is_noted_and_the_rest_goes_on(page, closed, monkeypatch, caplog):
    closed.fault = OSError("the folder is held")
    monkeypatch.setattr(presence, "AWAY_SECONDS", 0.1)
    for _ in range(2):
        visited(page, 0.6)
    assert len(closed) == 2
    assert caplog.text.count("could not be deleted: OSError") == 2
    assert "the folder is held" not in caplog.text


def test_a_page_that_is_open_is_kept_however_long_nothing_is_asked(page, monkeypatch):
    watching = Presence(page)
    visited(page, 0)
    (session,) = page.state_holder.session_data
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 2 * presence.AWAY_SECONDS)
    with watching.visit(session), watching.visit(session):
        pass
    with watching.visit(session):
        assert watching.forget() == []


def test_who_comes_back_in_time_finds_the_conversation(page, monkeypatch):
    watching = Presence(page)
    visited(page, 0)
    (session,) = page.state_holder.session_data
    with watching.visit(session):
        pass
    assert watching.forget() == []
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + presence.AWAY_SECONDS + 1)
    assert len(watching.forget()) == 1
    assert session not in page.state_holder.session_data


def test_no_more_visits_are_kept_than_the_page_bears(page):
    assert page.state_holder.capacity == presence.MOST
