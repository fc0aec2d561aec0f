"""What the page does when it is asked: an answer, or a source, whatever the browser sends."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from index.errors import CopydeskError
from rag.answer import Answer
from ui.render import source as panel
from ui.render.conversation import Turn
from ui.render.marker import Kind, Place

if TYPE_CHECKING:
    from rag.engine import Engine

log = logging.getLogger(__name__)


class Unexpected(CopydeskError):
    """A defect, as the reader is told of it; the log has the rest."""


def was_read(outcome: Answer | CopydeskError | None) -> bool:
    """Whether a question could be read: if not, it stays in its field, to be mended."""
    return isinstance(outcome, Answer) and bool(outcome.citations or outcome.nearest)


def answer(engine: "Engine", question: str) -> Answer | CopydeskError:
    """Ask the engine; whatever goes wrong comes back in words."""
    try:
        return engine.ask(question)
    except CopydeskError as error:
        return error
    except Exception:
        log.exception("A question could not be answered")
        return Unexpected("Something went wrong while answering.", "Ask again; the log of Copydesk says more.")


def source(turns: Sequence[Turn], wanted: Any) -> Markup | None:
    """The source panel for a place as a browser names it; None where the conversation has no such place."""
    try:
        place = Place(int(wanted["turn"]), Kind(wanted["kind"]), int(wanted["number"]))
        outcome = turns[place.turn].outcome if place.turn >= 0 else None
        return panel.source(outcome, place) if isinstance(outcome, Answer) else None
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        return None
