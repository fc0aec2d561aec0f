"""A question that leans on those before, made to stand alone by rule: with names for pronouns, and the same limits."""

import re
from collections.abc import Sequence

from rag.answer import Answer
from rag.bound import unbound
from rag.drafts.words import NAME
from rag.phrases import COUNTED, LIMIT, PAST, VERB, Counted, counted, last_name, limits, thing

_OPENS = re.compile(
    r"^(?:(?:and|but|so|then|also|or|okay|ok|well),? )+(?:(?:what|how) about )?|^(?:what|how) about ", re.IGNORECASE
)
_ASKS = re.compile(
    r"^(?:(?:in|on|at|by|to|from|for|with|of) )?(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does"
    r"|did|has|have|had|can|could|will|would|should|may|might|name|list)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:by |to |from |for |with |in |at )?(?:who|whom|when|where|why|how|which|what)$", re.IGNORECASE)
_NUMBER_OF = re.compile(
    rf"how many (?P<noun>(?!(?:{VERB}|{PAST})\b)[\w'’-]+(?: (?!(?:{VERB}|{PAST})\b)[\w'’-]+)?)", re.I
)
"""A question for a number of things of which nothing is said."""

_SHORT = 3
"""Words of a question that says too little by itself."""


def leans(question: str) -> bool:
    """Whether a question can hardly be understood without the one before."""
    words = question.strip(" ?").split()
    return bool(_OPENS.match(question)) or len(words) < _SHORT or any(unbound(question))


def standing_alone(question: str, before: Sequence[Answer]) -> str:
    """The question with what it takes from the last one and its answer; itself where it leans on nothing."""
    if not before or not leans(question):
        return question
    last = before[-1]
    asked = (last.searched or last.question).strip(" ?.")
    body = _OPENS.sub("", question).strip(" ?.") or question.strip(" ?.")
    if _BARE.match(body):
        alone = _asked_again(body, asked)
    elif number := _NUMBER_OF.fullmatch(body):
        alone = _exchanged(number["noun"], asked)
    elif _ASKS.match(body):
        alone = _limited(_counting(_named(body, asked, last), asked), asked)
    else:
        alone = _exchanged(body, asked)
    return f"{alone[:1].upper()}{alone[1:]}?"


def _asked_again(word: str, asked: str) -> str:
    """A bare question word before what was asked: "When?" after "How many guards were hurt?"."""
    before = counted(asked)
    if before:
        return f"{word} {before.verb} {before.noun} {before.rest}".strip()
    return f"{word} {re.sub(r'^(?:by |in |at )?[^ ]+ ', '', asked, count=1)}"


def _named(body: str, asked: str, last: Answer) -> str:
    """The question with a name for the first of its pronouns that nothing in it explains."""
    pronoun = next(unbound(body), None)
    stands = pronoun[0].casefold() if pronoun else ""
    found = _antecedent(stands, asked, last) if pronoun else None
    if pronoun is None or found is None or found in body:
        return body
    rest = body[pronoun.end() :]
    whose = "’s" if stands in _POSSESSIVE and rest.startswith(" ") else ""
    return f"{body[: pronoun.start()]}{found}{whose}{rest}"


_POSSESSIVE = frozenset(("their", "his", "her", "its"))
_SEVERAL = frozenset(("they", "them", "their", "theirs", "those", "these"))


def _antecedent(stands: str, asked: str, last: Answer) -> str | None:
    """What a pronoun stands for: what was answered, where a name was asked for; else what was asked about."""
    short = last.short.text.strip() if last.short else ""
    if stands == "there":
        place = short if asked.casefold().startswith("where") else ""
        return f"in {place}" if place else next((limit for limit in limits(asked) if re.search(NAME, limit)), None)
    if short and re.match(r"(?:by |to )?(?:who|whom|which|what)\b", asked, re.IGNORECASE):
        return short
    if stands in _SEVERAL and (before := counted(asked)):
        return before.described
    return last_name(asked) or thing(asked)


def _counting(body: str, asked: str) -> str:
    """The question with the noun that was counted, where it only asks how many."""
    before = counted(asked)
    again = re.match(r"(how many) (?=(?:is|are|was|were|have|had|died|got)\b)", body, re.IGNORECASE)
    return f"{again[0]}{before.noun} {body[again.end() :]}" if before and again else body


def _limited(body: str, asked: str) -> str:
    """The question with the places, times and events that the last one was limited to, if it has none of its own."""
    kept = [] if limits(body) else [limit for limit in limits(asked) if limit.partition(" ")[2] not in body]
    return " ".join([body, *kept])


def _exchanged(fragment: str, asked: str) -> str:
    """What was asked with a part of it exchanged: "And in Perm?" after "Who leads the strike in Orsk?"."""
    limit = LIMIT.match(fragment)
    if limit:
        alike = (one for one in reversed(limits(asked)) if _kind(one) == _kind(limit[0]))
        same = next(alike, None)
        return asked.replace(same, fragment, 1) if same else f"{asked} {fragment}"
    if re.fullmatch(rf"(?:the )?{NAME}", fragment) and (name := last_name(asked, anywhere=True)):
        return asked.replace(name, fragment, 1)
    before: Counted | None = counted(asked)
    if before and COUNTED.match(asked):
        return f"how many {re.sub('^the ', '', fragment)} {before.verb} {before.rest}".strip()
    return f"{asked}, {fragment}"


def _kind(limit: str) -> tuple[str, bool]:
    """The preposition of a limit, and whether it names something."""
    return limit.partition(" ")[0].casefold(), re.search(NAME, limit.partition(" ")[2]) is not None
