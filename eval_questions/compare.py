"""Two runs over the same questions: what changed, and whether a figure's difference is more than noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, permutation_test

from eval_questions.figures import FIGURES, Figure
from eval_questions.resample import RESAMPLES, SEED, Interval, Table, percentiles, tabulate, unit_of, units_of
from eval_questions.score import Score

SIGNIFICANT = 0.05
"""For one figure by itself: of nineteen that do not differ, three in five comparisons would show one that does."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of two runs over the questions that both have, and how probable such a difference is by chance."""

    figure: Figure
    before: float
    now: float
    interval: Interval | None
    p: float

    @property
    def more_than_noise(self) -> bool:
        """Whether chance alone would give such a difference less often than SIGNIFICANT."""
        return self.p < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class Change:
    """What another run answered otherwise, in words; one of the scores is None for a question new or gone."""

    id: str
    what: str
    before: Score | None
    now: Score | None


def differences(before: Sequence[Score], now: Sequence[Score]) -> list[Difference]:
    """The difference of each figure that has a value in both runs, over the questions that both have."""
    both = {(s.id, s.question) for s in before} & {(s.id, s.question) for s in now}
    old, new = ([s for s in run if (s.id, s.question) in both] for run in (before, now))
    found = (_difference(figure, old, new) for figure in FIGURES)
    return [difference for difference in found if difference is not None]


def changes(before: Sequence[Score], now: Sequence[Score]) -> list[Change]:
    """Question by question, what changed: right or wrong, silent or not, citations; new and gone questions."""
    old, current = {s.id: s for s in before}, {s.id for s in now}
    told = [Change(s.id, _told(old.get(s.id), s), old.get(s.id), s) for s in now]
    return [c for c in told if c.what] + [Change(id_, "gone", old[id_], None) for id_ in sorted(old.keys() - current)]


def _difference(figure: Figure, before: Sequence[Score], now: Sequence[Score]) -> Difference | None:
    was, value = figure.of(before), figure.of(now)
    if was is None or value is None:
        return None
    units = units_of(figure, before, now)
    old, new = (tabulate(figure, run, units) for run in (before, now))
    spread = percentiles(lambda times: new.value(times) - old.value(times), len(units))
    one_each = len({unit_of(s) for s in before}) == len(before)
    p = _mcnemar(figure, before, now) if figure.yes_no and one_each else _permuted(old, new)
    return Difference(figure, was, value, spread, p)


def _mcnemar(figure: Figure, before: Sequence[Score], now: Sequence[Score]) -> float:
    """McNemar's exact test (McNemar 1947): of the questions that turned, whether a half turned either way."""
    old = {s.id: figure.first(s) for s in before if figure.counts(s)}
    turned = [figure.first(s) > old[s.id] for s in now if figure.counts(s) and figure.first(s) != old[s.id]]
    return float(binomtest(sum(turned), len(turned)).pvalue) if turned else 1.0


def _permuted(old: Table, new: Table) -> float:
    """The paired permutation test (Noreen 1989): what each unit gave in the two runs is exchanged or not.

    An exchange that leaves a run without a value counts as a difference as large as any.
    """
    if old.units < 2 or old.same(new):
        return 1.0
    both, units = old.joined(new), np.arange(old.units)

    def apart(one: NDArray[np.intp], other: NDArray[np.intp]) -> float:
        values = [both.value(np.bincount(run, minlength=both.units)) for run in (one, other)]
        return float(np.nan_to_num(abs(values[1] - values[0]), nan=np.inf))

    result = permutation_test(
        (units, units + old.units), apart, permutation_type="samples", vectorized=False, n_resamples=RESAMPLES,
        alternative="greater", rng=SEED,
    )  # fmt: skip
    return float(result.pvalue)


def _told(old: Score | None, new: Score) -> str:
    if old is None:
        return "new"
    told = []
    if old.right != new.right:
        told.append("now right" if new.right else "now wrong")
    if old.abstained != new.abstained:
        told.append("now silent" if new.abstained else "now answers")
    if old.announced != new.announced:
        told.append("now tells of a disagreement" if new.announced else "no longer tells of a disagreement")
    counts = ("rank", "cited", "supported", "found", "presented", "attributed")
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in counts]
    told += [f"{name} {was} -> {now}" for name, was, now in pairs if was != now]
    if old.short_exact != new.short_exact:
        told.append("short now exact" if new.short_exact else "short no longer exact")
    return ", ".join(told)
