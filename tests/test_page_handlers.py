import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desking import DISPUTED, Disputing, every, ran

from index.choice import Choice
from index.errors import IndexUnfinished
from rag.answer import Answer
from rag.events import Heed
from rag.follow import standing_alone
from ui.feedback import Feedback
from ui.page.handlers import Handlers, Shown
from ui.page.keeping import Keeping
from ui.page.session import Session, Stopped
from ui.render.marker import Kind, Place
from ui.render.source import NO_SOURCE, source
from ui.serve.gate import Gate

ASKED = {"question": "How many were killed?"}
FIRST = {"turn": 0, "kind": "citation", "number": 1}


@pytest.fixture
def handlers(tmp_path: Path) -> Handlers:
    return Handlers(Disputing(), keeping=Keeping(tmp_path / "feedback.sqlite3", tmp_path / "runs"))  # type: ignore[arg-type]


def asked(handlers: Handlers, session: Session, sent: Any = None) -> list[Shown]:
    return ran(every(handlers.ask(session, sent or ASKED)))


def test_a_question_is_shown_at_once_then_its_stages_its_lines_and_its_answer(handlers: Handlers) -> None:
    session = Session()
    shown = asked(handlers, session)
    assert shown[0].panel == NO_SOURCE
    assert [bool(one.newest and "data-working" in one.newest) for one in shown] == [True] * (len(shown) - 1) + [False]
    told = "".join(str(one.newest) for one in shown)
    for stage in ("Searching", "Reading", "Checking"):
        assert f'<li aria-current="step">{stage}</li>' in told
    assert DISPUTED.citations[0].quote in str(shown[-2].newest)
    assert [turn.outcome for turn in session.turns] == [DISPUTED]


def test_the_turns_before_stand_above_the_newest(handlers: Handlers) -> None:
    session = Session()
    assert asked(handlers, session)[0].history == ""
    again = asked(handlers, session, {"question": "And why?"})
    assert "How many were killed?" in str(again[0].history)
    assert 'data-turn="1" data-newest' in str(again[-1].newest)


def test_only_the_articles_chosen_are_asked(handlers: Handlers) -> None:
    session = Session()
    asked(handlers, session, ASKED | {"outlets": ["The Gull"], "since": "2026-02-04", "until": ""})
    assert session.turns[0].choice == Choice(("The Gull",), date(2026, 2, 4))


def test_a_choice_that_makes_no_sense_is_told_with_its_mend(handlers: Handlers) -> None:
    session = Session()
    [shown] = asked(handlers, session, ASKED | {"since": "yesterday"})
    assert "&#39;yesterday&#39; is no date" in str(shown.newest)
    assert "Write a day" in str(shown.newest)
    assert 'data-question="How many were killed?"' in str(shown.newest)


def test_articles_of_one_s_own_cannot_be_asked_before_there_are_any(handlers: Handlers) -> None:
    session = Session()
    [shown] = asked(handlers, session, ASKED | {"mine": True})
    assert "There are no articles of your own in this session." in str(shown.newest)


@pytest.mark.parametrize("sent", [None, [], "x", {"question": 7}, {"question": ["x"], "outlets": "x"}])
def test_whatever_a_browser_sends_is_answered_in_words(handlers: Handlers, sent: Any) -> None:
    session = Session()
    assert "data-working" not in str(ran(every(handlers.ask(session, sent)))[-1].newest)
    assert len(session.turns) == 1


def test_a_question_can_be_stopped_between_its_stages() -> None:
    handlers, session = Handlers(Disputing(seconds=5)), Session()  # type: ignore[arg-type]

    async def stopped() -> list[Shown]:
        shown = []
        async for one in handlers.ask(session, ASKED):
            shown.append(one)
            await handlers.stop(session)
        return shown

    assert "Stopped before the answer was ready." in str(ran(stopped())[-1].newest)
    assert isinstance(session.turns[0].outcome, Stopped)


def test_a_question_that_waits_at_the_gate_says_so_and_can_be_stopped() -> None:
    engine = Disputing()
    gate = Gate(1, 5)
    handlers, session = Handlers(engine, gate), Session()  # type: ignore[arg-type]

    async def waited() -> list[Shown]:
        shown = []
        async with gate.slot():
            async for one in handlers.ask(session, ASKED):
                shown.append(one)
                if "answered first" in str(one.newest):
                    session.stop()
        return shown

    shown = ran(waited())
    assert "Stopped" in str(shown[-1].newest)
    assert engine.asked == []
    assert gate.waiting == gate.asking == 0


