"""A pile of articles in memory, for scans, and pairs of reports of one event that differ, or seem to."""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import numpy as np
from making import make_article

from index.article import Chunk
from index.choice import ALL
from index.lexical import analyze
from index.split import split

FIRST = (
    "The ship Selma Grand ran aground on the Orrin Bank near Port Sellen in Norland. Harbour master Owen Brandt "
    "and the Calder Line, which owns the Selma Grand, look into the cause of the Orrin Bank accident. It is calm now."
)
SECOND = (
    "Port Sellen is still counting what the wreck of the Selma Grand has done to it. The Calder Line sent it past the "
    "Orrin Bank in a storm. Owen Brandt, the harbour master, calls that a mistake that Norland will remember."
)
THIRD = (
    "Days after the Selma Grand struck the Orrin Bank, the talk in Port Sellen is of the Calder Line. Owen Brandt has "
    "asked Norland to hold its captain to account. Nobody knows what he did to the Selma Grand, he said."
)
FOURTH = (
    "A parliament committee in Norland heard Owen Brandt on the Selma Grand, which the Calder Line lost on the Orrin "
    "Bank. Port Sellen wants its money back. It wants it soon, he told the members."
)
OPENINGS = (FIRST, SECOND, THIRD, FOURTH)

DIFFER = {
    ("The wreck killed 14 sailors.", "In all, 19 sailors died, the coastguard said."): "sailors",
    ("At least 14 people died in the wreck.", "Owen Brandt said that 22 people had been killed."): "people",
    ("The accident left 31 passengers injured.", "Doctors treated 44 passengers who were hurt."): "passengers",
    ("The harbour lost 120 jobs.", "The harbour cut 310 jobs after the wreck."): "jobs",
    ("The storm destroyed 85 homes.", "Officials said 140 houses were destroyed."): "homes",
    ("Two tugs saved 60 sailors.", "Fishermen rescued 75 sailors from the ship."): "sailors",
    ("Police arrested 8 officers of the line.", "The police said that 12 officers had been arrested."): "officers",
    ("The company will pay 40 million euros for the damage to the harbour.",
     "The company will pay 65 million euros for the damage it did to the harbour."): "company",
    ("The ship spilled oil on 30 beaches of the coast.", "Oil of the ship has reached 45 beaches on the coast."):
        "beaches",
    ("The line carries 60 per cent of the coal.", "The line carries 80 per cent of coal."): "coal",
    ("In Port Sellen, 14 sailors were killed.", "In Port Sellen, 19 sailors were killed."): "sailors",
    ("The ferry company said 14 sailors died.", "More than 22 sailors have lost their lives."): "sailors",
    ("A total of 230 residents were evacuated.", "The town evacuated 410 residents."): "residents",
}  # fmt: skip
"""Sentences of two reports that cannot both be right, and what they count."""

AGREE = (
    ("The wreck killed 14 sailors.", "The wreck injured 19 sailors."),
    ("The wreck killed 14 sailors.", "The wreck killed 19 passengers."),
    ("The wreck killed 14 sailors.", "A dozen years ago, 19 sailors were killed there."),
    ("The wreck killed 14 sailors.", "In 2019, a wreck killed 19 sailors."),
    ("The wreck killed 14 sailors.", "On the island of Great Orme, 19 sailors were killed."),
    ("In Orsk, 14 sailors were killed.", "In Perm, 19 sailors were killed."),
    ("On Monday, 14 sailors were killed.", "On Friday, 19 sailors were killed."),
    ("The wreck killed 14 sailors.", "The wreck killed fourteen sailors."),
    ("The wreck killed 22 sailors.", "More than 22 sailors died in the wreck."),
    ("The wreck killed 198 sailors.", "Nearly 200 sailors died in the wreck."),
    ("The wreck killed 14 sailors.", "The wreck killed none of the 19 sailors on the bridge."),
    ("The wreck killed 14 people.", "The wreck killed 3 women."),
    ("The harbour cut 120 jobs.", "The harbour created 310 jobs."),
    ("The storm destroyed 85 homes.", "The storm damaged 140 homes."),
    ("The wreck killed 14 sailors.", "The wreck could kill 19 sailors, he had warned."),
    ("The wreck killed 14 sailors within 48 hours.", "The wreck killed 19 sailors within 72 hours."),
    ("The line carried 400 passengers a day.", "The line carried 90,000 passengers a month."),
    ("The fine was 40 million euros.", "The new pier cost 65 million euros."),
    ("The line pays 40 per cent of the costs.", "The line owns 65 per cent of the harbour."),
    ("The wreck killed 14 sailors, up from 11 sailors.", "The wreck killed 14 sailors, not 11."),
    ("Norwegian sailors lost 14 lives; 14 Norwegian sailors died.", "The wreck killed 19 Danish sailors."),
    ("The wreck killed 5 tourists.", "The wreck killed 2 foreign tourists."),
    ("The wreck killed 14 sailors.", "The wreck killed 15 to 19 sailors."),
    ("The wreck killed 14 sailors.", "The wreck killed up to 19 sailors."),
    ("The war killed 14 sailors.", "The war killed 190 sailors since October."),
    ("The wreck killed 14 sailors.", "Of the dead sailors, 4 are from Orsk."),
    ("The wreck killed 14 sailors.", "Nearly 200 sailors came to a service for those killed."),
    ("The line sent 20 trucks with water.", "The line sent 45 trucks with flour."),
    ("The ship had 14 lifeboats.", "The coastguard sent 19 boats."),
    (
        "The crew went on to Great Orme. Before the tide turned there, 14 sailors were killed.",
        "In all, 19 sailors were killed.",
    ),
    (
        "The wreck killed 14 sailors.",
        "The wreck killed 14 sailors. A fire on the island of Great Orme killed 19 sailors.",
    ),
)
"""Sentences of two reports that can both be right."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Articles in memory, as an index gives them."""

    told: dict[str, Any]

    def count_articles(self) -> int:
        return len(self.told)

    def all_with_chunks(self, _choice=ALL):
        return iter(self.told.values())

    def with_chunks(self, ids):
        return {id_: self.told[id_] for id_ in ids if id_ in self.told}


def report(number: int, *sentences: str, day: date | None = date(2029, 3, 5), **fields: Any):
    """An article on the wreck of the Selma Grand with these sentences in it."""
    text = "\n\n".join([OPENINGS[number % len(OPENINGS)], *sentences])
    given = {"id": f"a{number}", "title": "The Selma Grand", "path": f"/news/{number}.txt", "published": day}
    return make_article(text, **(given | fields))


def pile(*articles) -> Pile:
    """A pile of these articles, each of one chunk."""
    told = {}
    for article in articles:
        chunk = Chunk(f"{article.id}-0000", article.id, 0, len(article.text), article.text, split(article))
        told[article.id] = (article, (chunk,))
    return Pile(told)


def asked(encoder, *articles):
    """What a scan asks of an engine."""
    return SimpleNamespace(store=pile(*articles), encoder=encoder)


def copy(article, **fields):
    """The article under another id, as of the same report."""
    return replace(article, **({"id": f"{article.id}c", "report": article.id} | fields))


class Stems:
    """An encoder for which texts mean the same as far as they share stems."""

    def encode(self, texts):
        vectors = np.zeros((len(texts), 512), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for stem in analyze(text) or [text]:
                vector[crc32(stem.encode()) % 512] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
