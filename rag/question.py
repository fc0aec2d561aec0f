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


_SEVERAL = re.compile(
    r"^(?:name|list) (?:the|all|some|every|two|three|four|five)\b"
    r"|\b(?:which|what)(?: (?!(?:did|do|does|is|are|was|were|has|have|had)\b)\w+){0,2}"
    r" (?!\w*(?:ss|us|is)\b)\w{2,}s (?:are|were|did|do|have|had)\b",
    re.IGNORECASE,
)
"""Asks for more than one thing: "which districts were", "name the"."""


def asks_for_several(question: str) -> bool:
    """Whether a question asks for more than one thing."""
    return bool(_SEVERAL.search(question))


_WHY = re.compile(
    r"^(?:why|how (?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|should))\b", re.IGNORECASE
)
"""Asks for an explanation, which is a sentence, not a span."""


def asks_to_explain(question: str) -> bool:
    """Whether a question asks for reasons or ways, which take sentences."""
    return bool(_WHY.search(question))


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


_CODE = re.compile(r"[{}<>|\\/=&^~_#*;$%@\[\]]|[()'\"]{2,}")
"""Signs of code and markup, and quotes against brackets: prose has few of them."""


def is_readable(question: str) -> bool:
    """Whether a question is in words that the models know: in Latin letters, and not code."""
    letters = [character for character in question if character.isalpha()]
    latin = sum(name(letter, "").startswith("LATIN") for letter in letters)
    signs = len(_CODE.findall(question))
    return 2 * latin >= len(letters) and (signs <= 3 or 3 * signs <= len(question.split()))
