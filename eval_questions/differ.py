"""A disagreement against the values that a question's gold gives: which are presented, who says them, how grouped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval_questions.match import has_words, normalise
from eval_questions.questions import Value
from rag.claim import Claim, Disagreement, Group, Quantity

_SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = re.compile(rf"(\d+(?:\.\d+)?) ?({'|'.join(_SCALES)})")
_LEADING = re.compile(r"^(?:the|an?) ")


@dataclass(frozen=True, slots=True)
class Found:
    """What of a question's gold values a disagreement has.

    Of `values`, `presented` stand in some group; of those, `attributed` are said there by whom the gold names. Of the
    pairs of claims that are each one gold value's, `pairs_right` share value and group, `pairs_mixed` the group alone,
    `pairs_torn` the value alone.
    """

    values: int
    presented: int = 0
    attributed: int = 0
    pairs_right: int = 0
    pairs_mixed: int = 0
    pairs_torn: int = 0


def differ(values: Sequence[Value], disagreement: Disagreement | None) -> Found:
    """Hold a disagreement against gold values; without one nothing is presented."""
    if disagreement is None:
        return Found(len(values))
    by_value = [list(_presenting(value, disagreement.groups)) for value in values]
    presented = [(value, claims) for value, claims in zip(values, by_value, strict=True) if claims]
    right, mixed, torn = _pairs(values, disagreement.groups)
    return Found(
        values=len(values),
        presented=len(presented),
        attributed=sum(any(_is_by(claim, value.by) for claim in claims) for value, claims in presented),
        pairs_right=right,
        pairs_mixed=mixed,
        pairs_torn=torn,
    )


def gives(claim: Claim, spelling: str) -> bool:
    """Whether a claim gives a value in this spelling: as whole words of its text, or as the number that it is.

    The noun that a quantity counts is one of its words. "nearly 200" gives "200" and not "197".
    """
    wanted, value = normalise(spelling), claim.value
    noun = f" {value.noun}" if isinstance(value, Quantity) else ""
    if has_words(normalise(claim.text), wanted) or has_words(normalise(claim.text + noun), wanted):
        return True
    return isinstance(value, Quantity) and value.low == value.high == _worth(wanted)


def same_speaker(one: str, other: str) -> bool:
    """Whether the words of one name stand in the other, whatever the case: "the officials" are "security officials"."""
    ours, theirs = (_LEADING.sub("", normalise(name)) for name in (one, other))
    return bool(ours and theirs) and (has_words(ours, theirs) or has_words(theirs, ours))


def _worth(spelling: str) -> float | None:
    number = _NUMBER.fullmatch(spelling)
    return float(number[1]) * _SCALES[number[2]] if number else None


def _presenting(value: Value, groups: Iterable[Group]) -> Iterable[Claim]:
    """The claims that present a value: in one of its articles, by their own words or else by those of their group."""
    for group in groups:
        named = any(has_words(normalise(group.value), normalise(spelling)) for spelling in value.value)
        for claim in group.claims:
            if _is_from(claim, value) and (named or any(gives(claim, spelling) for spelling in value.value)):
                yield claim


def _pairs(values: Sequence[Value], groups: Iterable[Group]) -> tuple[int, int, int]:
    """Pairs of claims of one value in one group, of two values in one group, and of one value in two groups."""
    places = [(_assigned(claim, values), number) for number, group in enumerate(groups) for claim in group.claims]
    pairs = list(combinations([place for place in places if place[0] is not None], 2))
    alike = [(one[0] == other[0], one[1] == other[1]) for one, other in pairs]
    return alike.count((True, True)), alike.count((False, True)), alike.count((True, False))


def _assigned(claim: Claim, values: Sequence[Value]) -> int | None:
    """The number of the one value that a claim gives by its own words, None where it gives none or several.

    Of two values, one of whose spellings is a part of the other's ("200", "nearly 200"), it gives the longer.
    """
    given = [
        (number, normalise(spelling))
        for number, value in enumerate(values)
        for spelling in value.value
        if _is_from(claim, value) and gives(claim, spelling)
    ]
    whole = {n for n, words in given if not any(words != longer and has_words(longer, words) for _, longer in given)}
    return whole.pop() if len(whole) == 1 else None


def _is_by(claim: Claim, names: Sequence[str]) -> bool:
    if claim.attribution is None:
        return not names
    return any(same_speaker(claim.attribution.speaker, name) for name in names)


def _is_from(claim: Claim, value: Value) -> bool:
    return Path(claim.citation.article.path).name in value.articles
