"""How times stand in a text: the forms of dates, months, years, weekdays and hours, and where they are in it."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What kind of words a time is given in."""

    DATE = "date"
    NUMBERS = "numbers"
    MONTH = "month"
    MONTHS = "months"
    YEAR = "year"
    YEARS = "years"
    DECADE = "decade"
    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    PERIOD = "period"
    NEARBY = "nearby"
    AGO = "ago"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that have a form: `text[start:end]`, half-open, in code points; `match` has their parts by name."""

    start: int
    end: int
    form: Form
    match: re.Match[str]

    def part(self, name: str) -> str:
        """A named part of the words in small letters, "" where they have none."""
        return (self.match.groupdict().get(name) or "").casefold()


_FREE = ("January", "February", "July", "September", "October", "November", "December")
_NAMESAKES = ("March", "April", "May", "June", "August")
"""Months that are people's names or other words as well: by themselves they want a word of time before them."""
_SHORT = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
MONTHS = "|".join((*_FREE, *_NAMESAKES))
"""Their full names, as a regular expression."""

_LONG = "|".join(name for month in (*_FREE, *_NAMESAKES) for name in (month, month.upper()))
_MONTH = rf"(?:{_LONG}|(?:{'|'.join(name for month in _SHORT for name in (month, month.upper()))})\b\.?)"
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
_SHORT_DAYS = "(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)"
_TO = r"[-–—]|to|and|until|till|through"
_PART = r"(?:\s(?:morning|afternoon|evening|night))"
_EDGE = r"(?:(?:the\s(?:start|beginning|middle|end)\sof|(?:[Ee]arly|[Mm]id|[Ll]ate)(?:[-\s]in)?)[-\s])"
_COUNTED = (
    r"(?!\s(?:people|persons|men|women|children|dead|wounded|police|soldiers|troops|homes|houses|cases|tonnes|"
    r"million|billion|percent|per\scent|kilomet|met(?:re|er)s|miles|rupees|dollars|euros|pounds|villages|families)\b)"
)
_WHOLE = rf"(?![\w%]|[.,:]\d|[-–/]\d){_COUNTED}"
_YEAR = r"(?:1[5-9]\d\d|20\d\d|2100)"
_OF_YEAR = rf"(?:,?[\s-](?:of\s)?(?P<year>\d{{4}}){_WHOLE}|\s(?:of\s)?(?P<which>last|this|next)\syear\b)"
_NTH = r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)?"
_SPAN = rf"(?P<between>[Bb]etween\s|[Ff]rom\s)?(?P<day>{_NTH})(?:\s?(?P<to>{_TO})\s?(?P<until>{_NTH}))?"
_NAMED = rf"(?:(?P<weekday>{_DAYS}|{_SHORT_DAYS})\.?{_PART}?(?:,\s?|\s(?P<paren>\()?)(?:the\s)?)?"
_NO_MORE = r"(?![\d%]|[.,:/]\d)"
_PLURAL = r"(?!\s(?!was\b|has\b|is\b|as\b|this\b|his\b|its\b)[a-z]+s\b)"
_ZONE = r"(?:\s(?:GMT|UTC|IST|PKT|BST|CES?T|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|JST|AES?T)\b|\slocal\stime\b)?"
_COUNT = "an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\\scouple\\sof|a\\sdozen|\\d{1,3}"
_LATELY = r"last|past|this|next|coming|upcoming"

