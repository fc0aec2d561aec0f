"""Evidence to the side that it takes: yes or no, or the one of two that a question names."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from rag.answer import Evidence
from rag.claim import Words

Cosine = Callable[[str, str], float]
"""The cosine of two short texts."""

_GAP = 0.03
"""Cosines between sentences for the one and for the other. Of sixteen questions of two that were written for
development, the difference of the cosines to the two put all sentences in order, but at no one threshold."""

_FEWEST = 3
"""Words of a clause that says something."""


def of_two(options: Sequence[str], evidence: Sequence[Evidence], alike: Cosine) -> Iterator[tuple[Evidence, Words]]:
    """Sort sentences by the one of two questions that they are nearer to, cut where they lie farthest apart."""
    if len(options) != 2 or not evidence:
        return
    one, other = options
    nearer = [alike(one, e.quote) - alike(other, e.quote) for e in evidence]
    ordered = sorted(nearer)
    gap, cut = max(((b - a, (a + b) / 2) for a, b in pairwise(ordered)), default=(0.0, 0.0))
    if gap < _GAP:
        cut = 0.0 if ordered[0] * ordered[-1] > 0 else ordered[0] - 1.0
    for e, value in zip(evidence, nearer, strict=True):
        yield e, Words(0, len(e.quote), "first" if value > cut else "second")


def yes_or_no(evidence: Evidence) -> Iterator[Words]:
    """What a sentence says to a question of yes or no: a denial says no, and what stands before it may say yes.

    A sentence with a mere "not" says neither: what is not so may be something else.
    """
    text = evidence.quote
    denied = _DENIED.search(text)
    if denied is None:
        if not _NOT.search(text):
            yield Words(0, len(text), "yes")
        return
    seams = (m.span() for m in _SEAM.finditer(text, 0, denied.start()))
    end, begin = max(seams, default=(0, 0))
    yield Words(begin, len(text), "no")
    before = text[:end].rstrip(" ,;:—")
    if len(before.split()) >= _FEWEST and not _NOT.search(before):
        yield Words(0, len(before), "yes")


_SEAM = re.compile(r"[,;:—]\s+(?:and |but |while )?|\s(?:but|while)\s")
_NOT = re.compile(
    r"\b(?:not|never|no longer|neither|nor|nothing|nobody|no one|no (?:proof|evidence|truth)|innocent)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|disput(?:e|es|ed|ing)"
    r"|contradict(?:s|ed|ing)?|rul(?:es|ed|ing) out|baseless|untrue|unfounded|fabricated)\b",
    re.IGNORECASE,
)
