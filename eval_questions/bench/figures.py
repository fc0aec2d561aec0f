"""Rows of a benchmark to figures, and figures to a table and a file."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TypeVar

from rich.table import Table
from rich.text import Text

from eval_questions.bench.common import Options, PoolUnusable, Row
from index.status import status

FORMAT = 1

Figures = Mapping[str, float | None]
"""Figures by name, in the order of the table; None where there is nothing to divide by."""

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Result:
    """A benchmark that was run: its name, its index, a row a question, and the figures by group of questions."""

    name: str
    index_dir: Path
    rows: Sequence[Row]
    groups: Mapping[str, Figures]


def mean(values: Iterable[float]) -> float | None:
    """The mean, or None of nothing; of booleans it is the share of those that are true."""
    values = list(values)
    return sum(values) / len(values) if values else None


def p95(values: Iterable[float]) -> float | None:
    """The value that 95 of 100 do not exceed (nearest rank), or None of nothing."""
    ordered = sorted(values)
    return ordered[-(-95 * len(ordered) // 100) - 1] if ordered else None


def within(rank: int | None, depth: int) -> bool:
    """Tell whether something was found within the first `depth` ranks."""
    return rank is not None and rank <= depth


def seconds(rows: Sequence[Row]) -> Figures:
    """The median and the 95th percentile of the seconds to an answer."""
    spent = [row.seconds for row in rows]
    return {"seconds, median": median(spent) if spent else None, "seconds, p95": p95(spent)}


def abstentions(*, right: int, silent: int, unanswerable: int) -> Figures:
    """Precision, recall and F1 of "unanswerable" as a class: of `silent` abstentions `right` are on such questions."""
    both = silent + unanswerable
    return {
        "abstention precision": right / silent if silent else None,
        "abstention recall": right / unanswerable if unanswerable else None,
        "abstention F1": 2 * right / both if both else None,
    }


def by_half(rows: Sequence[AnyRow], figures: Callable[[Sequence[AnyRow]], Figures]) -> dict[str, Figures]:
    """The figures of each half where there are both, and of all rows."""
    halves = {half: [row for row in rows if row.split == half] for half in ("develop", "report")}
    groups = {half: figures(part) for half, part in halves.items()} if all(halves.values()) else {}
    return groups | {"all": figures(rows)}


def table(result: Result) -> Table:
    """A row for each figure, a column for each group."""
    held = status(result.index_dir)
    drawn = Table(title=Text(f"{result.name}: {held.articles:,} texts, {held.chunks:,} chunks"))
    drawn.add_column("figure", no_wrap=True)
    for group in result.groups:
        drawn.add_column(Text(group), justify="right", min_width=6)
    names = dict.fromkeys(name for figures in result.groups.values() for name in figures)
    for name in names:
        drawn.add_row(name, *(_cell(figures.get(name)) for figures in result.groups.values()))
    return drawn


def save(result: Result, options: Options, file: Path) -> None:
    """Write the figures and the rows as JSON; raises PoolUnusable where the file cannot be written."""
    held = status(result.index_dir)
    content = {
        "format": FORMAT,
        "benchmark": result.name,
        "half": options.half,
        "limit": options.limit,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "copydesk": version("copydesk"),
        "texts": held.articles,
        "chunks": held.chunks,
        "figures": result.groups,
        "rows": [asdict(row) for row in result.rows],
    }
    try:
        file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise PoolUnusable(f"{file} cannot be written ({error.strerror}).", "Name another file.") from error


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
