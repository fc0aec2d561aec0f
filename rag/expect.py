"""What a question asks for: the kind of thing (a number, a date, a time of day), and the names it must be about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Evidence


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of thing that a question can ask for: its name, how it is asked, and how it stands in a text."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]

    def is_in(self, text: str) -> bool:
        """Tell whether a text gives such a thing."""
        return self.given.search(text) is not None


_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|half|quarters?|thirds?|twice|none|no"
)
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|(?-i:March|May)|april|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|today|yesterday|tomorrow|tonight"

_KINDS = (
    Wanted(
        "time of day",
        re.compile(r"\b(?:what|which) (?:time|hour)\b", re.I),
        re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\bnoon\b|\bmidnight\b|o['’]clock", re.I),
    ),
    Wanted(
        "date or time",
        re.compile(r"^when\b|\b(?:what|which) (?:date|day|weekday|month|year)s?\b", re.I),
        re.compile(
            rf"\b(?:\d{{4}}s?|{_MONTH}|{_DAY}|(?:last|next|past|this|early|late) \w+|\w+ ago|decades|since)\b", re.I
        ),
    ),
    Wanted(
        "number",
        re.compile(r"\bhow (?:many|much|old|tall|large a)\b|\bwhat (?:number|share|sums?|percentage|price)\b", re.I),
        re.compile(rf"\d|\b(?:{_NUMBER_WORD})\b", re.I),
    ),
)


def wanted(question: str) -> Wanted | None:
    """The kind of thing that a question asks for; None where it is none of those known."""
    return next((kind for kind in _KINDS if kind.asked.search(question)), None)


_WORD = re.compile(r"\w(?:[\w.-]*\w)?(?:['’](?!s\b)\w+)?")


def unmentioned(question: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The names and years of a question, its first word apart, of which no word stands in the articles, in their order.

    The articles are those of the evidence, with their titles and outlets. A name is a run of capitalised words; one of
    them is enough, since outlets spell names differently.
    """
    articles = {e.article.id: e.article for e in evidence}.values()
    texts = (text for article in articles for text in (article.text, article.title, article.outlet or ""))
    known = {word for text in texts for word in _WORD.findall(text.casefold())}
    words = list(_WORD.finditer(question))[1:]
    runs: list[list[re.Match[str]]] = []
    for word in words:
        if word[0][0].isupper() and word[0] != "I" and runs and runs[-1][-1].end() == word.start() - 1:
            runs[-1].append(word)
        elif (word[0][0].isupper() and word[0] != "I") or re.fullmatch(r"[12]\d{3}", word[0]):
            runs.append([word])
    missing = [run for run in runs if known.isdisjoint(word[0].casefold() for word in run)]
    return tuple(dict.fromkeys(question[run[0].start() : run[-1].end()] for run in missing))
