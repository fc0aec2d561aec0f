"""A chart of numbers by the time of their publication: a drawing, and over it the markers that open each place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil, isfinite

from markupsafe import Markup

from index.choice import published_at
from rag.answer import day
from rag.claim import Claim, Disagreement, Qualifier, Quantity
from ui.render.marker import Kind, Place, button, data, time
from ui.words import line

_DAY = 86_400
_FEWEST = 3
"""Claims that make a chart."""

# All lengths are in rem. A label is reckoned for the narrowest page, so that none covers another on a wider one.
_WIDTH, _HEIGHT, _FLOOR = 17.0, 5.0, 0.5
_LETTER, _LETTERS, _MARKER, _ROW, _DOT, _GAP, _APART = 0.48, 16, 2.0, 1.8, 0.25, 0.45, 0.05

Box = tuple[float, float, float, float]
"""Left, right, bottom and top."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A claim that can be drawn: when it was published, in seconds since 1970, and from where to where it reaches."""

    claim: Claim
    second: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Point:
    """Claims of one value and time: `across` from 0 to 1, `low` and `high` in rem above the axis."""

    claims: tuple[Claim, ...]
    across: float
    low: float
    high: float

    @property
    def text(self) -> str:
        """The value as the first of them has it."""
        return line(self.claims[0].text)

    def label(self, lift: float) -> Box:
        """Where the label lies, so much above its dot."""
        wanted = _LETTER * min(len(self.text), _LETTERS) + _MARKER * len(self.claims)
        width = min(wanted, _WIDTH)
        left, bottom = self.across * (_WIDTH - width), self.high + _GAP + lift
        return left, left + width, bottom, bottom + _ROW * ceil(wanted / _WIDTH)

    def dot(self) -> Box:
        """Where the dot lies, or the bar of a range."""
        centre = self.across * _WIDTH
        return centre - _DOT, centre + _DOT, self.low - _DOT, self.high + _DOT


def chart(disagreement: Disagreement, turn: int) -> Markup:
    """The numbers of a disagreement against time; nothing where fewer than three of one unit have a date."""
    numbers = _numbers(disagreement)
    if len(numbers) < _FEWEST:
        return Markup()
    points = _points(numbers)
    lifts = _lifts(points)
    height = max(point.label(lift)[3] for point, lift in zip(points, lifts, strict=True))
    drawn = Markup().join(_drawing(point, lift, height, turn) for point, lift in zip(points, lifts, strict=True))
    labels = Markup().join(_label(point, lift, turn) for point, lift in zip(points, lifts, strict=True))
    days = Markup().join({day(when): time(when, exact=False) for when in _ends(numbers)}.values())
    return Markup(
        '<figure class="chart"><figcaption>By day of publication</figcaption>'
        '<div class="plot" style="height:{:.2f}rem"><svg role="img" aria-label="{}">'
        '<line class="axis" x1="0" x2="100%" y1="100%" y2="100%"></line>{}</svg>{}</div><p class="days">{}</p></figure>'
    ).format(height, _words(numbers), drawn, labels, days)


def _numbers(disagreement: Disagreement) -> list[_Number]:
    """The claims to draw, oldest first: dated numbers, not denied, of the unit that most of them have."""
    every = [found for group in disagreement.groups for claim in group.claims if (found := _number(claim))]
    units = Counter(number.claim.unit for number in every)
    alike = [number for number in every if number.claim.unit == max(units, key=lambda unit: units[unit])]
    return sorted(_to_the_day(alike), key=lambda number: number.second)


def _to_the_day(numbers: Sequence[_Number]) -> Sequence[_Number]:
    """Where one says its day alone, none can be told to be earlier on that day than another."""
    if all(isinstance(number.claim.published, datetime) for number in numbers):
        return numbers
    return [replace(number, second=number.second - number.second % _DAY) for number in numbers]


def _number(claim: Claim) -> _Number | None:
    value, published = claim.value, claim.published
    if not isinstance(value, Quantity) or value.negated or published is None:
        return None
    if not (isfinite(value.low) and isfinite(value.high)):
        return None
    return _Number(claim, published_at(published), value.low, value.high)


def _points(numbers: Sequence[_Number]) -> list[_Point]:
    first, last = numbers[0].second, numbers[-1].second
    lowest, highest = min(0.0, *(n.low for n in numbers)), max(0.0, *(n.high for n in numbers))
    scale = max(-lowest, highest) or 1.0

    def up(value: float) -> float:
        share = (value / scale - lowest / scale) / ((highest / scale - lowest / scale) or 1.0)
        return _FLOOR + _HEIGHT * share

    together: dict[tuple[int, float, float, Qualifier], dict[int, Claim]] = {}
    for n in numbers:
        key = (n.second, n.low, n.high, n.claim.qualifier)
        together.setdefault(key, {}).setdefault(n.claim.citation.number, n.claim)
    return [
        _Point(tuple(claims.values()), (second - first) / (last - first) if last > first else 0.5, up(low), up(high))
        for (second, low, high, _), claims in together.items()
    ]


def _lifts(points: Sequence[_Point]) -> list[float]:
    """How far each label rises above its dot so as to cover no other one and no dot; the lowest have their choice."""
    taken = [point.dot() for point in points]
    lifts = dict.fromkeys(range(len(points)), 0.0)
    for index in sorted(lifts, key=lambda i: points[i].high):
        point = points[index]
        while met := [box for box in taken if _overlap(point.label(lifts[index]), box)]:
            lifts[index] = max(top for *_, top in met) - point.high - _GAP + _APART
        taken.append(point.label(lifts[index]))
    return list(lifts.values())


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _drawing(point: _Point, lift: float, height: float, turn: int) -> Markup:
    """A dot, or the bar of a range, which opens the place of its first claim, and a line from it to its label."""
    low, high, label = (f"{100 - 100 * y / height:.2f}%" for y in (point.low, point.high, point.label(lift)[2]))
    return Markup(
        '<line class="stem" x1="{x}" x2="{x}" y1="{high}" y2="{label}"></line>'
        '<line class="value" {data} x1="{x}" x2="{x}" y1="{low}" y2="{high}"></line>'
    ).format(data=data(_place(point.claims[0], turn)), low=low, high=high, label=label, x=f"{100 * point.across:.2f}%")


def _label(point: _Point, lift: float, turn: int) -> Markup:
    markers = Markup().join(button(_place(claim, turn), claim.citation.article) for claim in point.claims)
    return Markup('<span class="point" style="--across:{:.4f};--up:{:.2f}rem"><bdi>{}</bdi>{}</span>').format(
        point.across, point.label(lift)[2], point.text, markers
    )


def _place(claim: Claim, turn: int) -> Place:
    return Place(turn, Kind.CITATION, claim.citation.number)


def _ends(numbers: Sequence[_Number]) -> list[date | datetime]:
    return [when for n in (numbers[0], numbers[-1]) if (when := n.claim.published)]


def _words(numbers: Sequence[_Number]) -> str:
    """The drawing in words."""
    told = (f"{line(n.claim.text)} on {day(when)} [{n.claim.citation.number}]"
            for n in numbers if (when := n.claim.published))  # fmt: skip
    return f"Values by day of publication: {'; '.join(told)}."
