"""The page's markers: buttons that open an article at a place of the conversation."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from markupsafe import Markup

from index.article import Article
from rag.answer import day

_HUES = 8
"""Colours that the style sheet has for numbers; the ninth number has the first again."""


class Kind(StrEnum):
    """What a place in an article is to an answer: evidence that it cites, or merely the nearest there is."""

    CITATION = "citation"
    NEAREST = "nearest"

    @property
    def words(self) -> str:
        """As a reader would call it."""
        return "Source" if self is Kind.CITATION else "Nearest passage"


@dataclass(frozen=True, slots=True)
class Place:
    """Names a citation or a nearest passage of the conversation, each numbered from 1 within its turn."""

    turn: int
    kind: Kind
    number: int

    def __str__(self) -> str:
        return f"{self.turn}-{self.kind}-{self.number}"


def button(place: Place, article: Article) -> Markup:
    """A button with a place's number, which opens its article there."""
    name = ", ".join(part for part in (article.outlet, article.title) if part)
    return Markup('<button type="button" class="marker" {} aria-label="{} {}: {}">{}</button>').format(
        data(place), place.kind.words, place.number, name, place.number
    )


def data(place: Place) -> Markup:
    """The attributes by which the page's scripts know a place, and its style sheet the colour."""
    return Markup('data-place="{}" {} data-hue="{}"').format(place, there(place), hue(place.number))


def there(place: Place) -> Markup:
    """The attributes of what opens a place and is no marker of it."""
    return Markup('data-turn="{}" data-kind="{}" data-number="{}"').format(place.turn, place.kind, place.number)


def hue(number: int) -> int:
    """Which colour a number has, from 1."""
    return (number - 1) % _HUES + 1


def time(when: date | datetime, *, exact: bool = True) -> Markup:
    """A time in words; the day alone unless `exact`."""
    clock = f"{when:, %H:%M %Z}".rstrip() if exact and isinstance(when, datetime) else ""
    return Markup('<time datetime="{}">{}{}</time>').format(when.isoformat(), day(when), clock)
