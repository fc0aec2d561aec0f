"""What people and bodies said and did to questions: "What did Pia Lundow accuse Halden Lines of?"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.drafts.draft import Draft, Source
from rag.drafts.words import NAME, SUBJECT, is_name

SPEECH = "speech"
"""The kind of question that takes a clause to answer."""

_ROLE = rf"(?:The|Its|Their|His|Her|{NAME}['’]s) (?P<role>[\w'’ -]{{3,50}}), (?P<apposed>{NAME}), "
_FIRST = r"(?:(?:Meanwhile|However|Still|Later|Earlier|On [A-Z][a-z]+day), )?"
_WHO = re.compile(
    rf"^{_FIRST}(?:{_ROLE}|(?P<named>(?!(?:The|An?) ){NAME})(?:, (?:the|an?) [\w'’ -]{{3,60}},)? |"
    rf"(?P<body>(?!An? ){SUBJECT}) )"
)
_OF_A_BODY = re.compile(r"\b(?:company|firm|maker|operator|manager|owner|club|party|union|bank|agency|group)\b")
"""A role of which it cannot be known whether a person has it."""

_BASES = {
    "denied": "deny", "promised": "promise", "announced": "announce", "demanded": "demand",
    "admitted that": "admit", "conceded that": "concede", "acknowledged that": "acknowledge",
    "rejected": "reject", "proposed": "propose",
    "ruled out": "rule out", "called for": "call for", "warned against": "warn against", "warned of": "warn of",
    "warned that": "warn of", "condemned": "condemn", "asked for": "ask for", "apologised for": "apologise for",
}  # fmt: skip
_HAS = r"(?P<has>has |have )?(?:also |again )?"
_SAYING = (
    r"(?! (?:by|this|it|that (?:it|this|and|but)|nothing|so|them|one|him|his|her|their|its|such)\b| that(?:$|[,;])|$)"
)
"""What follows a verb that says by itself what was denied, promised, asked for."""

_DID = re.compile(rf"{_HAS}(?P<verb>{'|'.join(_BASES)})\b{_SAYING}")
_TO_DO = re.compile(
    rf"{_HAS}(?P<verb>agreed|decided|promised|threatened|pledged|offered|refused|vowed) to (?!the\b|an?\b)(?=[a-z])"
)
_TO_DO_BASES = {"agreed": "agree", "decided": "decide", "promised": "promise", "threatened": "threaten",
                "pledged": "pledge", "offered": "offer", "refused": "refuse", "vowed": "vow"}  # fmt: skip
_ACCUSED = re.compile(rf"{_HAS}accused (?P<whom>[^,;.]+?) of (?=having\b|being\b|[a-z]+ing\b)")
_BLAMED = re.compile(rf"{_HAS}blamed (?P<whom>[^,;.]+?) for ")
_WHOM = r"(?!(?:that|for)\b)[A-Za-z'’-]+(?: (?!(?:that|for|if|what|whether)\b)[A-Za-z'’-]+){0,5}?"
_URGED = re.compile(rf"{_HAS}(?P<verb>urged|ordered|asked|told|called on) (?P<whom>(?:the )?{_WHOM}) to (?=[a-z]+\b)")
_URGES = {"urged": "urge", "ordered": "order", "asked": "ask", "told": "tell", "called on": "call on"}
_DESCRIBED = re.compile(rf"{_HAS}described (?P<what>(?:the |{NAME})[^,;.]*?) as ")
_TOPIC = r"the (?:[a-z'-]+ ){0,3}?[a-z'-]+(?: of (?:the [a-z]+|[A-Z]\w+))?"
_ABOUT = re.compile(
    rf"(?:said|claimed|stated|added)(?: on [A-Z][a-z]+day)?(?: that)? (?P<topic>{_TOPIC})"
    r"(?:, [^,]+,)? (?:had|has|have|was|were|is|are|would|will|could|can|must|should)\b"
)
_VAGUE = re.compile(
    r"the (?:rest|sum|man|men|woman|women|money|change|rise|fall|figures?|number|two|three|thing|matter|move|decision|"
    r"day|time|animal|cause|answer|reason|result|problem|idea|point|world|country|aim|goal|work|offer|pair|effect|"
    r"(?:only|real|true|first|hardest|main|whole) \w+)$"
)
_CLAIMED = re.compile(r"(?P<what>claimed responsibility for the [a-z]+)\b")
_ACTED = re.compile(
    r"(?:has |had )?(?:\w+ed|won|led|gave|took|met|chose|wrote|sent|held|built|became|said that|told) [^,;:()—–?!]+"
)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who a sentence speaks of, at `text[start:end]`; `rest` is what it says of them, from `at` on."""

    name: str
    start: int
    end: int
    rest: str
    at: int
    is_person: bool


