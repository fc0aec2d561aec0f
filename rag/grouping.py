"""Claims to a disagreement: which values are one and which differ, whatever the order in which the claims come."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from rag.answer import Citation
from rag.claim import Claim, Disagreement, Group, Moment, Qualifier, Quantity, Words
from rag.differ import set_apart, time_order, why
from rag.names import stands_in
from rag.speech.speaker import same_speaker
from rag.values import moment, quantity


def group(claims: Iterable[Claim]) -> Disagreement | None:
    """The claims by value, the one of most independent reports first; None where fewer than two values remain.

    A value differs where it cannot be the first one in other words, and no scope that both state sets them apart: then
    they are two facts. It must come from another report or another speaker: what one voice says in one text is two
    facts as well. A claim that fits several values, as "about 20" fits 19 and 21, is left to the nearest.
    """
    groups = sorted((made(members) for members in by_value(claims)), key=_rank)
    if not groups:
        return None
    first, *others = groups
    different = [_explained(other, first) for other in others if _differs(other, first)]
    return Disagreement((first, *different)) if different else None


def by_value(claims: Iterable[Claim]) -> list[list[Claim]]:
    """The claims in lists of one value each, in an order that does not depend on theirs."""
    found: list[list[Claim]] = []
    for claim in sorted(claims, key=_exactness):
        fitting = [members for members in found if same_value(members[0], claim)]
        if fitting:
            min(fitting, key=lambda members: (_distance(members[0], claim), -len(members))).append(claim)
        else:
            found.append([claim])
    return [sorted(members, key=by_time) for members in found]


def same_value(one: Claim, other: Claim) -> bool:
    """Whether two claims can be of one value."""
    match one.value, other.value:
        case Quantity() as a, Quantity() as b:
            return quantity.compatible(a, b)
        case Moment() as a, Moment() as b:
            return moment.compatible(a, b)
        case Words() as a, Words() as b:
            return _same_words(a.key, b.key)
        case _:
            return False


def independent(claims: Iterable[Claim]) -> int:
    """How many independent reports make the claims: copies of one are one."""
    return len({claim.report for claim in claims})


def support(citations: Sequence[Citation], claimed: Sequence[Sequence[Claim]]) -> int:
    """How many independent reports carry an answer: the value that most have, or where it has none, what it cites."""
    values = [independent(members) for claims in claimed for members in by_value(claims)]
    return max(values, default=len({c.article.report or c.article.id for c in citations}))


def _same_words(one: str, other: str) -> bool:
    """Equal but for spelling, one the other's initials, or the other with fewer words ("Asif", "Khawaja Asif")."""
    a, b = sorted((one.split(), other.split()), key=len)
    if len(a) == 1 < len(b) and a[0] == "".join(word[0] for word in b):
        return True
    return bool(a) and all(stands_in(word, b) for word in a)


def _differs(other: Group, first: Group) -> bool:
    """Whether a group contradicts the first: some two of their claims are of one scope and of two voices."""
    pairs = product(other.claims, first.claims)
    return any(not set_apart(a.scope, b.scope) and _two_voices(a, b) for a, b in pairs)


def _two_voices(one: Claim, other: Claim) -> bool:
    """Whether two articles speak, be they two versions of a report, or two speakers in one."""
    if one.citation.article.id != other.citation.article.id:
        return True
    a, b = one.attribution, other.attribution
    return a is not None and b is not None and not same_speaker(a.speaker, b.speaker)


def _explained(other: Group, first: Group) -> Group:
    kind, reason = why(other, first)
    return replace(other, kind=kind, reason=reason)


def made(claims: Sequence[Claim]) -> Group:
    """Claims of one value as a group that nothing is said of yet."""
    dated = [claim.published for claim in claims if claim.published]
    outlets = (claim.citation.article.outlet for claim in claims)
    return Group(
        value=in_words(claims),
        claims=tuple(claims),
        outlets=tuple(dict.fromkeys(outlet for outlet in outlets if outlet)),
        reports=independent(claims),
        first=min(dated, key=time_order, default=None),
        last=max(dated, key=time_order, default=None),
    )


def in_words(claims: Sequence[Claim]) -> str:
    """A value as the clearest of its claims has it: exact before hedged, then what most say, then the shortest.

    Of names it is the fullest, of sentences the likeliest.
    """
    said = Counter(shown(claim) for claim in claims)
    if isinstance(claims[0].value, Words):
        return shown(min(claims, key=lambda claim: (_exactness(claim)[0], -claim.chance, shown(claim))))
    return min((_hedged(claim), -said[shown(claim)], len(shown(claim)), shown(claim)) for claim in claims)[-1]


def shown(claim: Claim) -> str:
    """A claim's value as it is shown: in the article's words, a time with its day."""
    if isinstance(claim.value, Moment):
        return moment.in_words(claim.value, claim.citation.quote)
    return " ".join(claim.text.split())


def _hedged(claim: Claim) -> bool:
    return claim.qualifier is not Qualifier.EXACT


def _rank(group_: Group) -> tuple[object, ...]:
    return -group_.reports, -max(claim.chance for claim in group_.claims), time_order(group_.first), group_.value


def _exactness(claim: Claim) -> tuple[object, ...]:
    """Exact values before hedged and coarse ones, so that those find what they fit."""
    match claim.value:
        case Moment(first=first, last=last):
            coarse: float = (last - first).days if first and last else 1e6
        case Words(key=key):
            coarse = -len(key.split())
        case _:
            coarse = _hedged(claim)
    return coarse, *by_time(claim)


def by_time(claim: Claim) -> tuple[object, ...]:
    """A key that orders claims by their publication, those without one last, and within it by article and place."""
    return *time_order(claim.published), claim.citation.article.id, claim.start


def _distance(one: Claim, other: Claim) -> float:
    a, b = one.value, other.value
    return abs(a.low - b.low) if isinstance(a, Quantity) and isinstance(b, Quantity) else 0.0
