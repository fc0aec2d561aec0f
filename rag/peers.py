"""Sentences that tell the same as another one but for the value: where a paraphrase hides the other side's sentence."""

from rag.answer import Evidence
from rag.claim import Value
from rag.sides import Cosine

_LEAST = 0.02
"""The least chance: of fewer it is the wording alone that speaks for them."""

_LEAST_SPAN = -3.0
"""A logit of the reader: below it, its span seldom is of the kind that the question asks for."""


def tells_the_same(one: tuple[Evidence, Value], other: tuple[Evidence, Value], alike: Cosine, least: float) -> bool:
    """Whether a sentence may answer, and its words but for its value are as near to the other one's as `least`.

    `least` is a cosine.
    """
    evidence = one[0]
    if evidence.chance < _LEAST or evidence.span is None or evidence.span.score < _LEAST_SPAN:
        return False
    return alike(_without(*one), _without(*other)) >= least


def _without(evidence: Evidence, value: Value) -> str:
    return f"{evidence.quote[: value.start]}some{evidence.quote[value.end :]}"
