"""Names, subjects and words that point elsewhere, as makers of questions tell them."""

import re

_CAPITAL = r"(?:[A-Z][\w'’-]*[a-z](?![\w'’-])|[A-Z]{2,}(?![\w'’-]))"
NAME = rf"{_CAPITAL}(?: (?:(?:of|de|del|al|bin|van|von|of the) )?{_CAPITAL})*"
"""A run of capitalised words: "Pia Lundow", "Strait of Membe"."""

_LOWER = (
    r"(?!(?:that|who|which|what|has|have|had|was|were|is|are|will|would|can|could|must|may|and|or|of|for|in|on|at|by|to|"
    r"said|says|also|then|as|from|with|whose|only|not)\b)[a-z][a-z'’-]*"
)
SUBJECT = rf"(?:(?:The|A|An)(?: {_LOWER}){{1,3}}(?: (?:in|of|at|on) (?:the )?{NAME})?|(?:The )?{NAME})"
"""Of whom or what a sentence speaks at its beginning, without the blank after it."""

POINTING = re.compile(
    r"\b(?:he|she|it|they|we|you|i|him|them|us|me|his|her|hers|its|their|theirs|our|your|my|himself|herself|itself|"
    r"themselves|this|these|those|such|there|here|whom|whose|where|former|latter|latest|same|others?|another|ones?|"
    r"also|then|too|so|both|respectively|earlier|later|next|previous|previously|following|above|below|not|never|no|nor|"
    r"neither|however|meanwhile|yet|already|again|still|today|yesterday|tomorrow|tonight|ago|nothing|first|second|"
    r"third|last)\b",
    re.I,
)
"""Words that point out of a sentence, or turn it round."""

_DAYS = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr)"
)
_OF_A_PEOPLE = re.compile(
    r"(?<! in)(?<! at)(?<! of)(?<! from)(?<! by)(?<! near)(?<! to) [A-Z]\w*(?:an|ish|ese|ch|i|ic)\b(?= [a-z])"
)
"""Adjectives of peoples ("Canadian engineers"), which say too little by themselves; a few names end so too."""

_NO_NAMES = re.compile(
    r"The|A|An|In|On|At|Of|By|For|From|It|He|She|They|Its|Their|His|Her|This|That|These|Those|But|And|As|After|Before|"
    r"When|While|Since|Some|Many|Most|More|All|Both|Each|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Police|Officials|"
    r"Residents|Authorities|According|Meanwhile|However|Later|Earlier|Last|Under|Over|Another|Several|If|Although|"
    r"Though|No|Not|Only|Even|With|Among|Doctors|Witnesses|Survivors|Experts|Lawyers|Critics|Rescuers|Opposition|"
    r"Security|Government"
)


def named(words: str) -> bool:
    """Whether words name something, the first of them, days and peoples apart."""
    rest = _OF_A_PEOPLE.sub("", f" {words.partition(' ')[2]}")
    return any(len(word) > 1 and not _DAYS.fullmatch(word) for word in re.findall(r"[A-Z][\w'’-]*", rest))


def is_name(words: str, text: str) -> bool:
    """Whether what begins a sentence of a text is a name: several words, or one that has its capital elsewhere too."""
    first = words.split()[0]
    if _NO_NAMES.fullmatch(first) or re.search(rf"\b{re.escape(first.lower())}\b", text):
        return False
    return " " in words or re.search(rf"[a-z,;] {re.escape(first)}\b", text) is not None
