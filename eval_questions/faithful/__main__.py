"""`python -m eval_questions.faithful`: how many planted faults are caught, and how many paraphrases are refused."""

from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from eval_questions.faithful.measure import Checked, checked
from index.models import MINILM
from rag.faithful.support import Support
from rag.models import Models


def table(rows: Sequence[Checked]) -> Table:
    """A row for each half and kind of fault: sentences, and those in which a fault was found."""
    drawn = Table(
        "half", "planted", "sentences", "with a fault found", title="Written sentences held to what they cite"
    )
    for half in ("develop", "report"):
        part = [row for row in rows if row.written.split == half]
        for kind in dict.fromkeys(row.written.fault for row in part):
            own = [row for row in part if row.written.fault == kind]
            drawn.add_row(half, kind or "none", str(len(own)), str(sum(bool(row.found) for row in own)))
    return drawn


def main() -> None:
    """Check the set, and print the table, what was misjudged, and the time of a check."""
    console = Console()
    rows = checked(Support.load(Models.locate(MINILM.name)))
    console.print(table(rows))
    for row in rows:
        if bool(row.found) is not bool(row.written.fault):
            found = ", ".join(row.found) or "nothing found"
            console.print(f"{row.written.split}, {row.written.pair}: {row.written.sentence} ({found})", markup=False)
    console.print(f"{1000 * median(row.seconds for row in rows):.0f} ms of processor time a sentence, median")


if __name__ == "__main__":
    main()
