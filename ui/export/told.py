"""What all exports tell of a conversation, in words that are not escaped yet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.article import Article, located
from index.choice import When
from rag.answer import Answer, carriers, day
from rag.claim import Disagreement, Group
from rag.making import Making
from ui.words import carried, line, numbers, speakers, why

if TYPE_CHECKING:
    from ui.render.conversation import Turn

HEADINGS = ("Value", "Who says so", "Outlets", "Reports", "Published", "How it differs")

_MARKERS = re.compile(r"(?:\[[0-9]+\])+")
_SHOWN_OF_A_HASH = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A line of an answer: its words, and the numbers of the citations that it rests on."""

    words: str
    cited: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A cited sentence or a nearest passage: `article.text[start:end]`; `also` are others that carry it."""

    number: int
    article: Article
    start: int
    end: int
    also: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Its own text to the letter."""
        return self.article.text[self.start : self.end]

    @property
    def place(self) -> str:
        """The file by its name alone, since folders are nobody else's matter, and the characters."""
        name = located(Path(self.article.path).name, self.article.part)
        return f"{name}, characters {self.start} to {self.end}"

    @property
    def byline(self) -> str:
        """Outlet, title, day and author, as far as they are known."""
        article = self.article
        published = day(article.published) if article.published else None
        author = f"by {article.author}" if article.author else None
        return ", ".join(part for part in (article.outlet, article.title, published, author) if part)


def said(answer: Answer) -> Iterator[Said]:
    """The lines of an answer; what looks like a marker and is no citation of it stays among the words."""
    known = {citation.number for citation in answer.citations}
    for text in answer.text.split("\n"):
        words, _, markers = text.rpartition(" ")
        cited = tuple(map(int, re.findall("[0-9]+", markers))) if _MARKERS.fullmatch(markers) else ()
        yield Said(words, cited) if cited and known.issuperset(cited) else Said(text)
    for part in answer.unsaid:
        yield Said(f"The articles do not say: {part}")


def about(answer: Answer) -> list[str]:
    """How a question was searched, where not as it was asked, and what went wrong with a model that was to write."""
    return [*([f"Searched for: {answer.searched}"] if answer.searched else []), *filter(None, (answer.notice,))]


def sources(answer: Answer) -> list[Source]:
    """What an answer cites, or what comes nearest where it has none."""
    if not answer.abstained:
        return [Source(c.number, c.article, c.start, c.end) for c in answer.citations]
    nearest = enumerate(answer.nearest, start=1)
    return [Source(number, p.article, p.start, p.end, tuple(carriers(p))) for number, p in nearest]


def heading(answer: Answer) -> str:
    """What the sources are."""
    return "Nearest passages, which do not answer it" if answer.abstained else "Sources"


def worth(answer: Answer) -> str:
    """How sure an answer is, and how many reports carry it."""
    told = [f"Confidence: {answer.confidence:.0%}"] + ([carried(answer.support)] if answer.support else [])
    return ". ".join(told) + "."


def rows(disagreement: Disagreement) -> list[tuple[str, ...]]:
    """A row for each value, under HEADINGS; the value carries its markers."""
    return [_row(group) for group in disagreement.groups]


def asked(turn: "Turn", at: datetime) -> str:
    """When a question was asked, and of which articles."""
    choice = turn.choice
    told = [f"Asked {day(at.astimezone(UTC))}, {at.astimezone(UTC):%H:%M} UTC"]
    told += ["of articles of the reader's own"] if turn.of_uploads else []
    told += [f"of {_listed(choice.outlets)}"] if choice.outlets else []
    told += [f"published since {_when(choice.since)}"] if choice.since else []
    told += [f"published until {_when(choice.until)}"] if choice.until else []
    return ", ".join(told) + "."


def made(making: Making, turns: "Sequence[Turn]" = ()) -> str:
    """What the answers were made with; the hashes by their beginnings, and the language model where one wrote."""
    model, index = (text[:_SHOWN_OF_A_HASH] for text in (making.model_sha256, making.index))
    told = f"Made by Copydesk {making.copydesk} with the model {making.model} ({model}) from the index {index}."
    if making.llm and any(isinstance(turn.outcome, Answer) and turn.outcome.checks for turn in turns):
        told += f" The language model {making.llm} wrote, and each of its sentences was held against its sources."
    return told


def count(turns: Sequence[object]) -> str:
    """How many questions there are."""
    return f"{len(turns):,} question{'' if len(turns) == 1 else 's'}"


def _row(group: Group) -> tuple[str, ...]:
    cited = "".join(f"[{number}]" for number in numbers(group.claims))
    days = dict.fromkeys(day(when) for when in (group.first, group.last) if when)
    return (
        f"{line(group.value)} {cited}",
        "; ".join(speakers(group.claims)),
        "; ".join(group.outlets),
        f"{group.reports:,}",
        " to ".join(days) or "no date",
        why(group),
    )


def _listed(outlets: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(outlets[:-1]), outlets[-1])))


def _when(when: When) -> str:
    return f"{day(when)}, {when:%H:%M %Z}".strip() if isinstance(when, datetime) else day(when)
