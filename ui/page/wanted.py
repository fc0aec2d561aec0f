"""What a browser sends, read with distrust: a question with its choice of articles, a place, a rating."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from index.choice import ALL, Choice, parse_choice
from index.errors import ChoiceUnusable
from ui.render.marker import Kind, Place

_MOST_OUTLETS = 500
"""Outlets that a question may be asked of."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question, which articles it is asked of, and whether those are the session's own.

    `searched` are the words to search for it, None where the conversation is to tell.
    """

    question: str
    choice: Choice = ALL
    of_uploads: bool = False
    searched: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader thinks of the answer in a turn."""

    turn: int
    good: bool
    comment: str


def wanted(sent: Any) -> Wanted:
    """The question that a browser sends; raises ChoiceUnusable where its choice of articles makes no sense."""
    told = sent if isinstance(sent, Mapping) else {}
    outlets = told.get("outlets")
    named = [str(name) for name in outlets if str(name).strip()] if isinstance(outlets, list) else []
    if len(named) > _MOST_OUTLETS:
        raise ChoiceUnusable(f"{len(named):,} outlets are too many.", f"Choose {_MOST_OUTLETS} at most, or all.")
    searched = _text(told, "searched").strip() or None
    if told.get("mine") is True:
        return Wanted(_text(told, "question"), of_uploads=True, searched=searched)
    choice = parse_choice(named, _text(told, "since") or None, _text(told, "until") or None)
    return Wanted(_text(told, "question"), choice, searched=searched)


def question(sent: Any) -> str:
    """The question that a browser sends, whatever else it sends; "" where there is none."""
    return _text(sent, "question") if isinstance(sent, Mapping) else ""


def place(sent: Any) -> Place | None:
    """The place of the conversation that a browser names; None where that is no place at all."""
    try:
        return Place(int(sent["turn"]), Kind(sent["kind"]), int(sent["number"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def look(sent: Any) -> int:
    """The how manyth source this is that a browser asks for; 0 where it does not say."""
    asked = sent.get("look") if isinstance(sent, Mapping) else None
    return asked if isinstance(asked, int) else 0


def rating(sent: Any) -> Rating | None:
    """What a browser says of an answer; None where that says nothing."""
    try:
        return Rating(int(sent["turn"]), sent["good"] is True, _text(sent, "comment"))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""
