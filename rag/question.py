"""What is asked: the parts of a question, and whether it is for the articles at all."""

import re
from unicodedata import name

_ASKING = r"(?:in |on |at |by |to |from |for )?(?:who|whom|whose|what|when|where|which|why|how)\b"

_SEAM = re.compile(rf"\s*\?\s+(?=\w)|[,;]?\s+and\s+(?={_ASKING})|;\s+(?={_ASKING})", re.IGNORECASE)
_BEGINS = re.compile(_ASKING, re.IGNORECASE)

_SHORTEST = 4
"""Words of a part: "and when" is no question by itself."""


def parts(question: str) -> tuple[str, ...]:
    """Cut a question where another one begins in it; the question itself where not every part can stand alone.

    A part stands alone where it begins with a question word and has some words more: in "Did he say what happened and
    who was to blame?" neither half does.
    """
    pieces = [piece.strip(" ?") for piece in _SEAM.split(question)]
    if len(pieces) == 1 or not all(_BEGINS.match(piece) and len(piece.split()) >= _SHORTEST for piece in pieces):
        return (question,)
    return tuple(f"{piece}?" for piece in pieces)


_COMMAND = re.compile(
    r"(?:please )?(?:ignore|disregard|forget|override|pretend|act as|write|compose|translate|repeat|print|reveal)\b",
    re.IGNORECASE,
)
_TO_US = re.compile(
    r"\b(?:who|what) are you\b"
    r"|\b(?:are|were|do|did|can|could|will|would|have) you\b"
    r"(?! (?:please )?(?:tell|say|list|name|explain|show|give|find|summari[sz]e|know)\b)"
    r"|\byour (?:\w+ )?(?:models?|prompts?|instructions?|names?|makers?|creators?|training|versions?|rules)\b",
    re.IGNORECASE,
)


def is_to_us(question: str) -> bool:
    """Whether a question is about Copydesk itself, or a command to it, and not for the articles to answer."""
    return bool(_COMMAND.match(question) or _TO_US.search(question))


def is_readable(question: str) -> bool:
    """Whether at least half of a question's letters are Latin: the models know English alone."""
    letters = [character for character in question if character.isalpha()]
    return 2 * sum(name(letter, "").startswith("LATIN") for letter in letters) >= len(letters)
