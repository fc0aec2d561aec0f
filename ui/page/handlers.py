"""What the page does when it is asked, over one engine: each handler takes a session and what the browser sent."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from index.article import Article
from index.errors import CopydeskError
from rag.answer import Answer
from ui.export import data, markdown, page
from ui.page import wanted as reading
from ui.page.asking import OPEN, Slots, follow
from ui.page.session import Session
from ui.page.wanted import Wanted
from ui.render.before import examples, intro
from ui.render.composer import composer
from ui.render.conversation import Progress, Turn, history, newest
from ui.render.source import NO_SOURCE, places, source

if TYPE_CHECKING:
    from rag.engine import Engine

_FILES = {
    "markdown": ("copydesk.md", "text/markdown", markdown.render),
    "html": ("copydesk.html", "text/html", page.render),
    "json": ("copydesk.json", "application/json", data.render),
}


class Shown(NamedTuple):
    """What stands in the conversation and beside it; None leaves it as it is."""

    history: Markup | None
    newest: Markup | None
    panel: Markup | None = None


class Handlers:
    """The page's answers to its reader; sessions share nothing but what is here."""

    def __init__(self, engine: "Engine", gate: Slots = OPEN) -> None:
        self.engine = engine
        self._gate = gate

    async def ask(self, session: Session, sent: Any) -> AsyncIterator[Shown]:
        """Ask a question: how far it is, as often as that changes, and what came of it."""
        try:
            asked = reading.wanted(sent)
        except CopydeskError as error:
            question = sent.get("question") if isinstance(sent, dict) else ""
            work = session.begin()
            turn = Turn(question if isinstance(question, str) else "", error)
            before = history(session.turns, session.first)
            if session.end(work, turn):
                yield Shown(before, newest(turn, session.next - 1), NO_SOURCE)
            return
        async for shown in self._asked(session, asked):
            yield shown

    async def _asked(self, session: Session, asked: Wanted) -> AsyncIterator[Shown]:
        work, number = session.begin(), session.next
        turn = Turn(asked.question, None, asked.choice, asked.of_uploads)
        yield Shown(history(session.turns, session.first), newest(turn, number), NO_SOURCE)
        async for told in follow(self._asked_engine(session, asked), asked, work, self._gate):
            if isinstance(told, Progress):
                yield Shown(None, newest(turn, number, told))
            else:
                done = Turn(asked.question, told, asked.choice, asked.of_uploads)
                if session.end(work, done):
                    yield Shown(None, newest(done, number))

    def _asked_engine(self, session: Session, asked: Wanted) -> "Engine":
        own = session.uploads.engine if asked.of_uploads and session.uploads else None
        return own or self.engine

    async def stop(self, session: Session) -> None:
        """Stop the work on a question; its `ask` says so."""
        session.stop()

    async def clear(self, session: Session) -> Shown:
        """Begin a new conversation."""
        session.clear()
        return Shown(Markup(), Markup(), NO_SOURCE)

    async def cite(self, session: Session, sent: Any) -> Markup | None:
        """The source panel for a place that a browser names; None where its conversation has no such place."""
        place = reading.place(sent)
        turn = session.turn(place.turn) if place else None
        if place is None or turn is None or not isinstance(turn.outcome, Answer):
            return None
        found = places(turn.outcome, place.kind).get(place.number)
        if found is None:
            return None
        engine = self._asked_engine(session, Wanted(turn.question, of_uploads=turn.of_uploads))
        return source(turn.outcome, place, await asyncio.to_thread(others, engine, found.article))

    async def export(self, session: Session, sent: Any) -> dict[str, str] | None:
        """The conversation as a file for the browser to save; None where it asks for no known form."""
        if not isinstance(sent, dict) or sent.get("form") not in _FILES:
            return None
        name, kind, render = _FILES[sent["form"]]
        making = await asyncio.to_thread(lambda: self.engine.making)
        return {"name": name, "type": kind, "text": render(session.turns, making, session.asked_at)}

    def before(self, session: Session) -> tuple[Markup, Markup]:
        """What the index holds, and the form to ask it."""
        overview = self.engine.overview()
        return intro(overview), composer(overview, session.uploads.count if session.uploads else 0)

    def examples(self) -> Markup:
        """Questions to begin with."""
        try:
            from rag.examples import examples as made
        except ImportError:
            return Markup()

        return examples(made(self.engine))


def others(engine: "Engine", article: Article) -> tuple[Article, ...]:
    """The other articles of an article's report, as the index has it now."""
    if article.report is None:
        return ()
    return tuple(other for other in engine.store.report([article.report]) if other.id != article.id)
