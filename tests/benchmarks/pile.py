"""A pile of invented news articles of any size, the same for the same seed.

Usage: python tests/benchmarks/pile.py COUNT OUT [SEED]   (OUT is a folder for .txt files, or one .jsonl file)

Words are drawn by Zipf's law from the word list of the bundled model, which is in the order of their frequency; each
article has its own subject words, people and places, and keeps to them. Of a hundred articles, about four are wire
copies (another headline and outlet, perhaps shortened) and two are updated versions of an earlier one.
"""

import json
import random
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from index.models import MINILM

Thing = TypeVar("Thing")

SHORTEST, LONGEST = 300, 1500
COPIES, UPDATES = 0.04, 0.02
REMEMBERED = 500
"""Articles back, at most, that a copy or an update goes."""

_COMMONEST = 2500
"""Lines at the head of the list: marks, letters, and the five hundred words that stand in any text."""

_SYLLABLES = (
    "ba", "be", "bor", "da", "del", "dun", "el", "fen", "gar", "hal", "is", "jor", "ka", "kel", "lo", "lun", "mar",
    "mir", "na", "nor", "or", "pel", "ra", "rin", "sa", "sel", "tar", "tor", "ul", "ven", "wes",
)  # fmt: skip
_FIRST = (
    "Ada", "Bruno", "Carla", "Dov", "Edda", "Farid", "Greta", "Hamid", "Ines", "Jonas", "Kofi", "Lena", "Mirek",
    "Nadia", "Otto", "Priya", "Quentin", "Rosa", "Samir", "Tilda", "Ugo", "Vera", "Wanda", "Yusuf", "Zora",
)  # fmt: skip
_ROLES = (
    "minister", "mayor", "spokeswoman", "professor", "chief executive", "union leader", "judge", "coach",
    "police chief",
)  # fmt: skip
_OUTLETS = ("Harbour Wire", "The Morning Bell", "Northern Courier", "The Plain Post", "Evening Ledger")
_UNITS = ("people", "tonnes", "jobs", "homes", "votes", "kilometres", "hectares", "patients", "pupils")
_TEMPLATES = (
    "{Person}, the {role} of {place}, said on {day} that the {a} {b} would {c} the {d}.",
    "“We did not expect the {a} to {b} so soon,” {Person} said. “The {c} is another matter.”",
    "The {a} in {place} has cost ${number} million since {month} {year}, {percent} percent more than planned.",
    "About {number} {unit} were counted in {place}, against {other} a year earlier.",
    "{firm}, which makes {a} for the {b}, denied that its {c} had been to blame.",
    "A report by {Person} found {number} cases of {a} and {b} between {month} and {day}.",
    "According to {firm}, the {a} {b} will be finished by {month} {year}.",
    "Residents of {place} described a {a} that no {b} had seen before.",
    "“It is a question of {a}, not of {b},” said {Person}, {age}, who has lived in {place} since {year}.",
    "The court ordered {firm} to pay ${number},000 to {Person} over the {a}.",
    "{Person} disagreed: the {a}, as the {role} put it, was “{b} and {c}”.",
    "At {hour}:{minute} on {day} the {a} reached {place}, where {number} {unit} were waiting.",
    "Neither the {a} nor the {b} was mentioned in the agreement of {month} {year}.",
    "Critics point to the {a}, the {b} and a {c} that cost the region {number} {unit}.",
    "In {place}, {percent} percent of the {a} is still without {b}.",
    "The {a} was first seen near {place}; by {day} it had spread to the {b} and the {c}.",
    "{firm} said it had sold {number} {a} in {year}, up from {other}.",
    "Asked about the {a}, {Person} declined to comment.",
)
_HEADLINES = (
    "{place} faces {a} as {b} grows", "{Person} warns of {a} in {place}", "{firm} to {a} {number} {unit}",
    "{A} and {b}: what {place} decided", "{number} {unit} hit by {a} near {place}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """An article: when and by whom, headline, and paragraphs."""

    name: str
    outlet: str
    place: str
    time: datetime
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """As a file holds it: headline, dateline, paragraphs."""
        first, *others = self.paragraphs
        opening = f"{self.place.upper()}, {self.time:%d %B %Y} ({self.outlet}) - {first}"
        return "\n\n".join([self.headline, opening, *others]) + "\n"


class Writer:
    """Makes up articles from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # no secret hangs on it
        lines = (MINILM.directory() / "vocab.txt").read_text("utf-8").splitlines()[_COMMONEST:]
        self._words = [word for word in lines if word.isascii() and word.isalpha() and len(word) > 2]
        # Zipf's law, by Mandelbrot's form; the words before the list's head are spoken for.
        self._weights = list(accumulate(1 / (rank + 30) for rank in range(len(self._words))))
        self._places = [self._name() for _ in range(400)]
        self._firms = [f"{self._name()} {kind}" for _ in range(150) for kind in ("Energy", "Lines", "Bank", "Works")]
        self._people = [f"{self._one(_FIRST)} {self._name()}" for _ in range(3000)]

    def reports(self, count: int) -> Iterator[Report]:
        """That many articles, a few of them copies and updates of earlier ones."""
        earlier: deque[Report] = deque(maxlen=REMEMBERED)
        for number in range(count):
            name, fate = f"{number:06d}", self._random.random()
            if earlier and fate < COPIES:
                yield self._copied(self._one(earlier), name)
            elif earlier and fate < COPIES + UPDATES:
                yield self._updated(self._one(earlier), name)
            else:
                earlier.append(self._report(name))
                yield earlier[-1]

    def _report(self, name: str) -> Report:
        subject = _Subject(self._drawn(40), self._some(self._people, 4), self._some(self._places, 3),
                           self._some(self._firms, 2))  # fmt: skip
        time = datetime(2029, 1, 1) + timedelta(minutes=self._random.randrange(3 * 365 * 1440))  # noqa: DTZ001
        wanted = min(max(int(self._random.lognormvariate(6.4, 0.4)), SHORTEST), LONGEST)
        paragraphs, words = list[str](), 0
        while words < wanted:
            paragraphs.append(self._paragraph(subject, time))
            words += paragraphs[-1].count(" ") + 1
        headline = self._filled(self._one(_HEADLINES), subject, time)
        return Report(name, self._one(_OUTLETS), subject.places[0], time, headline, tuple(paragraphs))

    def _copied(self, report: Report, name: str) -> Report:
        kept = self._random.choice([len(report.paragraphs), max(3, len(report.paragraphs) // 2)])
        later = report.time + timedelta(hours=self._random.randrange(1, 30))
        headline = f"{report.place}: {self._drawn(1)[0]} and {self._drawn(1)[0]}"
        return replace(report, name=name, outlet=self._one(_OUTLETS), time=later, headline=headline,
                       paragraphs=report.paragraphs[:kept])  # fmt: skip

    def _updated(self, report: Report, name: str) -> Report:
        later = report.time + timedelta(hours=self._random.randrange(1, 48))
        subject = _Subject(self._drawn(40), self._some(self._people, 2), [report.place], self._some(self._firms, 1))
        added = self._paragraph(subject, later)
        return replace(report, name=name, time=later, paragraphs=(added, *report.paragraphs))

    def _paragraph(self, subject: "_Subject", time: datetime) -> str:
        templates = self._some(_TEMPLATES, self._random.randint(2, 4))
        return " ".join(self._filled(template, subject, time) for template in templates)

    def _filled(self, template: str, subject: "_Subject", time: datetime) -> str:
        pick, one = self._random.randrange, self._one
        # Half of what is told keeps to the subject, which is why a word found once is found again.
        word = {slot: one(subject.words) if pick(2) else self._drawn(1)[0] for slot in "abcd"}
        day = time - timedelta(days=pick(9))
        return template.format(
            **word, A=word["a"].capitalize(), Person=one(subject.people), place=one(subject.places),
            firm=one(subject.firms), role=one(_ROLES), unit=one(_UNITS), day=f"{day:%A}", month=f"{day:%B}",
            year=time.year - pick(12), number=pick(2, 990), other=pick(2, 990), percent=pick(1, 99), age=pick(18, 90),
            hour=pick(1, 13), minute=f"{pick(60):02d}",
        )  # fmt: skip

    def _drawn(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def _name(self) -> str:
        return "".join(self._some(_SYLLABLES, self._random.randint(2, 3))).capitalize()

    def _one(self, things: Sequence[Thing]) -> Thing:
        return things[self._random.randrange(len(things))]

    def _some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        return self._random.sample(things, count)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What one article is about."""

    words: Sequence[str]
    people: Sequence[str]
    places: Sequence[str]
    firms: Sequence[str]


def write(reports: Iterable[Report], out: Path) -> None:
    """Write the articles one by one, as .txt files in a folder, or as lines of one .jsonl file."""
    if out.suffix == ".jsonl":
        with out.open("w", encoding="utf-8") as stream:
            for report in reports:
                held = {"id": report.name, "title": report.headline, "date": report.time.isoformat(),
                        "source": report.outlet, "text": "\n\n".join(report.paragraphs)}  # fmt: skip
                stream.write(json.dumps(held, ensure_ascii=False) + "\n")
        return
    out.mkdir(parents=True, exist_ok=True)
    for report in reports:
        (out / f"{report.name}.txt").write_text(report.text, "utf-8")


if __name__ == "__main__":
    how_many = int(sys.argv[1])
    made = Writer(int((sys.argv[3:] or ["0"])[0])).reports(how_many)
    write(track(made, "Writing", how_many, console=Console(stderr=True)), Path(sys.argv[2]))