def test_too_many_questions_are_told_when_to_come_back() -> None:
    gate = Gate(1, 0)
    handlers, session = Handlers(Disputing(), gate), Session()  # type: ignore[arg-type]

    async def refused() -> list[Shown]:
        async with gate.slot():
            return await every(handlers.ask(session, ASKED))

    assert "Too many questions are waiting." in str(ran(refused())[-1].newest)


def test_a_place_in_the_queue_is_given_back_when_the_reader_leaves() -> None:
    gate = Gate(1, 5)
    handlers, session = Handlers(Disputing(seconds=5), gate), Session()  # type: ignore[arg-type]

    async def left() -> None:
        async for shown in (events := handlers.ask(session, ASKED)):
            if 'step">Reading' in str(shown.newest):
                break
        await events.aclose()  # type: ignore[attr-defined]

    ran(left())
    assert gate.asking == 0


def test_an_index_that_cannot_be_used_is_told_on_the_page_without_its_folder() -> None:
    engine = Disputing()
    engine.fault = lambda: IndexUnfinished(Path("/srv/desk/index"), "it is being written.")
    session = Session()
    shown = asked(Handlers(engine), session)  # type: ignore[arg-type]
    assert "index: it is being written." in str(shown[-1].newest)
    assert "/srv" not in str(shown[-1].newest)
    assert "/srv" not in str(session.turns[0].outcome)


def test_a_defect_is_told_in_words_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    engine = Disputing()
    engine.fault = lambda: ZeroDivisionError("in the middle")
    session = Session()
    shown = asked(Handlers(engine), session)  # type: ignore[arg-type]
    assert "Something went wrong while answering." in str(shown[-1].newest)
    assert "ZeroDivisionError" not in str(shown[-1].newest)
    assert "ZeroDivisionError" in caplog.text


def test_an_answer_that_comes_after_the_conversation_was_cleared_is_dropped(handlers: Handlers) -> None:
    session = Session()

    async def cleared() -> list[Shown]:
        shown = []
        async for one in handlers.ask(session, ASKED):
            shown.append(one)
            if len(shown) == 2:
                assert await handlers.clear(session) == ("", "", NO_SOURCE)
        return shown

    assert "Confidence" not in str(ran(cleared())[-1].newest)
    assert session.turns == []


def test_a_place_opens_its_source(handlers: Handlers) -> None:
    session = Session()
    asked(handlers, session)
    assert ran(handlers.cite(session, FIRST)) == source(DISPUTED, Place(0, Kind.CITATION, 1))


@pytest.mark.parametrize(
    "sent",
    [None, [], {}, "0-citation-1", {"turn": 0, "kind": "citation"}, FIRST | {"turn": -1}, FIRST | {"turn": 9},
     FIRST | {"kind": "path"}, FIRST | {"number": float("inf")}, FIRST | {"number": 99}, FIRST | {"kind": "nearest"},
     FIRST | {"turn": 1}],
)  # fmt: skip
def test_a_browser_gets_only_places_of_its_own_conversation(handlers: Handlers, sent: Any) -> None:
    session = Session()
    asked(handlers, session)
    asked(handlers, session, ASKED | {"since": "never"})
    assert ran(handlers.cite(session, sent)) is None
    assert ran(handlers.cite(Session(), FIRST)) is None


def test_a_place_that_was_named_before_another_is_not_shown_after_it(handlers: Handlers) -> None:
    session = Session()
    asked(handlers, session)
    assert ran(handlers.cite(session, FIRST | {"number": 2, "look": 2})) is not None
    assert ran(handlers.cite(session, FIRST | {"look": 1})) is None
    assert ran(handlers.cite(session, FIRST | {"look": 3})) is not None


@pytest.mark.parametrize(("form", "name"), [("markdown", "md"), ("html", "html"), ("json", "json")])
def test_a_conversation_is_handed_over_as_a_file(handlers: Handlers, form: str, name: str) -> None:
    session = Session()
    asked(handlers, session)
    file = ran(handlers.export(session, {"form": form}))
    assert file
    assert file["name"] == f"copydesk.{name}"
    assert "How many were killed?" in file["text"]
    assert ran(handlers.export(session, {"form": form})) != file, "the browser hears of changes only"


@pytest.mark.parametrize("sent", [None, {}, {"form": "../../etc/passwd"}, "json"])
def test_no_other_file_is_handed_over(handlers: Handlers, sent: Any) -> None:
    assert ran(handlers.export(Session(), sent)) is None


