"""Whether what a sentence tells in so many words (numbers, names, speakers and the like) is in what it cites."""

from collections.abc import Iterator, Sequence

from rag.answer import Evidence
from rag.faithful.cited import Cited
from rag.faithful.compared import comparisons
from rag.faithful.denial import denials
from rag.faithful.faults import Fault
from rag.faithful.named import names
from rag.faithful.numbers import numbers
from rag.faithful.quoted import quoted
from rag.faithful.speakers import speakers
from rag.faithful.times import times


def facts(sentence: str, evidence: Sequence[Evidence]) -> tuple[Fault, ...]:
    """The faults of a sentence's facts against its evidence, each once, in the order of `Fault`."""
    found = set(_found(sentence, Cited.of(evidence)))
    return tuple(fault for fault in Fault if fault in found)


def _found(sentence: str, cited: Cited) -> Iterator[Fault]:
    yield from quoted(sentence, cited.quotes)
    yield from numbers(sentence, cited.quotes)
    yield from times(sentence, cited.evidence)
    yield from names(sentence, cited)
    yield from speakers(sentence, cited.evidence)
    yield from denials(sentence, cited.quotes)
    yield from comparisons(sentence, cited.quotes)
