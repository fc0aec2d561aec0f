"""Whether a sentence speaks of something else than the question, by a word that stands against one of the question's.

Reports on one matter give the same kind of value for its other parts: the second quarter, what was planned, imports.
A sentence that has such a counterpart of a word of the question, and not the word, gives no other value for the same.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.lexical import analyze
from rag.agents import is_another_s_deed

_VOTE = re.compile(
    r"\b(?:vot\w+|ballots?|referend\w+|said (?:yes|no)|(?:is|are|was|were|spoke|stood) (?:for|against|in favour))\b",
    re.IGNORECASE,
)
"""Where sides are counted: elsewhere "for" and "no" stand against nothing."""


_SIDES, *_OPPOSITES = (
    tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in pair)
    for pair in (
        (r"for|in favour|yes", r"against|no"),
        (r"arriv\w+|landed|entered", r"depart\w+|left|flew out|exited"),
        (r"imports?|imported|importing", r"exports?|exported|exporting"),
        (
            r"rose|risen|ris(?:e|es|ing)|grew|increas\w+|gain\w*",
            r"fell|fallen|fall(?:s|ing)?|declin\w+|decreas\w+|drop\w*",
        ),
        (r"open(?:ed|s|ing)?", r"clos(?:ed?|es|ing|ure)|shut\w*"),
        (r"buy|buys|bought|purchas\w+", r"sell|sells|sold|sales?"),
        (r"men|male|boys", r"women|female|girls"),
        (r"births?|born", r"deaths?|died"),
        (r"lost|los(?:e|es|ing)|cut off|without", r"restor\w+|regain\w+|recover\w+|back|reconnect\w+"),
        (r"domestic|home|national", r"foreign|international|abroad"),
        (r"income|revenues?|turnover", r"costs?|spending|expens\w+"),
        (r"c[ao]me back|back on|restor\w+|return\w*|switched on", r"went (?:out|off|down)|cut out|fail\w*|outages?"),
        (r"convict\w+|found guilty|sentenced?", r"charg(?:ed?|es)|on trial|indict\w+|accus\w+"),
        (r"decid\w+|ruled|rulings?|verdicts?|judg\w+", r"heard|hearings?|filed|lodged"),
        (r"demand\w*|claims?|claiming", r"offer\w*"),
        (r"w[io]n|wins|winning", r"lost|los(?:e|es|ing)"),
        (r"single day|one day|daily|(?:a|per) day|alone", r"since|so far|altogether|all told|in (?:all|total)"),
    )
)

_WHOLE = re.compile(
    r"\b(?:as a whole|altogether|all told|in (?:all|total)|taken together|nationwide|overall|(?:all|both) sides)\b",
    re.IGNORECASE,
)

_PART = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|final|(?:nor|sou)th(?:ern)?|(?:ea|we)st(?:ern)?|upper|lower|inner|outer"
    r"|left|right|spring|summer|autumn|winter|(?:wo)?men's)\b",
    re.IGNORECASE,
)
"""Words that tell the parts of a thing apart, whatever the thing is."""

_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|budget\w*|fores(?:aw|ees?|een)|targets?|targeted|suppos\w+|promis\w+|propos\w+"
    r"|(?:was|were) to|expect\w*|forecasts?|estimat\w+ that|project(?:ed|s|ions?)|meant to|intend\w*"
    r"|allowed|permit\w*|licen[cs]\w+|capacity|offer\w*|demand\w*)\b",
    re.IGNORECASE,
)

_TO_COME = re.compile(r"\b(?:will|is to|are to)\b", re.IGNORECASE)
_SOUGHT = re.compile(r"\b(?:asked|urged|called on|wants?|wanted) (?:[\w'’-]+ ){1,9}?to (\w+)", re.IGNORECASE)

_OF = re.compile(r"\b(\w{4,}) of (?!the\b|those\b|all\b|its\b|his\b|her\b|their\b)(\w{4,})")
"""What there can be several kinds of: cases of measles."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL_WORDS = (
    "a an the of in on at by to for from with and or but is are was were be been has have had do does did will "
    "would can could who whom whose what which when where why how many much that this these those his her its "
    "their all both some any each every other more most several few"
)
_SMALL = frozenset(_SMALL_WORDS.split())


def speaks_of_another(question: str, noun: str, text: str, best: str) -> bool:
    """Whether a sentence has a counterpart of a word of the question that the likeliest sentence does not have.

    `noun` is what the question counts, which may have other names.
    """
    return (
        speaks_of_another_part(question, text, best)
        or is_another_s_deed(question, text)
        or _is_opposite(question, text, best)
        or (not _is_planned(question) and _is_ahead(question, text, best))
        or any(_is_other_kind(*pair, text) for pair in _pairs(question, noun) if _has(best, *pair))
        or any(_is_of_another(what, of, text) for what, of in _OF.findall(question) if _has(best, f"{what} of", of))
    )


def speaks_of_another_part(question: str, text: str, best: str) -> bool:
    """Whether a sentence has another part than the question and the likeliest sentence: the second leg, the south."""
    return any(
        _is_other_kind(*pair, text) for pair in _pairs(question, "") if _PART.fullmatch(pair[0]) and _has(best, *pair)
    ) or bool(_WHOLE.search(text) and not _WHOLE.search(f"{question} {best}"))


def _is_opposite(question: str, text: str, best: str) -> bool:
    pairs = [_SIDES, *_OPPOSITES] if _VOTE.search(question) else _OPPOSITES
    both = [sides for pair in pairs for sides in (pair, pair[::-1])]
    asked_for = [(asked, other) for asked, other in both if asked.search(question) and not other.search(question)]
    return any(other.search(text) and not (asked.search(text) or other.search(best)) for asked, other in asked_for)


def _is_ahead(question: str, text: str, best: str) -> bool:
    """Whether a text tells of what is planned, is to come or is asked for, and the likeliest sentence of what came."""
    if _is_planned(text) != _is_planned(best):
        return True
    comes = _TO_COME.search(text) and not _TO_COME.search(f"{question} {best}")
    sought = {stem for verb in _SOUGHT.findall(text) for stem in analyze(verb)} & set(analyze(question))
    return bool(comes) or bool(sought and not _SOUGHT.search(best))


def _is_planned(text: str) -> bool:
    return _PLANNED.search(text) is not None


def _pairs(question: str, noun: str) -> Iterator[tuple[str, str]]:
    """A word and what it limits, next to each other: "third quarter", "market motion", "cases of measles"."""
    words = [match[0].casefold() for match in _WORD.finditer(question)]
    for one, other in pairwise(words):
        if one not in _SMALL and other not in _SMALL and one not in noun.casefold().split():
            yield one, other


def _is_of_another(what: str, of: str, text: str) -> bool:
    """Whether a text has cases of something else: it does not speak of these at all."""
    return (
        not re.search(rf"\b{re.escape(of)}\b", text, re.I)
        and re.search(rf"\b{re.escape(what)} of\b", text, re.I) is not None
    )


def _has(text: str, one: str, other: str) -> bool:
    return re.search(rf"\b{re.escape(one)} {re.escape(other)}\b", text, re.IGNORECASE) is not None


def _is_other_kind(one: str, other: str, text: str) -> bool:
    """Whether a text has the second word only behind another limiting word than the first."""
    if _has(text, one, other):
        return False
    words = [match[0].casefold() for match in _WORD.finditer(text)]
    before = {words[at - 1] if at else "" for at, word in enumerate(words) if word == other}
    return bool(before) and one not in before and not before & (_SMALL | {""})
