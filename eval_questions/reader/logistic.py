"""The judge's two logistic regressions, by maximum likelihood with a small ridge."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from rag.judge import Logistic, whole

if TYPE_CHECKING:
    from eval_questions.reader.calibrate import Row

RIDGE = 1e-4

SHARES = {"herof": 3.0, "squad": 1.0, "nq": 1.0, "clapnq": 0.5, "multihop": 1.0, "foreign": 0.5}
"""How much each set weighs as a whole; the questions of one set weigh the same."""

SILENT_BELOW = 0.25
"""Chosen on the development half of the Herof set (EXPERIMENTS.md)."""


def fit_judge(rows: Sequence["Row"]) -> dict[str, Any]:
    """Fit both parts to rows, and say what they were fitted on."""
    counts = Counter(row.set for row in rows)
    shares = [SHARES[row.set] / counts[row.set] for row in rows]
    sentence = likeliest(
        [s for row in rows for s in row.sentences],
        [right for row in rows for right in row.right],
        [share / len(row.sentences) for row, share in zip(rows, shares, strict=True) for _ in row.sentences],
    )
    judged = [(_ranked(row, sentence), share) for row, share in zip(rows, shares, strict=True) if row.sentences]
    question = likeliest(
        [f for (f, _), _ in judged], [right for (_, right), _ in judged], [share for _, share in judged]
    )
    return {
        "sentence": {"weights": dict(sentence.weights), "bias": sentence.bias},
        "question": {"weights": dict(question.weights), "bias": question.bias},
        "silent_below": SILENT_BELOW,
        "fitted_on": dict(counts),
        "shares": SHARES,
    }


def _ranked(row: "Row", sentence: Logistic) -> tuple[dict[str, float], bool]:
    """The features of a question as a whole, and whether its likeliest sentence answers it."""
    ranked = sorted(zip(row.sentences, row.right, strict=True), key=lambda pair: -sentence(pair[0]))
    return whole([(f, sentence(f)) for f, _ in ranked], row.unmentioned), ranked[0][1]


def likeliest(
    features: Sequence[Mapping[str, float]], right: Sequence[bool], shares: Sequence[float], ridge: float = RIDGE
) -> Logistic:
    """The weights of greatest weighted likelihood; features are put on one scale for the ridge."""
    names = list(features[0])
    values: NDArray[np.float64] = np.array([[f[name] for name in names] for f in features])
    middle, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled, truth = (values - middle) / scale, np.array(right, dtype=float)
    weight = np.array(shares) / sum(shares)

    def cost(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logit = scaled @ point[:-1] + point[-1]
        likelihood = weight @ (np.logaddexp(0, logit) - truth * logit)
        error = weight * (1 / (1 + np.exp(-logit)) - truth)
        slope = np.append(scaled.T @ error + 2 * ridge * point[:-1], error.sum())
        return float(likelihood + ridge * point[:-1] @ point[:-1]), slope

    found = minimize(cost, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    weights = found[:-1] / scale
    return Logistic(dict(zip(names, weights.tolist(), strict=True)), float(found[-1] - weights @ middle))