_FORMS = tuple(
    (form, re.compile(pattern, flags))
    for form, flags, pattern in (
        (
            Form.DATE,
            0,
            rf"(?<![\w.,/$-])(?P<it>{_NAMED}{_SPAN}[\s-](?:of\s)?(?P<month>{_MONTH}){_OF_YEAR}?(?(paren)\)))(?!\w)",
        ),
        (
            Form.DATE,
            0,
            rf"(?<!\w)(?P<it>{_NAMED}(?P<between>[Bb]etween\s)?(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_NTH})"
            rf"(?:\s?(?P<to>{_TO})\s?(?P<until>{_NTH})(?![\w:.,]\d|\s(?:of\s)?{_MONTH}){_PLURAL})?{_NO_MORE}{_COUNTED}{_OF_YEAR}?(?(paren)\)))(?!\w)",
        ),
        (
            Form.NUMBERS,
            0,
            r"(?<![\w.,/-])(?P<it>(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\3(?P<d>\d{1,2}))(?![\d/%-]|[.,]\d|[A-SU-Za-z])",
        ),
        (Form.NUMBERS, 0, r"(?<![\w.,/-])(?P<it>(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\3(?P<y>\d{4}))(?![\w/%-]|[.,]\d)"),
        (Form.MONTH, 0, rf"(?<!\w)(?P<it>{_EDGE}?(?P<month>{_MONTH}){_OF_YEAR})"),
        (Form.MONTH, 0, rf"(?<!\w)(?P<it>(?:{_EDGE}|(?P<how>last|next|this)\s)(?P<month>{_LONG}))(?!\w|\s\d)"),
        (Form.MONTH, 0, rf"(?<!\w)(?P<it>(?P<month>{'|'.join(_FREE)}))(?!\w|\s\d)"),
        (
            Form.MONTH,
            0,
            rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Tt]hroughout)\s(?P<it>(?P<month>{'|'.join(_NAMESAKES)}))"
            r"(?!\w|\s\d|\s[A-Z])",
        ),
        (
            Form.MONTHS,
            0,
            rf"(?<!\w)(?P<it>(?P<between>[Bb]etween\s|[Ff]rom\s)?(?P<month>{_MONTH})\s?(?P<to>{_TO})\s?"
            rf"(?P<until>{_MONTH}){_OF_YEAR}?)(?!\w|\s\d)",
        ),
        (Form.YEAR, re.I, rf"\b(?:in|since|until|till|during|throughout|the\syear)\s(?P<it>(?P<year>{_YEAR})){_WHOLE}"),
        (Form.YEAR, re.I, rf"\b(?P<weak>of|from|by|before|after|for|the)\s(?P<it>(?P<year>{_YEAR})){_WHOLE}{_PLURAL}"),
        (Form.YEAR, 0, rf"(?<!\w)(?P<it>{_EDGE}(?P<year>{_YEAR})){_WHOLE}"),
        (Form.YEAR, 0, rf"\((?P<it>(?P<year>{_YEAR}))\)"),
        (Form.YEAR, 0, rf"^\W{{0,4}}(?P<it>(?P<year>{_YEAR}))(?=:|\s\||\s(?:was|is|saw|brought|will|has)\b)"),
        (
            Form.YEARS,
            re.I,
            rf"(?<![\w.,/$€£-])(?P<it>(?P<between>between\s|from\s)?(?P<year>{_YEAR})\s?(?P<to>{_TO}|/)\s?"
            rf"(?P<until>{_YEAR}|\d\d)){_WHOLE}",
        ),
        (Form.DECADE, re.I, rf"(?<![\w.,$€£])(?P<it>{_EDGE}?(?P<decade>1[5-9]\d|20\d)0['’]?s)\b"),
        (Form.DECADE, re.I, rf"(?<!\w)(?P<it>{_EDGE}?['’‘](?P<decade>\d)0s)\b"),
        (
            Form.WEEKDAY,
            re.I,
            rf"(?<!\w)(?P<it>(?:(?P<how>{_LATELY}|this\s(?:coming|past)|previous|following|an?|each|every)\s)?"
            rf"(?:(?:early|late)(?:\son)?\s)?(?P<weekday>{_DAYS}){_PART}?(?:\s(?:of\s)?(?P<week>last|this|next)\sweek)?)"
            r"(?!\w|\s(?:Times|Mirror|Express|Mail|Telegraph|Herald|Tribune)\b)",
        ),
        (Form.WEEKEND, re.I, rf"\b(?P<it>(?:(?:over|during)\s)?(?:the\s)?(?P<how>{_LATELY}|the)\sweekend)\b"),
        (
            Form.PERIOD,
            re.I,
            rf"\b(?P<it>(?:(?:earlier|later)\s)?(?:the\s)?(?P<how>{_LATELY})\s(?P<unit>week|month|year))\b(?!\sof\b|-)",
        ),
        (
            Form.NEARBY,
            re.I,
            r"\b(?P<it>the\sday\s(?P<day>before\syesterday|after\stomorrow)|"
            rf"(?P<near>yesterday|today|tomorrow){_PART}?|tonight|(?P<night>last\snight)|this\s(?:morning|afternoon|evening))\b",
        ),
        (
            Form.AGO,
            re.I,
            rf"(?<![\w.,-])(?<!than\s)(?<!or\s)(?<!to\s)(?<!and\s)(?<!least\s)(?P<it>(?P<count>{_COUNT})\s"
            r"(?P<unit>day|week|month|year)s?\s(?P<when>ago|earlier|later))\b",
        ),
        (
            Form.CLOCK,
            re.I,
            rf"(?<![\w:.,/])(?P<it>(?P<to>\d{{1,2}}(?:[:.]\d\d)?\s?(?:[-–—]|to|and)\s?)?(?P<hour>\d{{1,2}})"
            rf"(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])(?:m\b|\.\s?m\b\.?)(?-i:{_ZONE}))",
        ),
        (
            Form.CLOCK,
            0,
            r"(?:(?<![\w:.,/+])|(?<=\dT))(?P<it>(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
            rf"(?::[0-5]\d(?:\.\d{{1,9}})?(?:[+-]\d\d:?\d\d)?)?Z?(?![\w:%]|\.\d){_ZONE})(?!\s?[ap]\.?m\b)",
        ),
        (Form.CLOCK, 0, r"(?<![\w:.,/(])(?P<it>(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s(?:GMT|UTC))\b"),
        (Form.CLOCK, re.I, r"(?<![\w-])(?P<it>(?P<named>noon|midday|midnight))(?![\w-])"),
    )
)


def hits(text: str) -> list[Hit]:
    """The words of a text that have a form, in reading order: of those that overlap the first, then the longest."""
    found = [_hit(form, match) for form, pattern in _FORMS for match in pattern.finditer(text)]
    taken: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not taken or hit.start >= taken[-1].end:
            taken.append(hit)
    return taken


def _hit(form: Form, match: re.Match[str]) -> Hit:
    """A match as a hit: "from" and "between" belong to a range alone."""
    start, end = match.span("it")
    parts = match.groupdict()
    if parts.get("between") and not parts.get("to"):
        start = match.end("between")
    return Hit(start, end, form, match)
