"""Near-duplicate articles, found at indexing: which are one report, carried by several outlets or brought up to date.

Signatures give the pairs that may be copies, the texts themselves decide, and what hangs together is a report. All is
decided between two texts alone, so it does not matter in which order, or in how many runs, articles came and went.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache

from index.article import Article
from index.candidates import candidates
from index.shingles import are_copies, shingles
from index.signature import Signature, sign


class CopyKind(StrEnum):
    """How two articles of one report belong together."""

    WIRE = "wire"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of an article between runs.

    `copies` are the keys of the other texts that are copies of this one's, sorted: who is new or gone touches those
    alone. `report` is the id of the first article of its report; None before `link`.
    """

    id: str
    signature: Signature
    published: date | datetime | None = None
    updated: date | datetime | None = None
    outlet: str | None = None
    url: str | None = None
    copies: tuple[str, ...] = ()
    report: str | None = None


def record(article: Article) -> Record:
    """The record of an article that was not yet compared."""
    return Record(article.id, sign(article), article.published, article.updated, article.outlet, article.url)


def link(
    held: Iterable[Record], new: Iterable[Record], fetch: Callable[[str], str], gone: Collection[str] = ()
) -> dict[str, Record]:
    """Take articles in and let the ids in `gone` go; gives, by id, the records that are new or have changed.

    `held` are all records of earlier runs, as this function gave them; of the same id in both, the one in `new` counts.
    `fetch` gives, for the id of an article that is held and stays or is new, the text that was signed,
    `article.text[article.body:]`; it is asked for candidates alone.
    """
    before = {kept.id: kept for kept in held}
    fresh = {added.id: added for added in new}
    left = [before.pop(id_) for id_ in set(gone) & before.keys()]
    staying = [kept for kept in before.values() if kept.id not in fresh]
    carriers = _by_key([*staying, *fresh.values()])
    known = {kept.signature.key: kept.copies for kept in staying}
    graph = {key: {copy for copy in known.get(key, ()) if copy in carriers} for key in carriers}
    touched = {key for key, copies in known.items() if len(copies) != len(graph[key])}
    replaced = [kept for kept in before.values() if kept.id in fresh]
    touched |= {each.signature.key for each in (*left, *replaced, *fresh.values())}
    for one, other in _copies(carriers, known.keys(), fetch):
        graph[one].add(other)
        graph[other].add(one)
    linked = _reports(touched & carriers.keys(), graph, carriers)
    return {changed.id: changed for changed in linked if before.get(changed.id) != changed}


def kind(one: Record, other: Record) -> CopyKind:
    """How two articles of a report belong together, by what their sources say.

    The same words again are WIRE wherever they stand. Changed ones are a VERSION from the same address or outlet, WIRE
    from two outlets; where an outlet is not known, a VERSION if the dates differ.
    """
    if one.signature.key == other.signature.key:
        return CopyKind.WIRE
    if one.url is not None and one.url == other.url:
        return CopyKind.VERSION
    if one.outlet is not None and other.outlet is not None:
        return CopyKind.VERSION if one.outlet == other.outlet else CopyKind.WIRE
    dated = (one.published, one.updated) != (other.published, other.updated)
    return CopyKind.VERSION if dated else CopyKind.WIRE


def came(article: Article | Record) -> tuple[bool, datetime, datetime, str]:
    """The order in which articles came, for `sorted`: published, then updated, then id.

    A day without a time is its start in UTC. Who has no publication date comes last; who was not updated comes before
    who was.
    """
    never = datetime.min.replace(tzinfo=UTC)
    return (
        article.published is None,
        _instant(article.published) or never,
        _instant(article.updated) or never,
        article.id,
    )


def _instant(when: date | datetime | None) -> datetime | None:
    if when is None:
        return None
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _by_key(records: Iterable[Record]) -> dict[str, list[Record]]:
    carriers: dict[str, list[Record]] = {}
    for each in records:
        carriers.setdefault(each.signature.key, []).append(each)
    return carriers


def _copies(
    carriers: Mapping[str, list[Record]], known: Collection[str], fetch: Callable[[str], str]
) -> Iterable[tuple[str, str]]:
    """The pairs of keys that are copies, of which one at least is not among `known`."""

    @lru_cache(maxsize=256)
    def runs(key: str) -> frozenset[str]:
        return shingles(fetch(carriers[key][0].id))

    keys = sorted(carriers, key=lambda key: (key not in known, key))
    hashes = [carriers[key][0].signature.hashes for key in keys]
    for one, other in candidates(hashes, len(known)):
        if are_copies(runs(keys[one]), runs(keys[other])):
            yield keys[one], keys[other]


def _reports(
    touched: Iterable[str], graph: Mapping[str, set[str]], carriers: Mapping[str, list[Record]]
) -> Iterable[Record]:
    """The records of all that hangs together with what was touched, each with its copies and its report."""
    seen: set[str] = set()
    for start in touched:
        if start in seen:
            continue
        report, ahead = {start}, [start]
        while ahead:
            further = graph[ahead.pop()] - report
            report |= further
            ahead += further
        seen |= report
        first = min((each for key in report for each in carriers[key]), key=came).id
        for key in report:
            copies = tuple(sorted(graph[key]))
            yield from (replace(each, copies=copies, report=first) for each in carriers[key])
