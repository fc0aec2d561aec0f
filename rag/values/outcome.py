"""What became of those who are counted: the kinds of outcome that reports of one event must not mix up."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_KINDS = {
    "dead": "kill kills killed killing killings die dies died dying dead death deaths slain fatality fatalities toll "
    "perish perished martyred drown drowned lives bodies",
    "hurt": "injure injures injured injuring injury injuries wound wounds wounded wounding hurt hospitalised "
    "hospitalized",
    "missing": "missing unaccounted",
    "held": "arrest arrests arrested arresting detain detained detaining detention detentions held jailed captured "
    "abducted kidnapped kidnapping hostage hostages",
    "saved": "rescue rescued rescues rescuing saved freed released",
    "moved": "evacuate evacuated evacuating displaced displacing fled fleeing homeless",
    "more": "add adds added adding create creates created creating hire hires hired hiring built opened gained",
    "fewer": "cut cuts cutting lose loses lost losing shed sheds axe axes axed axing dismissed sacked closes closed "
    "closing scrap scraps scrapped",
    "ruined": "destroy destroyed destroying destroys flattened razed demolished collapsed gutted",
    "damaged": "damage damages damaged damaging",
}  # fmt: skip
_OF_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LIVES = re.compile(
    r"\b(?:lo(?:se|st|ses|sing)|claim(?:ed|s|ing)?|cost(?:s|ing)?|took|taken?)\s+(?:\w+\s+){0,3}lives\b", re.I
)
_LOST = re.compile(r"lo\w+(?:\s[a-z]+)*$", re.I)
"""What can be said of those who died, in their own words."""

_BREAK = re.compile(r"[;:()—–]|\band\b|\bbut\b|\bwhile\b", re.I)
_BREAK_COST, _COMMA_COST, _COUNT_COST = 3.0, 3.0, 4.0

_PLAIN = 6
"""Words between the two that are of no other count."""

_OF_OTHERS = re.compile(r"\b(?:for|of|from|with|at|in|after|before)\b", re.I)
"""What tells that an outcome behind a count is that of somebody else: "2,000 people came for those killed"."""

_FARTHEST = 20.0
"""Words, and what stands for them, between a count and the word that tells its outcome."""


class Outcome(NamedTuple):
    """A kind of outcome, and the word of the text that tells it; both "" where none is told."""

    kind: str = ""
    word: str = ""


def kind_of(word: str) -> str:
    """The kind of outcome that a word alone tells, or ""."""
    return _OF_WORD.get(word.casefold(), "")


def outcome(text: str, start: int, end: int, counts: Sequence[tuple[int, int]]) -> Outcome:
    """The outcome that a sentence gives for what is counted in `text[start:end]`; `counts` are all its counts.

    The nearest word decides. Conjunctions, commas and other counts between lengthen the way.
    """
    best = min(_told(text, start, end, counts), default=(_FARTHEST, "", ""))
    return Outcome(best[1], best[2])


def _told(text: str, start: int, end: int, counts: Sequence[tuple[int, int]]) -> Iterator[tuple[float, str, str]]:
    lives = {match.end(): match[0] for match in _LIVES.finditer(text)}
    for word in _WORD.finditer(text):
        kind, told = kind_of(word[0]), word[0].casefold()
        if word.end() in lives:
            told = lives[word.end()] if _LOST.match(lives[word.end()]) else told
        elif told == "lives" or any(end - len(said) <= word.start() < end for end, said in lives.items()):
            continue
        cost = _way(text, word.span(), (start, end), counts) if kind else _FARTHEST
        if cost < _FARTHEST:
            yield cost, kind, told


def _way(text: str, word: tuple[int, int], count: tuple[int, int], counts: Sequence[tuple[int, int]]) -> float:
    """The words between a count and the word of an outcome, and what stands for them; _FARTHEST where it is not its."""
    if count[0] <= word[0] < count[1]:
        return 0.0
    before = word[1] <= count[0]
    first, last = (word[1], count[0]) if before else (count[1], word[0])
    between = text[first:last]
    others = [text[start:end] for start, end in counts if first <= start and end <= last]
    words = len(_WORD.findall(between))
    plain = words - sum(len(_WORD.findall(other)) for other in others)
    if plain > _PLAIN or (not before and _OF_OTHERS.search(between)):
        return _FARTHEST
    breaks = _BREAK_COST * len(_BREAK.findall(between)) + _COMMA_COST * between.count(",")
    return words + breaks + _COUNT_COST * len(others) + 0.5 * before
