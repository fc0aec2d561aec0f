"""Whether a sentence sets one thing above another where its cited text does not."""

import re
from collections.abc import Iterator, Sequence

from rag.faithful.faults import Fault

_BOUND = re.compile(r"\b\w+\sthan\s(?=\S*\d|(?:an?|half|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)", re.I)
"""What says how exactly a number is meant, and compares nothing; numbers are looked at elsewhere."""
_ABOVE = re.compile(r"\b(?!(?:rath|oth|eith)er\b)(?:\w{2,}er|(?:more|less|worse)\s[\w-]+|worse)\sthan\b", re.I)
_COMPARES = re.compile(
    r"\b(?:than|most|least|more|less|fewer|worse|worst|better|best|(?!(?:inter|ear|for|mod|hon|prot|arr)est)\w{3,}est|"
    r"compar\w+|exceed\w*|outnumber\w*|surpass\w*|outstrip\w*|overt[ao]\w+|twice|double\w*|beyond|above|below|ahead|"
    r"beat\w*|unlike|whereas|only|against|top(?:s|ped)?|times|\w+(?:gh|ld|ig|rg|gg|ow|ng|al|de|at|li|si|vi|ci)er)\b",
    re.I,
)
"""In what words a text can compare; a generous list, so that what is said otherwise is not refused."""


def comparisons(sentence: str, quotes: Sequence[str]) -> Iterator[Fault]:
    """The fault of a sentence by which one thing is larger or worse than another, where a text compares nothing."""
    if _ABOVE.search(_BOUND.sub(" ", sentence)) and not any(_COMPARES.search(_BOUND.sub(" ", q)) for q in quotes):
        yield Fault.UNSUPPORTED
