"""Whether a sentence denies what its cited text says, or says what that denies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.lexical import analyze
from rag.faithful.faults import Fault
from rag.faithful.lists import OPPOSITES, UNDENIED

_HARD = re.compile(
    r"\b(?:not(?!\s(?:only|just|merely|least))|never|no(?!\s(?:doubt|longer\s\w+\sthan)\b)|none|nobody|nothing|neither|nor|"
    r"without|cannot|nowhere)\b|n['’]t\b|\bno[\s-]one\b",
    re.I,
)
_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing)?|refut\w+|disput(?:es?|ed|ing)|doubt(?:s|ed|ful)?|"
    r"rul(?:es?|ed|ing)\sout)\b",
    re.I,
)
_SOFT = re.compile(
    r"\b(?:fail\w*|refus\w+|declin\w+|lack\w*|absen\w+|prevent\w*|halt\w*|stop\w*|bann?\w*|bar(?:s|red)|unable|unlikely|"
    r"impossible|avoid\w*|exclud\w+|turn\w*\sdown|oppos\w+|dismiss\w*|cancel\w*|postpon\w+|put\soff|instead|rather|yet\sto|"
    r"free\sof|short|beyond|un\w{4,}|im?n?(?:possible|passable|capable|complete|valid|correct|nocent)|dis\w{5,}|"
    r"only|out|clos\w+|shut|still|remain\w*|acquitt\w+|clear\w*|few|little|less|hardly|barely|scarcely|empty|missing|safe|"
    r"until|till|before|lost|los[est]\w*|miss\w*|false\w*|wrong|contradict\w*|criticis\w+|blam\w+|against|but|except|"
    r"end\w*|ceas\w+|off|cut|drop\w*|withdr\w+|abandon\w*|scrap\w*|reopen\w*|open\w*|first|last|alone|zero|nil)\b"
    r"|\b\w+less\b",
    re.I,
)
"""Words in which a denial can hide, or which another text can put as one: with them nothing is sure."""
_HIDING = re.compile(
    r"\b(?:fail\w*|refus\w+|declin\w+|lack\w*|absen\w+|prevent\w*|halt\w*|stop\w*|bann?\w*|unable|avoid\w*|exclud\w+|"
    r"cancel\w*|out\sof|free\sof|short\sof|instead\sof|rather\sthan|little|few|hardly|barely|scarcely|off|away|unlikely|"
    r"impossible|wrong|false\w*)\b",
    re.I,
)
"""Of these, those that deny what follows them."""
_BREAK = re.compile(
    r"[,;:.!?()“”\"—–]|\b(?:but|and|while|although|though|whereas|because|after|since|which|who|or|than|as|if|when)\b",
    re.I,
)
_PHRASE = re.compile(r"\b(?:for|in|on|at|with|by|to|from|into|over|during|before|until|under|between|about)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST = 3
"""Words that a denial bears on."""
_BEFORE = 2
"""Words before a "not" that it can bear on: "rain is not expected", "expects no rain"."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The stems of a text by how it says them: plainly, denied by a plain "not", behind a verb that denies.

    Plain is what is sure to be: what stands before a "not", or behind a word in which one hides, is none of the three.
    """

    plain: frozenset[str]
    denied: frozenset[str]
    doubted: frozenset[str]
    heads: frozenset[str]
    """Of those denied, the first that each "not" bears on: mostly the verb."""
    is_open: bool
    """Whether it has a word in which a denial can hide."""


def denials(sentence: str, quotes: Sequence[str]) -> Iterator[Fault]:
    """The fault of a sentence that turns what the quotes say round, by a "not" more or less or by an opposite."""
    here, there = voices(sentence), voices("\n".join(quotes))
    if _is_turned(here, there) or _is_opposite(sentence, "\n".join(quotes)):
        yield Fault.NEGATION


def voices(text: str) -> Voices:
    """Read how a text says each of its words."""
    scopes = [_scope(text, cue.end()) for cue in _HARD.finditer(text)]
    denied = frozenset(stem for scope in scopes for stem in scope)
    doubted = frozenset(stem for cue in _DENYING.finditer(text) for stem in _reach(text, cue.end()))
    unsure = {stem for cue in _HARD.finditer(text) for stem in _ahead(text, cue.start())}
    unsure |= {stem for cue in _HIDING.finditer(text) for stem in _scope(text, cue.end())}
    plain = frozenset(stem for word in _WORD.finditer(text) for stem in _stems(word[0])) - denied - doubted - unsure
    heads = frozenset(scope[0] for scope in scopes if scope)
    return Voices(plain, denied, doubted, heads, bool(_SOFT.search(text) or _DENYING.search(text)))


def _is_turned(here: Voices, there: Voices) -> bool:
    turned = (here.heads & there.plain) | (here.plain & there.heads)
    kept = (here.denied & (there.denied | there.doubted)) | (here.doubted & there.denied)
    if turned and not kept:
        return True
    has_cue = bool(here.denied or here.doubted or here.is_open)
    if there.doubted & here.plain and not has_cue:
        return True
    return bool(here.denied) and not there.denied and not there.doubted and not there.is_open


def _is_opposite(sentence: str, text: str) -> bool:
    """Whether a sentence has one word of a pair of opposites, and the text only the other."""
    here, there = ({word[0].casefold() for word in _WORD.finditer(one)} for one in (sentence, text))
    if _HARD.search(sentence) or _HARD.search(text):
        return False
    both = [pair for one, other in OPPOSITES for pair in ((one, other), (other, one))]
    return any(here & mine and there & its and not here & its and not there & mine for mine, its in both)


def _scope(text: str, place: int) -> list[str]:
    """The stems of the words that a "not" bears on: the next few, up to a break or the next phrase."""
    found: list[str] = []
    end = _end(text, place)
    for word in _WORD.finditer(text, place, end):
        if word[0].casefold() in UNDENIED:
            continue
        if _PHRASE.fullmatch(word[0]):
            if found:
                break
            continue
        found += _stems(word[0])
        if len(found) >= _MOST:
            break
    return found


def _ahead(text: str, place: int) -> list[str]:
    """The stems of the words right before a "not": its subject, or the verb whose object it denies."""
    cuts = [cut.end() for cut in _BREAK.finditer(text, 0, place)]
    found = [stem for word in _WORD.finditer(text, cuts[-1] if cuts else 0, place) for stem in _stems(word[0])]
    return found[-_BEFORE:]


def _reach(text: str, place: int) -> list[str]:
    """The stems of all words up to the next break, which a verb of denial bears on."""
    return [stem for word in _WORD.finditer(text, place, _end(text, place)) for stem in _stems(word[0])]


def _end(text: str, place: int) -> int:
    stop = _BREAK.search(text, place)
    return stop.start() if stop else len(text)


def _stems(word: str) -> list[str]:
    return [] if word.casefold() in UNDENIED or _PHRASE.fullmatch(word) else analyze(word)
