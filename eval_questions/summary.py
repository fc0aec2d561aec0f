"""Scores in groups: by type, by wording, by half, and all; with the figures of a group and their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from eval_questions.figures import FIGURES, Figure
from eval_questions.questions import QuestionType, Split, Wording
from eval_questions.resample import Interval, interval
from eval_questions.score import Score


@dataclass(frozen=True, slots=True)
class Group:
    """Scores under one name."""

    name: str
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over a group, None where there is nothing to divide by; and its interval, None for a single unit."""

    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its estimate over each of some groups."""

    figure: Figure
    estimates: tuple[Estimate, ...]


def summarise(scores: Sequence[Score]) -> dict[str, float | None]:
    """Every figure over scores, by its key."""
    return {figure.key: figure.of(scores) for figure in FIGURES}


def sections(scores: Sequence[Score]) -> list[list[Group]]:
    """The groups of a summary: by type, by wording where any is given, by half with all scores."""
    wordings = [Group(f"{w} wording", tuple(s for s in scores if s.wording == w)) for w in get_args(Wording)]
    found = [by_type(scores), [group for group in wordings if group.scores]]
    return [*filter(None, found), main_groups(scores)]


def main_groups(scores: Sequence[Score]) -> list[Group]:
    """Both halves, and all scores."""
    halves = [Group(f"{half} half", tuple(s for s in scores if s.split == half)) for half in get_args(Split)]
    return [*halves, Group("all", tuple(scores))]


def by_type(scores: Sequence[Score]) -> list[Group]:
    """The scores of each type that there is."""
    groups = (Group(kind.value, tuple(s for s in scores if s.type is kind)) for kind in QuestionType)
    return [group for group in groups if group.scores]


def rows(groups: Sequence[Group]) -> list[Row]:
    """Every figure that has a value in some group, over each of them."""
    over = [Row(f, tuple(Estimate(f.of(g.scores), interval(f, g.scores)) for g in groups)) for f in FIGURES]
    return [row for row in over if any(estimate.value is not None for estimate in row.estimates)]
