"""How far what a mark tells of somebody's saying reaches in its sentence."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rag.speech.saying import Saying
from rag.speech.speaker import is_outlet

_PARTING = re.compile(
    r";|(?:,\s*|\s)(?=\b(?:while|whereas|but|although|though|yet)\s(?!\w+ing\b))|,\s*(?=even (?:though|as)\b)", re.I
)
_ASIDE_ENDS = re.compile(r"[,;—–](?!\d)")
_AMOUNT_ENDS = re.compile(r"[,;—–](?!\d)|\b(?:is|are|was|were|has|have|had|could|can|will|would|may|might)\b")
_NOTHING_BUT = re.compile(r"(?:nothing|anything|none|all|not yet|as)$", re.I)


@dataclass(frozen=True, slots=True)
class Reach:
    """A mark and the run of text that it is about."""

    saying: Saying
    first: int
    last: int

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a span is of what is said: not of the speaker, the time or the place of saying it."""
        saying = self.saying
        if start <= saying.start and saying.end <= end and end - start > saying.end - saying.start:
            return True
        named = saying.start <= start and end <= (saying.told if saying.told > saying.start else saying.end)
        of_it = saying.speaker[0] <= start and end <= saying.speaker[1]
        told = saying.told < start and end <= saying.end and start >= saying.told + len(saying.verb)
        return not (named or of_it or told) and self.first <= start < self.last


def clauses(text: str, start: int, end: int) -> list[int]:
    """Where the parts of a sentence begin that a semicolon or a contrast sets off, its own start first."""
    cuts = (m.start() for m in _PARTING.finditer(text, start, end))
    return [start, *(c for c in cuts if c > start and not _NOTHING_BUT.search(text, max(start, c - 12), c))]


def reaches(text: str, found: Sequence[Saying], cuts: Sequence[int], end: int) -> list[Reach]:
    """Each mark with its reach."""
    result = []
    for i, saying in enumerate(found):
        part = bisect_right(cuts, saying.told) - 1
        first, last = cuts[part], cuts[part + 1] if part + 1 < len(cuts) else end
        if saying.about is not None:
            result.append(Reach(saying, saying.about, saying.end))
        elif saying.front:
            result.append(Reach(saying, saying.told, _front_end(text, found, i, last)))
        else:
            result.append(Reach(saying, _first(text, found, i, first), _last(text, found, i, last)))
    return result


def _front_end(text: str, found: Sequence[Saying], i: int, last: int) -> int:
    saying = found[i]
    if saying.relative:
        ending = _AMOUNT_ENDS if text.startswith(" of ", saying.end) else _ASIDE_ENDS
        comma = ending.search(text, saying.end, last)
        last = comma.start() if comma else last
    return min(last, _parted(text, found, i))


def _parted(text: str, found: Sequence[Saying], i: int) -> int:
    """Where the next mark begins a clause of its own, behind something that this one tells."""
    saying = found[i]
    for other in found[i + 1 :]:
        own = other.front and other.lead < other.start and other.lead >= saying.end
        if own and not other.source and text[saying.end : other.lead].strip(' ,:“"'):
            return other.lead
    return len(text)


def _outer(text: str, saying: Saying) -> bool:
    """Whether a mark is of an outlet, which passes on what others say."""
    return is_outlet(text[slice(*saying.speaker)])


def _first(text: str, found: Sequence[Saying], i: int, first: int) -> int:
    if _outer(text, found[i]):
        return first
    ends = [other.end for other in found[:i] if not other.front and not other.source and not _outer(text, other)]
    return max([first, *ends])


def _last(text: str, found: Sequence[Saying], i: int, last: int) -> int:
    saying = found[i]
    last = min(last, _parted(text, found, i))
    rival = any(not o.front and not o.source and not _outer(text, o) and o.start < last for o in found[i + 1 :])
    return saying.end if rival and not _outer(text, saying) else last