def test_a_rating_is_kept_once_and_can_be_changed(handlers: Handlers, tmp_path: Path) -> None:
    session = Session()
    asked(handlers, session, ASKED | {"outlets": ["The Gull"]})
    for good, comment in ((True, ""), (False, "It is 23.")):
        letter = ran(handlers.rate(session, {"turn": 0, "good": good, "comment": comment}))
        assert letter
        assert letter["said"]
    [entry] = Feedback(tmp_path / "feedback.sqlite3").all()
    assert (entry.good, entry.comment) == (False, "It is 23.")
    assert entry.filters["outlets"] == ["The Gull"]
    assert json.dumps(entry.answer) == json.dumps(DISPUTED.to_dict())
    assert session.turns[0].good is False


@pytest.mark.parametrize("sent", [None, {}, {"turn": 7, "good": True}, {"turn": "x", "good": True}, {"turn": 0}])
def test_a_rating_of_nothing_is_not_kept(handlers: Handlers, tmp_path: Path, sent: Any) -> None:
    session = Session()
    asked(handlers, session)
    assert ran(handlers.rate(session, sent)) is None
    assert not (tmp_path / "feedback.sqlite3").exists()


def test_a_rating_that_cannot_be_kept_is_told_with_its_mend(handlers: Handlers) -> None:
    session = Session()
    asked(handlers, session)
    letter = ran(handlers.rate(session, {"turn": 0, "good": True, "comment": "x" * 5000}))
    assert letter
    assert "more than 4,000 characters" in letter["fault"]
    assert letter["mend"] == "Shorten it."
    assert session.turns[0].good is None


@pytest.mark.parametrize("at", ["Why", 'step">Searching', 'step">Reading', 'step">Checking'])
def test_the_place_at_the_gate_is_free_once_the_work_is_stopped(at: str) -> None:
    gate = Gate(1, 5)
    handlers, session = Handlers(Disputing(seconds=1), gate), Session()  # type: ignore[arg-type]

    async def stopped() -> None:
        async for shown in handlers.ask(session, {"question": "Why?"}):
            if at in str(shown.newest):
                await handlers.stop(session)

    ran(stopped())
    assert isinstance(session.turns[0].outcome, Stopped)
    assert gate.asking == gate.waiting == 0


class Following(Disputing):
    """Reads a question that leans on those before as rules do, and says in its answer what was searched."""

    def restate(self, question: str, before: Sequence[Answer], _heed: Heed) -> str:
        return standing_alone(question, before)

    def answer(self, question: str) -> Answer:
        return replace(super().answer(question), question=question)


LED = {"question": "And how many were wounded?"}
ALONE = "How many people were wounded in Norland?"


@pytest.fixture
def following() -> tuple[Handlers, Following, Session]:
    engine, session = Following(), Session()
    handlers = Handlers(engine)  # type: ignore[arg-type]
    asked(handlers, session, {"question": "How many people were killed in Norland?"})
    return handlers, engine, session


def test_a_question_leans_on_those_before_and_how_it_was_searched_is_shown(
    following: tuple[Handlers, Following, Session],
) -> None:
    handlers, engine, session = following
    shown = asked(handlers, session, LED)
    assert engine.asked[-1] == ALONE
    assert f"Searched for: <bdi>{ALONE}</bdi>" in str(shown[-1].newest)
    assert [turn.question for turn in session.turns][1:] == [LED["question"]]


@pytest.mark.parametrize("words", [LED["question"], "How many rescuers were wounded in Norland?"])
def test_a_reader_has_a_question_searched_as_it_stands_or_in_other_words(
    following: tuple[Handlers, Following, Session], words: str
) -> None:
    handlers, engine, session = following
    shown = asked(handlers, session, LED | {"searched": words})
    assert engine.asked[-1] == words
    assert ("Searched for" in str(shown[-1].newest)) == (words != LED["question"])


def test_a_new_conversation_leans_on_nothing(following: tuple[Handlers, Following, Session]) -> None:
    handlers, engine, session = following
    ran(handlers.clear(session))
    asked(handlers, session, LED)
    assert engine.asked[-1] == LED["question"]


@pytest.mark.parametrize("searched", [7, None, "", "  ", ["x"]])
def test_what_names_no_words_to_search_is_left_out(
    following: tuple[Handlers, Following, Session], searched: Any
) -> None:
    handlers, engine, session = following
    asked(handlers, session, LED | {"searched": searched})
    assert engine.asked[-1] == ALONE
