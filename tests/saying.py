"""Small builders of claims and of what reports differ on, so that a test shows only what matters to it."""

from collections.abc import Sequence
from datetime import date, datetime

from making import make_answer, make_article

from rag.answer import Answer, Citation
from rag.claim import Attribution, Claim, Disagreement, Group, Kind, Quantity, Value

MONDAY, TUESDAY, FRIDAY = date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 6)


def make_claim(
    text: str = "22",
    number: int = 1,
    published: date | datetime | None = None,
    *,
    speaker: str = "",
    via: str | None = None,
    outlet: str | None = "The Gull",
    low: float | None = None,
    high: float | None = None,
    value: Value | None = None,
    **fields: object,
) -> Claim:
    """A claim in an article of its own, whose first sentence it stands in; the number is read from the text."""
    before, after = f"{speaker} said " if speaker else "", " were killed."
    article = make_article(
        f"{before}{text}{after} More came later.", id=f"a{number}", outlet=outlet, published=published,
        path=f"/news/a{number}.txt", title=f"Report {number}",
    )  # fmt: skip
    start, end = len(before), len(before) + len(text)
    if value is None:
        low = float("".join(c for c in text if c.isdigit()) or 0) if low is None else low
        value = Quantity(start, end, low, low if high is None else high, **fields)  # type: ignore[arg-type]
    quote = article.text[: end + len(after)]
    said = Attribution(speaker, 0, len(speaker), "said", via) if speaker else None
    return Claim(text, start, end, value, Citation(number, article, 0, len(quote), quote), said)


def make_group(*claims: Claim, kind: Kind | None = None, reason: str = "", **fields: object) -> Group:
    """Claims of one value, each of an independent report."""
    days = sorted((claim.published for claim in claims if claim.published), key=str)
    outlets = tuple(dict.fromkeys(c.citation.article.outlet for c in claims if c.citation.article.outlet))
    given = {"first": days[0], "last": days[-1]} if days else {}
    return Group(claims[0].text, claims, outlets, len(claims), kind=kind, reason=reason, **(given | fields))  # type: ignore[arg-type]


def make_differing(*groups: Group) -> Disagreement:
    """What reports differ on; the second value contradicts the first unless groups are given."""
    two = (make_group(make_claim()), make_group(make_claim("17", 2), kind=Kind.CONTRADICTION))
    return Disagreement(groups or two)


def cited(disagreement: Disagreement) -> tuple[Citation, ...]:
    """The citations of all claims in their order."""
    found = [claim.citation for group in disagreement.groups for claim in group.claims]
    return tuple(sorted(found, key=lambda citation: citation.number))


def make_disputed(groups: Sequence[Group] = (), **fields: object) -> Answer:
    """An answer that quotes its first citation, and the values that reports differ on."""
    differing = make_differing(*groups)
    citations = cited(differing)
    text = f"{citations[0].quote} [{citations[0].number}]"
    return make_answer(text, citations=citations, disagreement=differing, support=3, **fields)
