"""Counts, shares and sums to questions: "How many workers were killed in Kostra?"."""

import re
from collections.abc import Iterator
from itertools import chain

from rag.claim import Quantity
from rag.drafts.draft import Draft, Source
from rag.drafts.words import SUBJECT, named
from rag.values.quantity import quantities

_CLAUSE = re.compile(r"(?:^|\b(?:that|said|says) |^(?P<where>(?:In|At|Near|Across) [^,;]{3,40}?),? )(?:the )?$")
"""What stands before a count that is the subject of its clause."""

_SAYS = re.compile(
    r" (?P<verb>were|was|are being|are|have been|had been|have|had|died|drowned|fled|voted|joined|gathered|attended|"
    r"protested|marched|lost)\b(?P<rest>[^,;:.()—–?!]*)"
)
_CUT = re.compile(r"\b(?:and|but|while|as|after|when|because|since|although|though|with|if|said|according|than)\b.*")
_DONE = re.compile(r"^(?:[a-z]+ed|lost|fled|left|taken|held|shot|found|hurt|sold|built|sent|put)$")
_WAS_DONE = re.compile(
    r"^(?:[a-z]{2,}(?:ed|en)|missing|held|shot|found|hurt|sold|built|sent|homeless|trapped|without)$"
)
_BEING = ("are", "were", "was", "had been", "have been")

_BY = re.compile(
    rf"^(?P<by>{SUBJECT}) (?:(?:has|have|had) )?"
    r"(?P<verb>killed|injured|wounded|destroyed|damaged|displaced|flooded|evacuated|arrested|detained|rescued) $"
)
_HAS = re.compile(
    rf"^(?P<who>{SUBJECT}) (?P<aux>has|have|will|would|could|must) "
    r"(?P<verb>(?!been\b|be\b|had\b|have\b)[a-z]{3,}(?: (?:out|up|down))?) $"
)
_BASES = {
    "hired": "hire", "opened": "open", "closed": "close", "built": "build", "bought": "buy", "sold": "sell",
    "sent": "send", "found": "find", "planted": "plant", "recovered": "recover", "seized": "seize", "lost": "lose",
    "counted": "count", "shot": "shoot", "won": "win", "received": "receive", "ordered": "order",
    "reported": "report", "signed": "sign",
}  # fmt: skip
_DID = re.compile(rf"^(?P<who>{SUBJECT}) (?P<verb>{'|'.join(_BASES)}) $")
_HOLDS = re.compile(
    rf"(?:^|\bthat )(?P<who>{SUBJECT}) "
    r"(?P<verb>employs|covers|accounts for|makes up|takes up|operates|runs|owns) $"
)
_COSTS = re.compile(r"(?:^|\bthat )(?P<what>(?:an?|one|each|the)(?: (?!and|that|which)[a-z-]+){1,9}) costs $", re.I)
_SHARE = re.compile(
    r"^ of (?P<whole>(?:the |all )?[a-z][a-z' -]+?) (?P<rest>(?:are|were|have|had|want|support|voted)\b[^,;.]*)"
)

_PLACE = re.compile(r"^ (?P<place>(?:in|at|near|across|along|off) (?:the )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")
_WHOLE = r"[A-Z]\w+|[a-z]+(?: of [A-Z]\w+)?"
_KEEPS = ("employs", "operates", "runs", "owns")
_FEWEST = 2
"""Of one thing nobody asks how many there are."""


def counted(source: Source) -> Iterator[Draft | None]:
    """The questions for what a sentence counts."""
    for quantity in quantities(source.text):
        if not quantity.negated and quantity.high >= _FEWEST:
            makers = {"": (_subject, _by, _object), "%": (_share, _part)}.get(quantity.unit, (_cost,))
            for question in chain.from_iterable(make(source, quantity) for make in makers):
                kind = "share" if quantity.unit == "%" else "count"
                yield source.draft(question, kind, quantity.start, quantity.end)


