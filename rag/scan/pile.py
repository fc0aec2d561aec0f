"""What the reports of an index differ on, without a question: the counts, sums and shares of each event.

Articles that may be about one event are found by their rare words; only of those are the quantities read, and only
those that two of them give in the same setting are held against each other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from index.article import Article, Sentence, SentenceKind
from index.choice import ALL, Choice
from index.database import PAGE, batches
from index.store import Store
from rag.answer import Citation
from rag.claim import GRAVITY, Disagreement, Kind
from rag.engine import Engine
from rag.grouping import group
from rag.scan.alike import Meanings, Reports, may_be_alike
from rag.scan.cluster import clusters
from rag.scan.confront import claims, differ, in_order, subject
from rag.scan.event import Events
from rag.scan.setting import names
from rag.scan.sighting import Sighting, is_money, sightings

Progress = Callable[[str, int, int], None]
"""Told the stage, what of it is done, and what there is to do."""

_LEAD = 2
"""Sentences that say where an article is set."""

_EVERY = 1000
"""Pairs of articles between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quantity of one event that independent reports differ on.

    `subject` is what is counted and what became of it, in words of the texts. `citations` are numbered from 1, and are
    those of the disagreement's claims.
    """

    subject: str
    disagreement: Disagreement
    citations: tuple[Citation, ...]

    @property
    def reports(self) -> int:
        """How many independent reports take part."""
        return len({claim.report for group in self.disagreement.groups for claim in group.claims})

    def to_dict(self) -> dict[str, Any]:
        """What was found as plain JSON values."""
        return {
            "subject": self.subject,
            "disagreement": self.disagreement.to_dict(),
            "citations": [citation.to_dict() for citation in self.citations],
        }


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def disagreements(engine: Engine, choice: Choice = ALL, limit: int = 50, progress: Progress = _silent) -> list[Found]:
    """The quantities that independent reports of one event differ on, those that most reports take part in first.

    What may be a matter of scope comes after all others. Of the articles only the counts of their rarer words are kept,
    and the quantities of those that may be about one event; the encoder reads what these leave open. At most `limit`
    are given.
    """
    store = engine.store
    events = _events(store, choice, progress)
    near = defaultdict[int, set[int]](set)
    pairs = events.pairs()
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    reports = _look(store, events, near, progress)
    numbers = sorted(reports.seen, key=lambda number: events.articles[number].id)
    seen = [sighting for number in numbers for sighting in reports.seen[number]]
    places = {id(sighting): at for at, sighting in enumerate(seen)}
    held = list(_held(pairs, reports, progress))
    meanings = Meanings(engine.encoder, reports)
    for done, total in meanings.learn(held):
        progress("meanings", done, total)
    possible = [_sorted(places[id(a)], places[id(b)]) for a, b in held]
    alike = [pair for pair, (a, b) in zip(possible, held, strict=True) if meanings.alike(a, b)]
    found = [_found(store, events, cluster) for cluster in clusters(seen, alike, possible) if differ(cluster)]
    return sorted(filter(None, found), key=_rank)[: max(limit, 0)]


def _events(store: Store, choice: Choice, progress: Progress) -> Events:
    events, total = Events(), store.count_articles()
    for done, (article, _) in enumerate(store.all_with_chunks(choice), start=1):
        events.add(article)
        if done % PAGE == 0:
            progress("articles", done, total)
    progress("articles", len(events.articles), len(events.articles))
    return events


def _look(store: Store, events: Events, near: dict[int, set[int]], progress: Progress) -> Reports:
    """Read the quantities of the articles that are near another one."""
    numbers = {events.articles[number].id: number for number in near}
    leads: dict[int, frozenset[str]] = {}
    seen: dict[int, list[Sighting]] = {}
    for batch in batches(sorted(numbers), PAGE // 5):
        for id_, (article, chunks) in store.with_chunks(batch).items():
            sentences = in_order(chunks)
            leads[numbers[id_]] = names(_lead(article, sentences))
            seen[numbers[id_]] = list(sightings(article, numbers[id_], sentences))
        progress("quantities", len(seen), len(numbers))
    return Reports(near, leads, seen)


def _lead(article: Article, sentences: Sequence[Sentence]) -> str:
    told = [s for s in sentences if s.kind is SentenceKind.PROSE][:_LEAD]
    return "\n".join([article.title, article.dateline or "", *(article.text[s.start : s.end] for s in told)])


def _held(
    pairs: Sequence[tuple[int, int]], reports: Reports, progress: Progress
) -> Iterator[tuple[Sighting, Sighting]]:
    """The sightings of two articles that may be alike, for each pair of articles."""
    blocks = {number: _blocks(seen) for number, seen in reports.seen.items()}
    for done, (one, other) in enumerate(pairs, start=1):
        ours, theirs = blocks.get(one, {}), blocks.get(other, {})
        for key in ours.keys() & theirs.keys():
            for a, b in product(ours[key], theirs[key]):
                if may_be_alike(a, b, reports):
                    yield a, b
        if done % _EVERY == 0 or done == len(pairs):
            progress("pairs", done, len(pairs))


def _blocks(seen: Sequence[Sighting]) -> dict[tuple[str, str], list[Sighting]]:
    """Sightings by what those alike must have in common; one currency may stand for another."""
    blocks: defaultdict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in seen:
        unit = "money" if is_money(sighting.value) else sighting.value.unit
        blocks[unit, "" if unit else sighting.outcome or sighting.head].append(sighting)
    return blocks


def _sorted(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _rank(found: Found) -> tuple[bool, int, int, str]:
    kind = found.disagreement.kind
    return kind is Kind.SCOPE, -found.reports, GRAVITY.index(kind), found.subject


def _found(store: Store, events: Events, cluster: Sequence[Sighting]) -> Found | None:
    """What the sightings of one thing come to; None where their reports agree, or have gone meanwhile."""
    ids = {events.articles[sighting.article].id: sighting.article for sighting in cluster}
    told = {ids[id_]: found for id_, found in store.with_chunks(sorted(ids)).items()}
    made = claims(cluster, told)
    disagreement = group(made)
    if disagreement is None:
        return None
    kept = {claim.citation.number for each in disagreement.groups for claim in each.claims}
    return Found(
        subject(cluster), disagreement, tuple(claim.citation for claim in made if claim.citation.number in kept)
    )
