"""Hold the written sentences of the set against what they cite."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import process_time

from eval_questions.faithful.cases import Written, load
from rag.faithful.faults import Fault
from rag.faithful.hold import faults
from rag.faithful.support import Support


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of the set, what was found wrong with it, and the seconds of one processor that this took."""

    written: Written
    found: tuple[Fault, ...]
    seconds: float


def checked(support: Support) -> list[Checked]:
    """Every sentence of the set, in its order; the models are loaded before."""
    first, cited = load()[0]
    faults(first.cited[0] + " So it was.", cited, support)
    return list(_checked(support))


def _checked(support: Support) -> Iterator[Checked]:
    for written, cited in load():
        start = process_time()
        found = faults(written.sentence, cited, support)
        yield Checked(written, found, process_time() - start)
