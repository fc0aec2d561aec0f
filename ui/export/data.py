"""A conversation as JSON from which each answer can be made again and each quotation be held against its article."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from index.choice import Choice, When
from index.errors import CopydeskError
from rag.answer import Answer
from rag.making import Making
from rag.visible import legible_json
from ui.render.conversation import Turn
from ui.serve.told import told

FORMAT = 1


def render(turns: Sequence[Turn], making: Making, asked_at: Sequence[datetime]) -> str:
    """The turns as JSON; `asked_at` says for each when it was asked.

    The same turns over the same index give the same text but for those times: how long an answer took is left out.
    `own_articles` says that a question was asked of articles that the reader uploaded; `making` has the fingerprint of
    the index, and each citation the hash of its article's text; files are told by their names alone.
    """
    answered = [_turn(turn, at) for turn, at in zip(turns, asked_at, strict=True)]
    return legible_json({"format": FORMAT, "making": asdict(making), "turns": answered}) + "\n"


def _turn(turn: Turn, at: datetime) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "question": turn.question,
        "asked_at": at.astimezone(UTC).isoformat(),
        "filters": _filters(turn.choice),
    }
    asked["own_articles"] = turn.of_uploads
    return asked | _outcome(turn.outcome)


def _filters(choice: Choice) -> dict[str, Any]:
    return {"outlets": list(choice.outlets), "since": _when(choice.since), "until": _when(choice.until)}


def _outcome(outcome: Answer | CopydeskError | None) -> dict[str, Any]:
    if isinstance(outcome, CopydeskError):
        return {"answer": None, "failure": {"fault": outcome.fault, "mend": outcome.mend}}
    answer = told(outcome.to_dict()) if outcome else None
    if answer:
        del answer["timings"]
    return {"answer": answer, "failure": None}


def _when(when: When | None) -> str | None:
    return when.isoformat() if when else None
