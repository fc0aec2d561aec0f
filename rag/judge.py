"""Read evidence to a judgement: how likely each sentence answers, and how likely the articles answer at all.

Both are logistic regressions over what the stages before have found, fitted by `eval_questions/reader/calibrate.py` on
the development halves of the sets that `rag/weights/judge.json` names.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path
from typing import Self

from rag.answer import Evidence
from rag.expect import unmentioned, wanted

_LEAST = 1e-4

_MANY = 3
"""More names than these that no article mentions say no more."""

WEIGHTS = Path(__file__).parent / "weights" / "judge.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: a weight for each feature by name, and a bias."""

    weights: Mapping[str, float]
    bias: float

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability; raises KeyError where a feature is missing."""
        return _probability(self.bias + sum(weight * features[name] for name, weight in self.weights.items()))


@dataclass(frozen=True, slots=True)
class Judge:
    """Gives evidence its chance, and the whole of it a confidence; `silent_below` is the confidence to answer from."""

    sentence: Logistic
    question: Logistic
    silent_below: float

    @classmethod
    def load(cls) -> Self:
        """The judge as it was fitted."""
        stored = json.loads(WEIGHTS.read_text("utf-8"))
        return cls(Logistic(**stored["sentence"]), Logistic(**stored["question"]), stored["silent_below"])

    def weigh(self, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The evidence that was read, each with its chance, the likeliest first."""
        was_read = [e for e in evidence if e.span is not None]
        known = all_features(question, was_read)
        weighed = [replace(e, chance=self.sentence(f)) for e, f in zip(was_read, known, strict=True)]
        return sorted(weighed, key=lambda e: (-e.chance, e.article.id, e.sentence.start))

    def confidence(self, question: str, weighed: Sequence[Evidence]) -> float:
        """The probability that an answer from this evidence, the likeliest first, is right; 0 where there is none."""
        if not weighed:
            return 0.0
        known = all_features(question, weighed)
        chances = [e.chance for e in weighed]
        return self.question(whole(list(zip(known, chances, strict=True)), len(unmentioned(question, weighed))))


def all_features(question: str, evidence: Sequence[Evidence]) -> list[dict[str, float]]:
    """The features of each of a question's sentences that were read, in their order."""
    best = max((e.score for e in evidence), default=0.0)
    return [features(question, e, best) for e in evidence]


def features(question: str, evidence: Evidence, best: float) -> dict[str, float]:
    """What is known of one sentence that was read; `best` is the cross-encoder's best logit for the question.

    Each logit also as the logarithm of its probability, for below some value all are as bad. `kind` is 1 where the kind
    of thing that is asked for stands in the sentence, -1 where it does not, 0 where the question asks for none.
    """
    if evidence.support is None or evidence.answered is None or evidence.span is None:
        raise ValueError("The reader did not read this sentence.")
    kind = wanted(question)
    logits = {
        "score": evidence.score,
        "support": evidence.support,
        "answered": evidence.answered,
        "span": evidence.span.score,
    }
    return (
        logits
        | {f"log {name}": _log_probability(logit) for name, logit in logits.items()}
        | {
            "behind": best - evidence.score,
            "kind": 0.0 if kind is None else 1.0 if kind.is_in(evidence.quote) else -1.0,
        }
    )


def whole(weighed: Sequence[tuple[Mapping[str, float], float]], names: int) -> dict[str, float]:
    """What is known of a question's evidence, from each sentence's features and chance, the likeliest first.

    The logit of the first one's chance, the greatest score, answering and span of all, and how many of the question's
    `names` none of the articles mentions.
    """
    chance = min(max(weighed[0][1], 1e-6), 1 - 1e-6)
    greatest = {name: max(f[name] for f, _ in weighed) for name in ("score", "answered", "span")}
    return greatest | {"chance": log(chance / (1 - chance)), "unmentioned": float(min(names, _MANY))}


def _log_probability(logit: float) -> float:
    return log(_LEAST + _probability(logit))


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))
