"""One question on its way through the gate and the engine, which ends when nobody waits for its answer."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from index.choice import Choice, parse_choice
from rag.answer import Answer, Passage
from rag.question import checked
from ui.serve.gate import Ending, Gate
from ui.serve.record import Door, Question
from ui.serve.watch import Watch

if TYPE_CHECKING:
    from rag.engine import Engine
    from rag.events import Line, Stage, Stream

MOST_OUTLETS = 100
MOST_PASSAGES = 100


class Asked(BaseModel):
    """A question, and which articles are asked: of some outlets (all where none is named), or of a time."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description="The question, in words.", examples=["Who said what?"])
    outlets: list[str] = Field(default=[], max_length=MOST_OUTLETS, description="Only articles of these outlets.")
    since: str | None = Field(
        default=None, description="Published then or later: a day, or an instant with its offset."
    )
    until: str | None = Field(default=None, description="Published then or before; a day is all of it.")
    as_of: str | None = Field(default=None, description="As if it were then; the earlier of it and `until` holds.")

    def choice(self) -> Choice:
        """The articles that are asked; raises ChoiceUnusable."""
        return parse_choice(self.outlets, self.since, self.until, self.as_of)


class Sought(Asked):
    """A question to search passages for."""

    limit: int = Field(default=10, ge=1, le=MOST_PASSAGES, description="How many passages.")


class Desk:
    """An engine behind its gate, for callers in an event loop; each question is watched."""

    def __init__(self, engine: "Engine", gate: Gate, watch: Watch | None = None) -> None:
        from anyio import CapacityLimiter

        self.engine = engine
        self.gate = gate
        self.watch = watch or Watch()
        self.threads = CapacityLimiter(gate.at_once)
        """Threads of its own: who is being answered needs one even where all others are taken."""

    async def search(self, sought: Sought, door: Door) -> list[Passage]:
        """Search; raises QuestionError, ChoiceUnusable, Busy and Ending."""
        from anyio import to_thread

        question, choice = checked(sought.question), sought.choice()
        find = partial(self.engine.search, outlets=choice.outlets, since=choice.since, until=choice.until)
        with self.watch.question(noted := Question(door)):
            async with self.gate.slot():
                noted.let_in()
                passages = await to_thread.run_sync(find, question, sought.limit, limiter=self.threads)
            noted.found(len(passages))
        return passages

    def ask(self, asked: Asked, door: Door) -> "Asking":
        """A question on its way; raises QuestionError and ChoiceUnusable."""
        return Asking(self, checked(asked.question), asked.choice(), door)


class Asking:
    """A question that is being answered; `close` ends the work on it."""

    def __init__(self, desk: Desk, question: str, choice: Choice, door: Door) -> None:
        self._desk = desk
        self._question = question
        self._choice = choice
        self._door = door
        self._stream: Stream | None = None

    async def events(self) -> "AsyncGenerator[Stage | Line | Answer, None]":
        """The stages, the lines, and last the answer; raises Busy, and Ending also where the server ends before it."""
        from anyio import to_thread

        with self._desk.watch.question(noted := Question(self._door)):
            async with self._desk.gate.slot() as slot:
                noted.let_in()
                self._stream = stream = self._begun()
                slot.ends(stream.close)
                try:
                    following = partial(next, stream, None)
                    while (event := await to_thread.run_sync(following, limiter=self._desk.threads)) is not None:
                        if isinstance(event, Answer):
                            noted.answered(event)
                        yield event
                finally:
                    stream.close()
                if not noted.done and self._desk.gate.ended:
                    raise Ending

    def _begun(self) -> "Stream":
        choice = self._choice
        return self._desk.engine.stream(self._question, outlets=choice.outlets, since=choice.since, until=choice.until)

    async def answer(self) -> Answer | None:
        """The answer alone; None where the work was ended before. Raises Busy."""
        found = None
        async with aclosing(self.events()) as events:
            async for event in events:
                found = event if isinstance(event, Answer) else found
        return found

    def close(self) -> None:
        """End the work soon, from whatever thread."""
        if self._stream is not None:
            self._stream.close()
