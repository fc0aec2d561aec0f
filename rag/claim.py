"""What reports claim, and where they differ: the typed results of reading values in the sentences of an answer."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.answer import Citation


_PRONOUN = re.compile(r"he|she|they|it|we|i", re.IGNORECASE)


class Qualifier(StrEnum):
    """How exactly a value is meant."""

    EXACT = "exactly"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    UP_TO = "up to"
    LESS_THAN = "less than"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as a text gives it: `text[start:end]`, qualifier and unit included.

    `low` and `high` are equal but in a range. They are in `unit`: "" for things that are counted, "s" for durations, an
    ISO 4217 code for money ("RUPEE", "DOLLAR" where the text does not say whose), "%" for shares, else pint's base unit
    ("m", "kg"). `noun` is what is counted, as the text has it ("security personnel"), "" where there is none. `negated`
    says that the text denies it ("no civilians" is 0 and not negated; "not 22" is 22, negated).
    """

    start: int
    end: int
    low: float
    high: float
    unit: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    noun: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a text gives it: `text[start:end]`, the days from `first` to `last`, both included.

    Where the day cannot be known (a weekday or "last week" in an article without a date) both are None; `weekday` is 0
    for Monday to 6 where the text names one. `clock` is the minute of the day where a time of day is given.
    """

    start: int
    end: int
    first: date | None = None
    last: date | None = None
    weekday: int | None = None
    clock: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A value that is no number and no time: a name, a place, a yes or a no; `key` is what it is compared by."""

    start: int
    end: int
    key: str


Value = Quantity | Moment | Words


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says something, as the text has it: `article.text[start:end] == speaker`.

    `via` is who passes it on ("in a statement cited by Moneycontrol, the group claimed": the group, via Moneycontrol);
    `verb` is how it was said ("claimed"), "" where by "according to" and its like.
    """

    speaker: str
    start: int
    end: int
    verb: str = ""
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a value is about beyond its unit: the places and the period that its sentence limits it to, casefolded."""

    noun: str = ""
    places: frozenset[str] = frozenset()
    period: float | None = None
    """Seconds: 48 hours are not 72."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a report gives for a question.

    `text` is the value as the article has it, `article.text[start:end] == text` of the citation's article. An
    attribution of None says that the outlet itself speaks.
    """

    text: str
    start: int
    end: int
    value: Value
    citation: "Citation"
    attribution: Attribution | None = None
    scope: Scope = Scope()
    chance: float = 0.0

    @property
    def qualifier(self) -> Qualifier:
        """How exactly the value is meant."""
        return self.value.qualifier if isinstance(self.value, Quantity) else Qualifier.EXACT

    @property
    def unit(self) -> str:
        """The value's unit, "" where it has none."""
        return self.value.unit if isinstance(self.value, Quantity) else ""

    @property
    def published(self) -> date | datetime | None:
        """When the report came out."""
        return self.citation.article.published

    @property
    def report(self) -> str:
        """The id of the independent report that makes the claim."""
        return self.citation.article.report or self.citation.article.id

    @property
    def is_spoken_in_its_sentence(self) -> bool:
        """Whether the sentence itself names who says it, and not by a pronoun."""
        said, cited = self.attribution, self.citation
        if said is None or _PRONOUN.fullmatch(said.speaker):
            return False
        return cited.start <= said.start and said.end <= cited.end

    def to_dict(self) -> dict[str, Any]:
        """The claim as plain JSON values; its article is that of the citation with the same number."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "value": _plain(asdict(self.value)),
            "qualifier": self.qualifier.value,
            "unit": self.unit,
            "attribution": asdict(self.attribution) if self.attribution else None,
            "scope": {"noun": self.scope.noun, "places": sorted(self.scope.places), "period": self.scope.period},
            "outlet": self.citation.article.outlet,
            "published": self.published.isoformat() if self.published else None,
            "citation": self.citation.number,
        }


class Kind(StrEnum):
    """Why values differ."""

    UPDATE = "update"
    SCOPE = "scope"
    SPEAKER = "speaker"
    CONTRADICTION = "contradiction"


GRAVITY = (Kind.CONTRADICTION, Kind.SPEAKER, Kind.UPDATE, Kind.SCOPE)
"""The kinds, the gravest first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one value; `value` is it in words, as the clearest of them has it.

    `reports` counts the independent ones: copies of a wire story are one. `first` and `last` are when the earliest and
    the latest of them were published, None where none says. `kind` and `reason` say how it differs from the first
    group, whose own are None and "".
    """

    value: str
    claims: tuple[Claim, ...]
    outlets: tuple[str, ...]
    reports: int
    first: date | datetime | None = None
    last: date | datetime | None = None
    kind: Kind | None = None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The group as plain JSON values."""
        return {
            "value": self.value,
            "kind": self.kind.value if self.kind else None,
            "reason": self.reason,
            "outlets": list(self.outlets),
            "reports": self.reports,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "claims": [claim.to_dict() for claim in self.claims],
        }


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The values that reports give where they differ, the one with most independent reports first; two at least."""

    groups: tuple[Group, ...]

    @property
    def kind(self) -> Kind:
        """The gravest of the groups' kinds: a contradiction before a matter of speaker, update or scope."""
        kinds = {group.kind for group in self.groups}
        return next(kind for kind in GRAVITY if kind in kinds)

    def to_dict(self) -> dict[str, Any]:
        """The disagreement as plain JSON values."""
        return {"kind": self.kind.value, "groups": [group.to_dict() for group in self.groups]}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The values of a question by the time of their publication, oldest first, those without one last."""

    question: str
    claims: tuple[Claim, ...] = ()
    citations: "Sequence[Citation]" = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """The timeline as plain JSON values."""
        return {
            "question": self.question,
            "claims": [claim.to_dict() for claim in self.claims],
            "citations": [citation.to_dict() for citation in self.citations],
        }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
