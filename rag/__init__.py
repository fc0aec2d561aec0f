"""A question in, an `Answer` out: `rag.open(index_dir).ask(question)`."""

from rag.answer import Answer, Citation, Passage
from rag.chat import Chat
from rag.engine import Engine
from rag.errors import LlmUnusable, QuestionEmpty, QuestionError, QuestionTooLong, SettingUnusable
from rag.events import Line, Stage, Stream
from rag.fate import Check, Fate
from rag.making import Making
from rag.opening import open  # noqa: A004  # `rag.open` reads as it should; nobody imports it bare
from rag.overview import OutletCount, Overview
from rag.settings import Settings

__all__ = [
    # asking
    "open",
    "Engine",
    "Chat",
    "Settings",
    # what comes back
    "Answer",
    "Citation",
    "Passage",
    "Check",
    "Fate",
    # while it comes, and what it is made with
    "Stage",
    "Line",
    "Stream",
    "Making",
    "Overview",
    "OutletCount",
    # what can go wrong
    "QuestionError",
    "QuestionEmpty",
    "QuestionTooLong",
    "LlmUnusable",
    "SettingUnusable",
]
