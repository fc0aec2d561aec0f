"""What the page does when it is asked, over one engine: each handler takes a session and what the browser sent."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from index.article import Article
from index.errors import CopydeskError
from rag.answer import Answer
from rag.events import Stage
from ui.export import data, markdown, page
from ui.feedback import Feedback
from ui.page import wanted as reading
from ui.page.asking import OPEN, Slots, follow
from ui.page.beginning import Beginning
from ui.page.keeping import Keeping
from ui.page.session import Asked, Session
from ui.page.wanted import Rating, Wanted
from ui.render.before import examples, intro
from ui.render.composer import composer
from ui.render.conversation import Progress, Turn, history, newest
from ui.render.source import NO_SOURCE, places, source
from ui.render.uploads import added
from ui.runs import Runs
from ui.serve.told import by_name
from ui.serve.watch import Watch

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


class NothingUploaded(CopydeskError):
    """A session has no articles of its own that could be asked."""

    def __init__(self) -> None:
        super().__init__("There are no articles of your own in this session.", "Add some, or ask the index.")


Post = dict[str, str]
"""What the browser is handed apart from what it shows: a file to save, or what came of something."""


def post(**told: str) -> Post:
    """A post that differs from the one before, for the browser hears of changes only."""
    return told | {"number": token_hex(8)}


class Handlers:
    """The page's answers to its reader; sessions share nothing but what is here."""

    def __init__(
        self, engine: "Engine", gate: Slots = OPEN, keeping: Keeping | None = None, watch: Watch | None = None
    ) -> None:
        self.engine = engine
        self._gate = gate
        self._watch = watch or Watch()
        self._beginning = Beginning(engine)
        keeping = keeping or Keeping()
        self._feedback = Feedback(keeping.feedback) if keeping.feedback else None
        self._runs = Runs(keeping.runs) if keeping.runs else Runs()

    async def ask(self, session: Session, sent: Any) -> AsyncIterator[Shown]:
        """Ask a question: how far it is, as often as that changes, and what came of it."""
        try:
            asked = reading.wanted(sent)
            engine = self._engine(session, of_uploads=asked.of_uploads)
        except CopydeskError as error:
            yield self._refused(session, reading.question(sent), error)
            return
        async for shown in self._asked(session, asked, engine):
            yield shown

    def _refused(self, session: Session, question: str, error: CopydeskError) -> Shown:
        """A turn that was over before it began."""
        work, turn = session.begin(), Turn(question, error)
        before = history(session.turns, session.first)
        session.end(work, turn)
        return Shown(before, newest(turn, session.next - 1), NO_SOURCE)

    async def _asked(self, session: Session, asked: Wanted, engine: "Engine") -> AsyncIterator[Shown]:
        work, number = session.begin(), session.next
        turn = Turn(asked.question, None, asked.choice, asked.of_uploads)
        yield Shown(history(session.turns, session.first), newest(turn, number, Progress(Stage.SEARCHING)), NO_SOURCE)
        async for told in follow(engine, asked, work, self._gate, session.answers, self._watch):
            if isinstance(told, Progress):
                yield Shown(None, newest(turn, number, told))
            else:
                done = Turn(asked.question, told, asked.choice, asked.of_uploads)
                if session.end(work, done):
                    yield Shown(None, newest(done, number))

    def _engine(self, session: Session, *, of_uploads: bool) -> "Engine":
        """The engine over the index, or over the session's own articles; raises NothingUploaded."""
        if not of_uploads:
            return self.engine
        own = session.uploads.engine if session.uploads else None
        if own is None:
            raise NothingUploaded
        return own

    async def stop(self, session: Session) -> None:
        """Stop the work on a question; its `ask` says so."""
        session.stop()

    async def clear(self, session: Session, _sent: Any = None) -> Shown:
        """Begin a new conversation."""
        session.clear()
        return Shown(Markup(), Markup(), NO_SOURCE)

    async def cite(self, session: Session, sent: Any) -> Markup | None:
        """The source panel for a place that a browser names; None where its conversation has no such place.

        None, too, where the reader has named another one since: what is sent side by side may come in another order.
        """
        looked = reading.look(sent)
        if looked < session.looked:
            return None
        session.looked = looked
        place = reading.place(sent)
        asked = session.asked(place.turn) if place else None
        if place is None or asked is None or not isinstance(asked.turn.outcome, Answer):
            return None
        turn, outcome = asked.turn, asked.turn.outcome
        found = places(outcome, place.kind).get(place.number)
        if found is None:
            return None
        engine = self._engine(session, of_uploads=turn.of_uploads)
        also = await asyncio.to_thread(others, engine, found.article)
        return source(outcome, place, also) if session.looked == looked else None

    async def export(self, session: Session, sent: Any) -> Post | None:
        """The conversation as a file for the browser to save; None where it asks for no known form."""
        if not isinstance(sent, dict) or sent.get("form") not in _FILES:
            return None
        name, kind, render = _FILES[sent["form"]]
        making = await asyncio.to_thread(lambda: self.engine.making)
        return post(name=name, type=kind, text=render(session.turns, making, session.asked_at))

    async def rate(self, session: Session, sent: Any) -> Post | None:
        """Keep what a reader thinks of an answer; None where they name no answer."""
        rating = reading.rating(sent)
        asked = session.asked(rating.turn) if rating else None
        if rating is None or asked is None or not isinstance(asked.turn.outcome, Answer) or self._feedback is None:
            return None
        try:
            asked.entry = await asyncio.to_thread(self._keep, self._feedback, asked, asked.turn.outcome, rating)
        except CopydeskError as error:
            hidden = self._feedback.path
            return post(fault=by_name(error.fault, hidden), mend=by_name(error.mend, hidden))
        asked.turn = replace(asked.turn, good=rating.good)
        return post(said="Kept. Thank you.")

    def _keep(self, feedback: Feedback, asked: Asked, answer: Answer, rating: Rating) -> int:
        if asked.entry is not None:
            feedback.amend(asked.entry, good=rating.good, comment=rating.comment)
            return asked.entry
        turn = asked.turn
        return feedback.add(answer, self.engine.making, good=rating.good, comment=rating.comment, choice=turn.choice)

    def upload(self, session: Session, files: Sequence[str]) -> Markup:
        """Take files of a reader's own in; what became of each."""
        from ui.uploads import SessionIndex, Upload

        session.uploads = own = session.uploads or SessionIndex(self.engine)
        try:
            taken = own.add([Upload(Path(file), Path(file).name) for file in files])
        except CopydeskError as error:
            return added((), [error], own.count)
        return added(taken.names, taken.refused, own.count)

    def evaluate(self) -> Markup:
        """The last run of the evaluation, as it is now."""
        from ui.render.evaluation import evaluation

        return evaluation(self._runs.latest())

    def before(self, session: Session) -> tuple[Markup, Markup]:
        """What the index holds, and the form to ask it."""
        overview = self.engine.overview()
        return intro(overview), composer(overview, session.uploads.count if session.uploads else 0)

    def examples(self) -> Markup:
        """Questions to begin with."""
        return examples(self._beginning.examples())


def others(engine: "Engine", article: Article) -> tuple[Article, ...]:
    """The other articles of an article's report, as the index has it now."""
    if article.report is None:
        return ()
    return tuple(other for other in engine.store.report([article.report]) if other.id != article.id)
