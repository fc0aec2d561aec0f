"""Numbers that count nothing: parts of dates, clock times, ages, scores, marks, and names such as Boeing 747."""

import re
from bisect import bisect_right
from collections.abc import Callable

from rag.values.fractions import Numeral

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|"
    r"SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_DAYS = rf"{_DAY}(?:\s?(?:,|-|–|to|and|or|through)\s?{_DAY}){{0,4}}"
_HEAD = (
    r"nos?\.|no|number|page|pp?\.|chapter|verse|room|gate|flight|route|highway|motorway|channel|articles?|sections?|"
    r"phase|"
    r"version|grade|class|ward|block|sector|unit|level|area|zone|district|boeing|airbus|apollo|act|clause|rule|"
    r"schedule|"
    r"figure|table|paragraph|top|resolution|terminal|platform|line|season|episode|round|model|type|group\sof|psalm|"
    r"division|operation|formula|catch|stage|tier|category|magnitude"
)
_THOSE = (
    r"\s(?:people|persons|men|women|children|civilians|soldiers|police\w*|personnel|troops|fighters|militants|workers|"
    r"others|guards|officers|sailors|rebels|insurgents|miners|villagers|students|pupils|patients|protesters|"
    r"passengers|residents|houses|homes|killed|dead|injured|wounded|hurt|captured|detained|arrested|dying|die)\b"
)
_PATTERNS = (
    re.compile(rf"\b{_MONTH}\s{{1,2}}{_DAYS}(?!,\d|\s?%)(?:,?\s{{1,2}}\d{{4}}\b)?|\b{_MONTH},?\s\d{{4}}\b"),
    re.compile(rf"\b(?:{_DAYS}\s{{1,2}}(?:of\s)?(?:[Tt]he\s)?){_MONTH}(?:,?\s\d{{4}}\b)?"),
    re.compile(
        r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}([/.-])\d{1,2}\1\d{2,4}\b|\b[12]\d{3}\s?[-–/]\s?(?:[12]\d{3}|\d\d)\b(?![,.]\d)"
    ),
    re.compile(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b\.?|hrs?\b|hours\b|GMT|UTC|IST|PKT)", re.I),
    re.compile(
        r"\b\d{1,2}\s?[ap]\.?m\b|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b[012]\d[0-5]\d\s?(?:hrs?|hours|GMT|UTC)\b", re.I
    ),
    re.compile(r"\b\w+(?:[\s-]\w+)?\so['’]clock\b|\b(?:half|quarter)\spast\s\w+", re.I),
    re.compile(r"\[[\d,;\s–-]{1,40}\]|^\s{0,9}(?:[-*+>#]{1,6}\s)?\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]\s", re.M),
    re.compile(r"\bage[ds]?(?:\sof)?(?:\sbetween)?\s[\w-]+(?:\s?(?:-|–|to|and)\s?\d{1,3}\b)?", re.I),
    re.compile(r"\b[\w-]{1,20}[\s-](?:years?|months?)[\s-](?:olds?\b|of\sage\b)", re.I),
    re.compile(r"(?<=[^\W\d_],\s)\d{1,3}(?=[,.;](?!\d)|$)|(?<=[^\W\d_]\s\()\d{1,3}(?=\))"),
    re.compile(
        r"\b\d+(?:[-–]\d+){2,}\b|\+\d[\d\s()-]{5,20}|\b0\d{2,4}[-\s]\d{5,8}\b|"
        r"https?://\S+|www\.\S+|#\d+|\b\d+\s?[:/]\s?\d+\b(?!\s+of\b)"
    ),
    re.compile(
        rf"\b(?:{_HEAD})\s(?:\d+(?:\.\d+)?(?!,\d)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
        rf"(?:(?:,|\sand|\sor|\sto|-|–)\s?\d+\b){{0,4}}(?!{_THOSE})",
        re.I,
    ),
    re.compile(
        r"\b(?:one|two|three|four|nine|[1-9])\s(?:in|out\sof)\s(?:every\s)?(?:two|three|four|five|six|ten|[2-9]|10|20|"
        r"100)\b"
        r"(?!\s(?:more\s)?(?:minute|hour|day|week|month|year)s)",
        re.I,
    ),
    re.compile(
        r"\b(?:won|win|wins|beat|beats|lost|lose|draw|drew|drawn|score|scored|lead|led|victory|defeat)\b[^.;\d]{0,40}?"
        r"\d{1,3}\s?[-–]\s?\d{1,3}\b",
        re.I,
    ),
)
_YEARLY = re.compile(
    r"\b(?:in|since|by|of|the|from|until|till|during|after|before|for|early|late|mid|to|and|year)[\s-]$", re.I
)
_STRONG = re.compile(
    r"\b(?:at\sleast|more\sthan|nearly|almost|fewer\sthan|less\sthan|up\sto|as\smany\sas|in\sexcess\sof|some)\s$", re.I
)
_LOWER_WORD = re.compile(r"\s[a-z]{3,}")
_PEOPLE = re.compile(_THOSE, re.I)
_OPENS = re.compile(
    r"(?:some|about|around|roughly|nearly|almost|only|just|another|all|these|those|the|at|in|by|with|of|over|under|"
    r"above|below|"
    r"up|to|from|between|than|least|and|but|or|not|other|for|says?|said|kills?|leaves?|left|claims?|hits?|after|as|on|"
    r"police|"
    r"officials|army|was|were|is|are|had|has|have|toll|dead|past|least|most|many|much|some|out|a|an|its|their|his|her|"
    r"our|"
    r"rise[sn]?|rose|top|tops|near|nears|least|exactly|precisely|dozen|neither|nor|either|both|each|per|"
    r"(?:sun|mon|tues|wednes|thurs|fri|satur)day)",
    re.I,
)
_HEAD_WORD = re.compile(r"(?<!\w)([^\W\d_][\w’']*)(?:\s|-)$")
_ONE_BEFORE = re.compile(r"\b(?:no|this|that|the|each|every|any|some|which|another|last|next|by|or|square)[\s-]$", re.I)
_ONE_AFTER = re.compile(
    r"\s(?!(?:of|another|who|that|which|whom|whose|is|was|can|could|should|must|may|might|will|would|to|in|on|at|by|"
    r"from|with|"
    r"and|or|but|for|as|has|had|day|thing|side|hand|way|time|point|after|if|when|it|he|she|they|you|we|i|"
    r"said|left|else)\b)[^\W\d_]|-",
    re.I,
)
_PART = re.compile(r"[\s-](?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?\b", re.I)
_SHOUTED = re.compile(r"\s[A-Z]{3,}\b")
_LOOK = 40


