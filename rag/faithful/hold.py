"""Whether a written sentence holds against what it cites, and which evidence would hold it."""

from collections.abc import Sequence

from rag.answer import Evidence
from rag.faithful.facts import facts
from rag.faithful.faults import Fault
from rag.faithful.support import Support

_TRIED = 5
"""Of all evidence, how many sentences are tried for a citation."""

_SURELY = 0.85
"""The support from which a sentence gets a citation that its writer did not give it; see EXPERIMENTS."""


def faults(sentence: str, evidence: Sequence[Evidence], support: Support, *, surely: bool = False) -> tuple[Fault, ...]:
    """What is wrong with a sentence, without its markers, against the evidence that it cites; empty where it holds.

    What stands in the cited text to the letter always holds. UNSUPPORTED is looked for where no fact is wrong; `surely`
    asks for more support, as where nobody but us says that the sentence rests on this.
    """
    if not evidence:
        return (Fault.UNCITED,)
    if is_quoted(sentence, evidence):
        return ()
    found = facts(sentence, evidence)
    # A question says nothing that could be carried, whatever words it shares.
    asks = sentence.rstrip().endswith("?")
    least = max(support.holds_from, _SURELY) if surely else support.holds_from
    if found or (not asks and support.score(sentence, evidence) >= least):
        return found
    return (Fault.UNSUPPORTED,)


def is_quoted(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence is one of the cited ones, or all of them in their order; blanks do not count."""
    own = sentence.split()
    return any(own == e.quote.split() for e in evidence) or own == [word for e in evidence for word in e.quote.split()]


def best_citation(sentence: str, evidence: Sequence[Evidence], support: Support) -> Evidence | None:
    """The evidence that surely holds a sentence by itself, of those that meet its words best; None where none does."""
    if not evidence:
        return None
    met = support.meetings(sentence, [e.quote for e in evidence])
    order = sorted(range(len(evidence)), key=lambda i: (not is_quoted(sentence, [evidence[i]]), -met.mean_of([i])))
    tried = (evidence[i] for i in order[:_TRIED])
    return next((e for e in tried if not faults(sentence, [e], support, surely=True)), None)
