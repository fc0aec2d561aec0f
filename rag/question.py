"""What is asked: the parts of a question, and whether it is for the articles at all."""

import re
from unicodedata import name

from rag.errors import QuestionEmpty, QuestionTooLong

MAX_QUESTION = 1000
"""Code points: what the cross-encoder can read beside a sentence."""

_ASKING = r"(?:in |on |at |by |to |from |for )?(?:who|whom|whose|what|when|where|which|why|how)\b"

_SEAM = re.compile(rf"\s*\?\s+(?=\w)|[,;]?\s+and\s+(?={_ASKING})|;\s+(?={_ASKING})", re.IGNORECASE)
_BEGINS = re.compile(_ASKING, re.IGNORECASE)

_SHORTEST = 4
"""Words of a part: "and when" is no question by itself."""


def checked(question: str) -> str:
    """The question in single blanks and characters that can be written; raises QuestionEmpty or QuestionTooLong."""
    if not any(c.isalnum() for c in question):
        raise QuestionEmpty("There are no words in the question.", "Ask in words, for example: Who said what?")
    if len(question) > MAX_QUESTION:
        fault = f"The question has {len(question):,} characters; {MAX_QUESTION:,} are the limit."
        raise QuestionTooLong(fault, "Ask in one or two sentences.")
    return " ".join(printable(question).split())


def printable(question: str) -> str:
    """The question in characters that can be written: half a surrogate pair becomes "?"."""
    return question.encode("utf-8", "replace").decode()


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


_PIECE = r"(?:the|this|that|an?)(?: (?!of\b|on\b|about\b)\w+){0,2}? (?:article|story|report|piece|dispatch|column)\b"
_DONE = (
    r"(?:written|authored|penned|reported|published|posted|printed|carried|filed|updated|modified|edited|put online)"
)
_DID = rf"(?:wrote|writes|write|ran|carries|publish|post|update|file|report|{_DONE})"
_LED = r"^\s*(?:about|on|of|regarding|concerning|that|which|saying|with|from)\b\s*"

_ACTIVE = re.compile(
    rf"\b(?:who|whom|when|which|what|where)\b.*\b{_DID} {_PIECE}(?P<rest>.*)$"
    rf"|\b(?:author|writer|reporter|byline|publisher|date of publication|publication date|dateline) "
    rf"(?:of|on|for|behind) {_PIECE}(?P<other>.*)$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"\b(?:who|whom|when|which|what|where)\b.*\b(?:was|is|were|has|had|did)\b (?:\w+ ){{0,3}}?{_PIECE}"
    rf"(?P<rest>.*?)\b(?:been |first |last |originally )*{_DONE}\b(?P<other>[^?]*)",
    re.IGNORECASE,
)
_BY = re.compile(rf"\b(?:by whom|who) (?:is|was) {_PIECE}(?P<rest>.*?)\s*(?:\bby)?(?P<other>\s*)$", re.IGNORECASE)


def asks_about_publication(question: str) -> bool:
    """Whether a question asks who wrote or published an article, when it was published or updated, or where."""
    return _found(question) is not None


def subject(question: str) -> str:
    """What the article that a question about publication asks for is about; "" where it says nothing."""
    found = _found(question)
    rest = " ".join(filter(None, (found["rest"], found["other"]))) if found else ""
    rest = re.sub(_LED, "", rest.strip(" ?.!"), flags=re.IGNORECASE)
    return rest if any(c.isalnum() for c in rest) else ""


def _found(question: str) -> re.Match[str] | None:
    asked = question.strip(" ?.!")
    return next(filter(None, (pattern.search(asked) for pattern in (_PASSIVE, _ACTIVE, _BY))), None)
