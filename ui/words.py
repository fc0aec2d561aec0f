"""What the terminal and the page tell of claims in the same words."""

import re
from collections.abc import Sequence

from index.choice import outlet_key
from rag.claim import Claim, Group, Kind

_KINDS = {
    Kind.UPDATE: "Update",
    Kind.SCOPE: "Another scope",
    Kind.SPEAKER: "Another speaker",
    Kind.CONTRADICTION: "Contradiction",
}


def carried(support: int) -> str:
    """How many independent reports carry an answer."""
    return f"Carried by {support:,} independent report{'' if support == 1 else 's'}"


def line(text: str) -> str:
    """A text in one line; what else could repaint a terminal is left to be made visible."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def speaker(claim: Claim) -> str:
    """Who says a value, and via whom; without an attribution that is the outlet."""
    said = claim.attribution
    if said is None:
        return "the outlet itself"
    return line(said.speaker if said.via is None else f"{said.speaker}, via {said.via}")


def speakers(claims: Sequence[Claim]) -> list[str]:
    """Who says a value, each once whatever the case, in the order of the claims; an outlet by name beside others."""
    own = {outlet_key(c.citation.article.outlet or c.report) for c in claims if not c.attribution}
    found: dict[str, str] = {}
    for claim in claims:
        outlet = claim.citation.article.outlet
        name = speaker(claim)
        if not claim.attribution and len(own) > 1:
            name = "the outlets themselves"
        elif not claim.attribution and outlet and any(other.attribution for other in claims):
            name = f"{line(outlet)} itself"
        found.setdefault(outlet_key(name), name)
    return list(found.values())


def numbers(claims: Sequence[Claim]) -> list[int]:
    """The numbers of the citations that claims stand in, each once."""
    return sorted({claim.citation.number for claim in claims})


def why(group: Group) -> str:
    """How a group differs from the first, "" for the first itself."""
    return line(": ".join(part for part in (_KINDS[group.kind] if group.kind else "", group.reason) if part))
