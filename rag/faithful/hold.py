"""Whether a written sentence holds against what it cites, and which evidence would hold it."""

from collections.abc import Sequence

from rag.answer import Evidence
from rag.faithful.facts import facts
from rag.faithful.faults import Fault
from rag.faithful.support import Support

_TRIED = 5
"""Of all evidence, how many sentences are tried for a citation."""


def faults(sentence: str, evidence: Sequence[Evidence], support: Support) -> tuple[Fault, ...]:
    """What is wrong with a sentence, without its markers, against the evidence that it cites; empty where it holds.

    What stands in the cited text to the letter always holds. UNSUPPORTED is looked for where no fact is wrong.
    """
    if not evidence:
        return (Fault.UNCITED,)
    if is_quoted(sentence, evidence):
        return ()
    found = facts(sentence, evidence)
    if found or support.score(sentence, evidence) >= support.holds_from:
        return found
    return (Fault.UNSUPPORTED,)


def is_quoted(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence is one of the cited ones, or all of them in their order; blanks do not count."""
    own = sentence.split()
    return any(own == e.quote.split() for e in evidence) or own == [word for e in evidence for word in e.quote.split()]


def best_citation(sentence: str, evidence: Sequence[Evidence], support: Support) -> Evidence | None:
    """The evidence that holds a sentence by itself, of those that meet its words best; None where none does."""
    if not evidence:
        return None
    met = support.meetings(sentence, [e.quote for e in evidence])
    order = sorted(range(len(evidence)), key=lambda i: (not is_quoted(sentence, [evidence[i]]), -met.mean_of([i])))
    tried = (evidence[i] for i in order[:_TRIED])
    return next((e for e in tried if not faults(sentence, [e], support)), None)
