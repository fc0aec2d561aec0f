"""A question in, an `Answer` out: `rag.open(index_dir).ask(question)`."""

from rag.answer import Answer, Citation, Passage
from rag.engine import Engine, open  # noqa: A004  # `rag.open` reads as it should; nobody imports it bare
from rag.errors import QuestionEmpty, QuestionError, QuestionTooLong, SettingUnusable
from rag.settings import Settings

__all__ = [
    # asking
    "open",
    "Engine",
    "Settings",
    # what comes back
    "Answer",
    "Citation",
    "Passage",
    # what can go wrong
    "QuestionError",
    "QuestionEmpty",
    "QuestionTooLong",
    "SettingUnusable",
]
