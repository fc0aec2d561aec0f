"""What kind of thing a question asks for, and whether a text gives one: a number, a date, a time of day."""

import re
from dataclasses import dataclass


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
