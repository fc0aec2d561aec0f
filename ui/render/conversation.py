"""The conversation: each question with its answer, an abstention, an error in words, or how far the work is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from markupsafe import Markup

from index.choice import ALL, Choice
from index.errors import CopydeskError
from rag.answer import Answer, day
from rag.events import Stage
from ui.render.actions import actions
from ui.render.answer import abstention, answer, plain_line
from ui.render.searched import searched

_STAGES = {Stage.SEARCHING: "Searching", Stage.READING: "Reading", Stage.CHECKING: "Checking"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, which articles were asked, and what came of it; None while it is being answered.

    `of_uploads` says that the session's own articles were asked and not the index, `good` whether the reader thought
    the answer right, None where they did not say.
    """

    question: str
    outcome: Answer | CopydeskError | None = None
    choice: Choice = ALL
    of_uploads: bool = False
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a question is: its stage, None while it waits for its turn, and the lines that are ready."""

    stage: Stage | None = None
    lines: tuple[str, ...] = field(default=())


def history(turns: Sequence[Turn], first: int = 0) -> Markup:
    """The finished turns before the newest one, numbered from `first`."""
    return Markup().join(_turn(turn, number) for number, turn in enumerate(turns, start=first))


def newest(turn: Turn | None, number: int = 0, progress: Progress | None = None) -> Markup:
    """The newest turn, marked as such; nothing before the first."""
    return _turn(turn, number, progress=progress or Progress(), newest=True) if turn else Markup()


def failure(error: CopydeskError) -> Markup:
    """An error in words: what is at fault, and the mend."""
    return Markup('<div class="failure" role="alert"><p>{}</p><p class="mend">{}</p></div>').format(
        error.fault, error.mend
    )


def _turn(turn: Turn, number: int, *, progress: Progress | None = None, newest: bool = False) -> Markup:
    question = Markup('<h2 class="question"><bdi>{}</bdi></h2>').format(turn.question) if turn.question.strip() else ""
    state = Markup(" data-newest") if newest else Markup()
    state += Markup(" data-working") if turn.outcome is None else Markup()
    about = searched(turn.outcome.searched) if isinstance(turn.outcome, Answer) else ""
    return Markup('<article class="turn" data-turn="{}"{}>{}{}{}{}{}</article>').format(
        number, state, question, _scope(turn), about, _outcome(turn, number, progress or Progress()),
        "" if turn.outcome is None else _actions(turn, turn.outcome),
    )  # fmt: skip


def _actions(turn: Turn, outcome: Answer | CopydeskError) -> Markup:
    return actions(turn.question, turn.choice, outcome, of_uploads=turn.of_uploads, good=turn.good)


def _outcome(turn: Turn, number: int, progress: Progress) -> Markup:
    match turn.outcome:
        case None:
            return _working(progress)
        case CopydeskError():
            return failure(turn.outcome)
        case Answer(abstained=True):
            return abstention(turn.outcome, number)
        case Answer():
            return answer(turn.outcome, number)
        case _:
            assert_never(turn.outcome)


def _scope(turn: Turn) -> Markup:
    """Which articles were asked, where that is not all of them."""
    choice = turn.choice
    told = ["your own articles"] if turn.of_uploads else []
    told += [", ".join(choice.outlets)] if choice.outlets else []
    told += [f"since {day(choice.since)}"] if choice.since else []
    told += [f"until {day(choice.until)}"] if choice.until else []
    return Markup('<p class="scope">Asked of <bdi>{}</bdi></p>').format(" · ".join(told)) if told else Markup()


def _working(progress: Progress) -> Markup:
    order = list(_STAGES)
    at = order.index(progress.stage) if progress.stage else -1
    steps = Markup().join(
        Markup("<li{}>{}</li>").format(
            Markup(' aria-current="step"') if n == at else Markup(' class="done"') if n < at else "", _STAGES[stage]
        )
        for n, stage in enumerate(order)
    )
    waits = Markup('<p class="waits">Other questions are being answered first.</p>') if at < 0 else ""
    lines = Markup().join(map(plain_line, progress.lines))
    return Markup('<div class="working"><ol class="stages" aria-label="Progress">{}</ol>{}{}</div>').format(
        steps, waits, lines
    )
