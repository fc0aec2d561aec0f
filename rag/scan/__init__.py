"""Over a whole index and without a question: the quantities of one event that independent reports differ on."""

from rag.scan.pile import Found, disagreements

__all__ = ["Found", "disagreements"]
