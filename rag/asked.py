"""What kind of value a question asks for, as far as its words tell."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.claim import Quantity
from rag.question import asks_about_publication, asks_for_several, asks_to_explain


class Asked(StrEnum):
    """The kinds of values that reports can differ on."""

    QUANTITY = "quantity"
    MOMENT = "moment"
    EITHER = "one of two"
    YES_NO = "yes or no"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: `noun` is what is counted, "" where the question does not say; `options` are two questions."""

    kind: Asked
    noun: str = ""
    unit: re.Pattern[str] | None = None
    options: tuple[str, ...] = ()

    def fits(self, quantity: Quantity) -> bool:
        """Whether a quantity is of the unit that is asked for."""
        return self.unit is None or self.unit.fullmatch(quantity.unit) is not None


_MONEY = re.compile(r"[A-Z]{3,6}")
_UNITS = (
    (re.compile(r"how long\b|\bfor what (?:time|period)\b|\b(?:period|time ?span|stretch|length) of time"
                r"|\btime ?span\b|\b(?:what|which) period\b|how many (?:minute|hour|day|week|month|year)s\b", re.I),
     re.compile("s")),
    (re.compile(r"per ?cent\b|\bpercentage\b|\b(?:what|which) (?:share|proportion|fraction)\b", re.I),
     re.compile("%")),
    (re.compile(r"\bhow much (?:money|cash|did .* (?:cost|pay)|does .* cost|do .* cost|is .* worth|was .* worth)\b"
                r"|\b(?:price|cost|worth|rupees|dollars|euros|pounds|sums?|budget|fine[ds]?|salary)\b", re.I), _MONEY),
    (re.compile(r"how (?:far|tall|high|deep|wide)\b(?! apart)", re.I), re.compile("m")),
)  # fmt: skip

_MEASURES = re.compile(
    r"^(?:tonnes?|tons?|kilo\w*|met(?:er|re)s?|miles?|hectares?|acres?|lit(?:er|re)s?|degrees)\b", re.I
)

_VERB = (
    r"(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must|of|in|on|at|by"
    r"|that|which|who|with|from|for|to|under|behind|altogether|died|lost|fell|left|took|went|came|held|got|get)\b"
)
_COUNTED = re.compile(
    rf"\b(?:how many|(?:what|which) (?:is|was|are|were) the (?:\w+ )?(?:number|total|count) of|number of)"
    rf" (?P<noun>(?!{_VERB})[\w'’-]+(?: (?!{_VERB})[\w'’-]+){{0,3}})",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r" \w+ed\b")
"""What ends a noun: "guards injured yesterday", but not "flooded houses"."""

_DEAD = re.compile(
    r"\bdeath toll\b(?: among (?:the )?(?P<noun>\w+))?"
    r"|\bhow many (?:people )?(?:died|dead|(?:were|have been|had been) killed|lost their lives)\b",
    re.IGNORECASE,
)
"""Counts people without saying so."""

_QUANTITY = re.compile(
    r"\bhow (?:many|much|long|far|old|tall|high|deep|wide|large|big)\b|\b(?:death |overall )?tolls?\b|\bnumber of\b"
    r"|\bhow expensive\b|\bfor what (?:time|period)\b|^what (?:losses|casualties)\b"
    r"|\bwhat (?:\w+ )?(?:profit|loss|turnover|revenue|salary|wage|pay rise|temperature)\b"
    r"|\b(?:what|which|within what|over what)(?: \w+){0,3} (?:number|total|count\b|share|proportion|fraction|percentage"
    r"|price|cost|sums?|amount|budget|period|stretch|value)\b|\btime ?span\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:^|\b(?:and|but) )when\b|\b(?:what|which) (?:date|day|weekday|month|year|time|hour)s?\b", re.I)
_EITHER = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|will|who|which|what)\b.*?\bor\b(?! (?:more|less|so|fewer)\b)",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE)
_MANY = re.compile(
    r"^(?:\w+ )?(?:what|which)(?: \w+)? (?!\w*(?:ss|us|is|series|news)\b)\w{2,}s (?:does|do|did|are|were)\b",
    re.IGNORECASE,
)
"""Asks for all of a kind, which reports complete rather than contradict."""

_DESCRIBED = re.compile(r"^how (?:is|are|was|were)\b.*\b(?:described|called|named)\b", re.IGNORECASE)
_NAME = re.compile(r"^(?:by |to |from |for |with |in |at )?(?:who|whom|whose|where|which|what)\b", re.IGNORECASE)


def wish(question: str) -> Wish | None:
    """What a question asks for; None for lists, reasons, publication and whatever else has no one value."""
    if asks_about_publication(question):
        return None
    if _MOMENT.search(question):
        return Wish(Asked.MOMENT)
    if _QUANTITY.search(question):
        return _quantity(question)
    if _DESCRIBED.search(question):
        return Wish(Asked.NAME)
    if asks_for_several(question) or asks_to_explain(question) or _MANY.match(question):
        return None
    if _EITHER.search(question):
        return Wish(Asked.EITHER, options=_options(question))
    if _YES_NO.search(question):
        return Wish(Asked.YES_NO)
    return Wish(Asked.NAME) if _NAME.search(question) else None


def _quantity(question: str) -> Wish:
    counted = _COUNTED.search(question)
    costs_lives = counted is not None and counted["noun"] == "lives"
    unit = None if costs_lives else next((unit for asked, unit in _UNITS if asked.search(question)), None)
    noun = _PARTICIPLE.split(counted["noun"])[0] if counted and unit is None else ""
    if not noun and unit is None and (dead := _DEAD.search(question)):
        return Wish(Asked.QUANTITY, dead["noun"] or "people", re.compile(""))
    if unit is None and counted and not _MEASURES.match(noun):
        unit = re.compile("")
    return Wish(Asked.QUANTITY, noun, unit)


def _options(question: str) -> tuple[str, ...]:
    """A question of two as two questions; () where they cannot be told apart.

    What stands before the first option belongs to the second too, unless that is a clause of its own. The first
    begins where a word of the kind that the second begins with stands last: "for repairs or because of the flood".
    """
    first, _, second = re.split(r"(,? or,? )", question.rstrip(" ?"), maxsplit=1)
    if not second:
        return ()
    if _YES_NO.match(second):
        return f"{first}?", f"{second}?"
    begins = second.split()[0].casefold()
    alike = next((kind for kind in _BEGINNINGS if begins in kind), frozenset((begins,)))
    words = first.split()
    cut = next(
        (i for i in range(len(words) - 1, 0, -1) if words[i].casefold() in alike), len(words) - len(second.split())
    )
    return f"{first}?", f"{' '.join([*words[: max(cut, 1)], second])}?"


_BEGINNINGS = (
    frozenset(("a", "an", "the", "one", "this", "that", "these", "those", "his", "her", "its", "their", "our")),
    frozenset(("of", "in", "on", "at", "to", "for", "by", "from", "with", "because", "during", "after", "before")),
)
"""Words with which the same kind of phrase begins."""