def spoken(source: Source) -> Iterator[Draft | None]:
    """The questions for what who is named at a sentence's beginning said or did."""
    who = _speaker(source)
    if who is None:
        return
    for make in (_accused, _urged, _did, _about, _described):
        if question := make(who.name, who.rest):
            yield source.draft(question, SPEECH, who.at, len(source.text))
    acted = _ACTED.fullmatch(who.rest)
    if acted and who.is_person:
        yield source.draft(f"Who {who.rest}", "who", who.start, who.end)
    if claimed := _CLAIMED.search(who.rest):
        yield source.draft(f"Who {claimed['what']} {source.place}", "who", who.start, who.end)


def _speaker(source: Source) -> _Speaker | None:
    found = _WHO.match(source.text)
    if not found:
        return None
    group = next(name for name in ("apposed", "named", "body") if found[name])
    name = source.subject(found["body"]) if group == "body" else _full(source, found[group])
    if not name:
        return None
    is_person = group != "body" and " " in name and not _OF_A_BODY.search(found["role"] or "") and bool(found["role"])
    rest = source.text[found.end() :].rstrip(" .")
    return _Speaker(name, *found.span(group), rest, found.end(), is_person)


def _full(source: Source, name: str) -> str:
    """The name as the article has it in full; "" where it is none, or a surname that may be of two."""
    if not is_name(name, source.whole):
        return ""
    if " " in name or name.isupper():
        return name
    fuller = {found[0] for found in re.finditer(rf"[A-Z][\w'’-]*[a-z] {re.escape(name)}\b", source.whole)}
    return fuller.pop() if len(fuller) == 1 else ""


def _accused(name: str, rest: str) -> str:
    for pattern, base, tail in ((_ACCUSED, "accuse", "of"), (_BLAMED, "blame", "for")):
        if said := pattern.match(rest):
            return f"What {_tense(said['has'], name, base, base + 'd')} {said['whom']} {tail}"
    return ""


def _urged(name: str, rest: str) -> str:
    said = _URGED.match(rest)
    return f"What {_tense(said['has'], name, _URGES[said['verb']], said['verb'])} {said['whom']} to do" if said else ""


def _did(name: str, rest: str) -> str:
    if said := _TO_DO.match(rest):
        return f"What {_tense(said['has'], name, _TO_DO_BASES[said['verb']], said['verb'])} to do"
    if said := _DID.match(rest):
        done = "warned of" if said["verb"] == "warned that" else said["verb"].removesuffix(" that")
        return f"What {_tense(said['has'], name, _BASES[said['verb']], done)}"
    return ""


def _about(name: str, rest: str) -> str:
    said = _ABOUT.match(rest)
    return f"What did {name} say about {said['topic']}" if said and not _VAGUE.match(said["topic"]) else ""


def _described(name: str, rest: str) -> str:
    said = _DESCRIBED.match(rest)
    return f"How {_tense(said['has'], name, 'describe', 'described')} {said['what']}" if said else ""


def _tense(has: str | None, name: str, base: str, done: str) -> str:
    return f"{has.strip()} {name} {done}" if has else f"did {name} {base}"
