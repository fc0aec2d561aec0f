"""Whether a sentence tells of the deed that a question asks about, but of somebody else's."""

import re

from index.lexical import analyze
from rag.speech.speaker import same_speaker

_NAME = r"[A-Z][\w’'-]*(?: (?:(?:of|and) )?[A-Z][\w’'-]*)*"
_ASKED = re.compile(rf"\b(?:did|does|do|has|have|had|will) (?:the )?(?P<who>{_NAME}) (?P<deed>[a-z]+)\b")
_DONE = re.compile(
    rf"(?P<who>{_NAME}) (?:(?:has|have|had|is|are|was|were|will|would|also|already|since) ){{0,3}}(?P<deed>[a-z]+)\b"
)
_BASES = {
    "bought": "buy", "built": "build", "found": "find", "got": "get", "held": "hold", "lost": "lose", "made": "make",
    "paid": "pay", "sent": "send", "shot": "shoot", "sold": "sell", "spent": "spend", "took": "take", "won": "win",
}  # fmt: skip


def is_another_s_deed(question: str, text: str) -> bool:
    """Whether all who do in a text what a question asks of somebody by name are others, by their names."""
    asked = _ASKED.search(question)
    if asked is None:
        return False
    doers = [_bare(done["who"]) for done in _DONE.finditer(text) if _stem(done["deed"]) == _stem(asked["deed"])]
    named = [doer for doer in doers if doer]
    return bool(named) and not any(_may_be(doer, asked["who"]) for doer in named)


def _bare(name: str) -> str:
    """A name without the article that begins a sentence; "" where nothing is left, or a pronoun was."""
    return re.sub(r"^(?:The|An?|It|He|She|They|That|This|Who|Which)\b ?", "", name)


def _may_be(one: str, other: str) -> bool:
    shared = set(one.casefold().split()) & set(other.casefold().split()) - {"of", "and"}
    return bool(shared) or same_speaker(one, other)


def _stem(verb: str) -> tuple[str, ...]:
    return tuple(analyze(_BASES.get(verb, verb)))