def hidden(text: str) -> Callable[[int, int], bool]:
    """A test whether a place in a text meets a date, a time, an age, a score, a mark or a numbered name."""
    spans = sorted(found.span() for pattern in _PATTERNS for found in pattern.finditer(text))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))

    def meets(start: int, end: int) -> bool:
        at = bisect_right(merged, (end - 1, len(text) + 1)) - 1
        return at >= 0 and merged[at][1] > start

    return meets


def counts(text: str, numeral: Numeral) -> bool:
    """Tell whether a number without a unit may count something: it is no year, no part of a name and no pronoun."""
    if numeral.is_share:
        return True
    before = text[max(0, numeral.start - _LOOK) : numeral.start]
    shown = text[numeral.start : numeral.end]
    if shown[0].isalpha():
        return _word_counts(text, numeral, before, shown)
    return not _is_year(text, numeral, before, shown) and not _is_name(text, numeral, before)


def is_of_people(text: str, end: int) -> bool:
    """Tell whether people, or what befell them, follow at a place."""
    return _PEOPLE.match(text, end) is not None


def _word_counts(text: str, numeral: Numeral, before: str, shown: str) -> bool:
    if _PART.match(text, numeral.end):
        return False
    if shown.casefold() == "one":
        return _ONE_AFTER.match(text, numeral.end) is not None and not _ONE_BEFORE.search(before)
    return not shown[0].isupper() or not _is_name(text, numeral, before)


def _is_year(text: str, numeral: Numeral, before: str, shown: str) -> bool:
    if not (re.fullmatch(r"\d{4}", shown) and 1000 <= numeral.value < 2100):
        return False
    if _STRONG.search(before):
        return False
    if _YEARLY.search(before):
        return True
    is_late = numeral.value >= 1800
    return not (_PEOPLE if is_late else _LOWER_WORD).match(text, numeral.end)


def _is_opener(word: str) -> bool:
    return _OPENS.fullmatch(word) is not None or word.endswith(("'s", "’s"))


def _is_name(text: str, numeral: Numeral, before: str) -> bool:
    """Tell whether a capitalised word stands right before a number that may be its own ("Herof 2.0", "Phase Two")."""
    head = _HEAD_WORD.search(before)
    if not head or not head[1][0].isupper() or _is_opener(head[1]) or is_of_people(text, numeral.end):
        return False
    opens = not before[: head.start()].rstrip(" \"'“‘*_")[-1:].isalnum()
    is_verb = opens and head[1].endswith(("ed", "ing"))
    is_shouted = head[1].isupper() and _SHOUTED.match(text, numeral.end) is not None
    return not is_verb and not is_shouted
