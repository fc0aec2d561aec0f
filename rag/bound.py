"""Pronouns of a question that stand for something outside of it, told from those that it explains itself.

By rules of grammar: a pronoun wants a noun before it; the subject of the first clause and what is an object want it in
another clause; a place wants a place; and some stand for nothing ("how long did it take to ...").
"""

import re
from collections.abc import Iterator

from rag.drafts.words import NAME
from rag.phrases import PAST, VERB

_PRONOUN = re.compile(
    r"\b(?:(?P<possessive>their|his|its|her(?= (?!in\b|on\b|at\b|to\b|for\b|with\b|from\b)[a-z]))"
    r"|(?P<object>them|him|her|theirs|hers|it(?=\W*$| (?:in|on|at|to|for|by|from|with|of|now)\b))"
    r"|(?P<subject>they|he|she|it(?! true\b))"
    r"|(?P<pointing>(?:those|these)(?! who\b| \w+ing\b)|(?:that|this)(?= happen\w*\b|[?,]|$))"
    r"|(?<!were )(?<!was )(?<!are )(?<!is )(?P<place>there(?! (?:is|are|was|were|has|have|had|be)\b)))\b",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)(?:n['’]t)?"
_FIRST = re.compile(rf"\b{_AUXILIARY} $", re.IGNORECASE)
_CLAUSE = re.compile(
    r",|\b(?:and|or|but|so|if|when|while|where|after|before|because|since|as|than|that|until|although|though|who|whom"
    r"|whose|which|unless|once|(?:says?|said|claims?|claimed|believes?)(?! (?:about|of|to|on)\b))\b",
    re.IGNORECASE,
)
_NO_NOUN = rf"(?!(?:{_AUXILIARY}|{VERB}|{PAST}|of|in|on|at|to|for|from|by|with|it|he|she|they)\b)"
_NOUN = re.compile(
    rf"(?<=[a-z,;] ){NAME}"
    rf"|(?i:\b(?:the|an?|each|every|some|most|many|several|any|no|all|both|which|whose"
    r"|how (?:many|much)(?: \w+ed(?= [a-z]))?)"
    rf" {_NO_NOUN}[\w’'-]+"
    rf"|\bwhat {_NO_NOUN}[\w’'-]+(?: {_NO_NOUN}[\w’'-]+)? {_AUXILIARY}\b"
    rf"|\b(?:do|did|are|were|have|can|will) {_NO_NOUN}[a-z’'-]{{3,}}s\b)"
)
_HEAD = re.compile(r"\b(?:the|an?) (?:[\w’'-]+ ){1,2}(?:of|for|behind|in|to|on|at|with|about|against) $", re.IGNORECASE)
_TELLING = re.compile(
    r"\b(?:say|said|says|think|know|hear|learn|tell|told|report|claim|speak)(?: \w+)? (?:about|of|on|to|against) $",
    re.I,
)
_EXPLETIVE = re.compile(
    r"(?: that\b| (?:take|takes|took|cost|costs|make sense|help)\b.*\b(?:to|for)\b"
    r"| (?!(?:possible|true)\b)(?:\w+ )?(?:\w+er|\w+al|\w+ble|fair|easy|hard|far|long|safe|wise|right|good|bad)\b.*"
    r"\b(?:to|that|from|for)\b)",
    re.IGNORECASE,
)
_OWN = re.compile(rf" own\b.*[a-z] (?:the )?{NAME}")
_SOMEWHERE = re.compile(rf"\b(?:in|at|to|from|of|near) (?:the )?{NAME}")


def unbound(question: str) -> Iterator[re.Match[str]]:
    """The pronouns of a question for which nothing in it stands, in their order."""
    return (found for found in _PRONOUN.finditer(question) if not _is_bound(question, found))


def _is_bound(question: str, pronoun: re.Match[str]) -> bool:
    before, after = question[: pronoun.start()], question[pronoun.end() :]
    match pronoun.lastgroup:
        case "possessive":
            return _OWN.match(after) is not None or _owner(before)
        case "subject" if pronoun[0].casefold() == "it" and _EXPLETIVE.match(after):
            return True
        case "subject" if not _FIRST.search(before):
            return _NOUN.search(before) is not None
        case "place":
            return _SOMEWHERE.search(before) is not None
        case _:
            return any(_NOUN.search(before[: clause.start()]) for clause in _CLAUSE.finditer(before))


def _owner(before: str) -> bool:
    """Whether a noun stands there whose something can be: not what is itself of that, nor who speaks of it."""
    if _TELLING.search(before):
        return re.search(rf"\bthe {NAME}", before) is not None
    return _NOUN.search(_HEAD.sub("", before)) is not None
