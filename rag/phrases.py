"""The phrases of a question that the next one may lean on: what is counted, what limits it, and its names."""

import re
from dataclasses import dataclass

from rag.drafts.words import NAME

_BY = r"in|at|on|near|off|during|after|before|since|across|outside|around|throughout|under|within"
_NP = rf"(?:(?!(?:{_BY}|and|or|but|who|that|which|was|were|is|are|did|do|does|has|have|had)\b)[\w'’.:-]+)"
LIMIT = re.compile(rf"(?<!\w)(?P<by>{_BY}) (?:{_NP})(?: {_NP}){{0,4}}", re.IGNORECASE)
"""A place, a time or an event that limits what is asked: "in Orsk", "after the storm"."""

VERB = r"(?:is|are|was|were|has been|have been|had been|has|have|had|did|do|does|will|would|can|could|must|may|might)"
PAST = r"died|lost|fell|left|took|went|came|held|got|fled|\w{3,}ed"
COUNTED = re.compile(
    r"(?:how many|what number of|which) "
    rf"(?P<noun>(?!(?:{VERB}|of)\b)[\w'’-]+(?: (?!(?:{VERB}|{PAST})\b)[\w'’-]+){{0,3}})"
    rf" (?P<verb>{VERB})? ?(?P<rest>.*)",
    re.IGNORECASE,
)
"""A question for a number of things, and what is said of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question counts: "How many (noun) (verb) (rest)"; the verb is "" where the rest begins with its own."""

    noun: str
    verb: str
    rest: str

    @property
    def described(self) -> str:
        """The things by what is asked of them: "the guards hurt in Orsk", "the guards who fled"."""
        noun = self.noun if self.noun.casefold().startswith("the ") else f"the {self.noun}"
        participle = re.match(r"(?:is|are|was|were|has been|have been|had been)$", self.verb, re.IGNORECASE)
        if participle and re.match(r"\w+(?:ed|en|t|lost|found|held|hurt|dead|shot|cut|hit)\b", self.rest):
            return f"{noun} {self.rest}"
        return f"{noun} who {self.verb} {self.rest}".replace("  ", " ").strip() if self.rest else noun


def counted(question: str) -> Counted | None:
    """What a question counts; None where it counts nothing."""
    found = COUNTED.match(question.strip(" ?"))
    if found is None:
        return None
    noun, verb, rest = found["noun"], found["verb"] or "", found["rest"]
    return Counted(noun, verb.strip(), rest.strip())


def limits(question: str) -> list[str]:
    """The places, times and events that limit a question, in their order."""
    return [match[0].strip() for match in LIMIT.finditer(question.strip(" ?"))]


def last_name(question: str, *, anywhere: bool = False) -> str | None:
    """The last name in a question, its first word apart; those in a limit ("in Orsk") only if `anywhere`."""
    spared = [] if anywhere else [m.span() for m in LIMIT.finditer(question)]
    first = len(question.split(" ", 1)[0])
    names = [m for m in re.finditer(NAME, question) if m.start() >= first]
    free = [m[0] for m in names if not any(start <= m.start() < end for start, end in spared)]
    return free[-1] if free else None


_DO = re.compile(r"\b(?:did|does|do|will|would|can|could|should|may|might|must) $", re.IGNORECASE)


def thing(question: str) -> str | None:
    """The first thing with an article in a question: "the red ferry"; None where there is none."""
    found = re.search(rf"\b(?:the|a|an) (?P<words>{_NP}(?: {_NP}){{0,2}})", question, re.IGNORECASE)
    if found is None:
        return None
    words = found["words"].split()
    if _DO.search(question[: found.start()]) and len(words) > 1:
        words = words[:-1]
    return f"the {' '.join(words)}"