def _noun(source: Source, quantity: Quantity) -> tuple[str, int]:
    """What is counted, where it follows the number, and where it ends; "" where it does not follow."""
    noun, behind = quantity.noun, source.text[quantity.end :]
    gap = len(behind) - len(behind.lstrip())
    follows = noun and behind.lstrip().startswith(noun) and noun.split()[-1] not in ("percent", "per", "times")
    return (noun, quantity.end + gap + len(noun)) if follows else ("", 0)


def _rest(text: str) -> str:
    """What belongs to a question of the words after its count: up to the end of the clause."""
    return _CUT.sub("", re.split(r"[,;:.()—–?!]", text)[0]).strip()


def _subject(source: Source, quantity: Quantity) -> Iterator[str]:
    """The question where those counted do something: its words stand in the order of the sentence."""
    noun, end = _noun(source, quantity)
    before, says = _CLAUSE.search(source.text[: quantity.start]), _SAYS.match(source.text, end)
    if not noun or not before or not says:
        return
    rest = _rest(says["rest"])
    done = rest.partition(" ")[0]
    verb = {"had been": "were", "was": "were"}.get(says["verb"], says["verb"])
    if verb in ("had", "have"):
        verb = "" if _DONE.match(done) else "-"
    elif says["verb"] in _BEING and not _WAS_DONE.match(done):
        verb = "-"
    if verb != "-":
        where = before["where"] or ""
        yield f"How many {noun} {verb} {source.placed(f'{rest} {where[:1].lower()}{where[1:]}')}"


def _by(source: Source, quantity: Quantity) -> Iterator[str]:
    """The question where somebody or something did harm or good to those counted."""
    noun, end = _noun(source, quantity)
    done = _BY.match(source.text[: quantity.start])
    if noun and done and (by := source.subject(done["by"])):
        where = _PLACE.match(source.text[end:])
        ends = f"by {by} {where['place'] if where else ''}"
        yield f"How many {noun} were {done['verb']} {source.placed(ends)}"


def _object(source: Source, quantity: Quantity) -> Iterator[str]:
    """The question where somebody did, has done or will do something to what is counted."""
    noun, end = _noun(source, quantity)
    before = source.text[: quantity.start]
    if not noun:
        return
    rest = _rest(source.text[end:])
    if (has := _HAS.match(before)) and not _BY.match(before):
        aux, who, verb = has["aux"], source.subject(has["who"]), has["verb"]
    elif did := _DID.match(before):
        aux, who, verb = "did", source.subject(did["who"]), _BASES[did["verb"]]
    elif (holds := _HOLDS.search(before)) and holds["verb"] in _KEEPS:
        aux, who, verb = "does", source.subject(holds["who"]), holds["verb"][:-1]
    else:
        return
    if who and not rest.startswith("of "):
        ends = rest if named(f"- {who}") else source.placed(rest)
        yield f"How many {noun} {aux} {who} {verb} {ends}"


def _share(source: Source, quantity: Quantity) -> Iterator[str]:
    """The question for the share of a whole that is or does something."""
    before, of = _CLAUSE.search(source.text[: quantity.start]), _SHARE.match(source.text[quantity.end :])
    if before and of:
        where = before["where"] or ""
        yield f"What share of {of['whole']} {where[:1].lower()}{where[1:]} {_CUT.sub('', of['rest'])}"


def _part(source: Source, quantity: Quantity) -> Iterator[str]:
    """The question for the share of a whole that something makes up."""
    holds = _HOLDS.search(source.text[: quantity.start])
    of = re.match(rf" of (?:the )?(?:{_WHOLE})(?=[,.;]| by| in| but| yet| and|$)", source.text[quantity.end :])
    who = source.subject(holds["who"]) if holds else ""
    if holds and of and who:
        base, _, more = holds["verb"].partition(" ")
        yield f"What share{of[0]} does {who} {base.removesuffix('s')} {more}"


def _cost(source: Source, quantity: Quantity) -> Iterator[str]:
    """The question for what something costs."""
    costs = _COSTS.search(source.text[: quantity.start])
    if costs and quantity.unit.isupper():
        yield f"How much does {costs['what'][:1].lower()}{costs['what'][1:]} cost {source.place}"
