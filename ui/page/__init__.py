"""The page in which to ask: a conversation, and beside it the article that a chosen citation stands in."""

from ui.page.desk import build
from ui.page.dress import dress

__all__ = ["build", "dress"]
