"""A conversation: each question is searched as one that stands alone, which is shown so that it can be corrected."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.choice import Choice
from rag.answer import Answer
from rag.errors import QuestionError
from rag.events import Flow, Heed, Stream, carry_on, outcome
from rag.question import checked, printable

Ask = Callable[[str, Choice, Heed], Flow]
"""The work of answering a question: `Engine.flow`."""

Restate = Callable[[str, Sequence[Answer], Heed], str]
"""A question that leans on the answers before as one that stands alone: `Generator.restate`."""


class Chat:
    """Questions that can lean on those before; made by `Engine.chat`, for one thread at a time.

    Where a question was searched in other words than it was asked in, they are `Answer.searched`.
    """

    def __init__(self, ask: Ask, choice: Choice, restate: Restate, history: Sequence[Answer] = ()) -> None:
        self._ask = ask
        self._choice = choice
        self._restate = restate
        self._history = list(history)

    @property
    def history(self) -> tuple[Answer, ...]:
        """The answers so far, the oldest first, each with its question."""
        return tuple(self._history)

    def ask(self, question: str) -> Answer:
        """Answer a question as `Engine.ask` does, in the light of those before."""
        return outcome(self._flow(question, carry_on))[0]

    def stream(self, question: str, searched: str | None = None) -> Stream:
        """Answer a question as `ask` does, and tell of it meanwhile as `Engine.stream` does; closed, it is not kept.

        `searched` are the words to search, where they are known already: the question itself to ask it as it stands.
        """
        return Stream(lambda heed: self._flow(question, heed, searched))

    def correct(self, searched: str) -> Answer:
        """Answer the last question again, searched in these words; the new answer takes the place of the old one."""
        last = self._history.pop() if self._history else None
        return outcome(self._flow(last.question if last else searched, carry_on, searched))[0]

    def _flow(self, question: str, heed: Heed, searched: str | None = None) -> Flow:
        searched = searched or self._alone(question, heed)
        answer, passages = yield from self._ask(searched, self._choice, heed)
        if searched != question:
            asked = " ".join(printable(question).split())
            answer = replace(answer, question=asked, searched=None if asked == answer.question else answer.question)
        self._history.append(answer)
        return answer, passages

    def _alone(self, question: str, heed: Heed) -> str:
        try:
            asked = checked(question)
        except QuestionError:
            return question
        return self._restate(asked, self._history, heed) if self._history else asked
