"""Answers, passages and reports for the terminal; what comes from articles is shown as text, whatever is in it."""

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from index.errors import CopydeskError
from index.take import SyncReport
from rag.answer import Answer, Citation, Passage, label
from rag.visible import visible

_MARKER = r"(?m)(?:\[\d+\])+$"


def answer(result: Answer) -> RenderableType:
    """An answer with its sources, or an abstention with the nearest passages."""
    text = Text(visible(result.text))
    text.highlight_regex(_MARKER, "bold cyan")
    if result.abstained:
        nearest = [passage(p, rank) for rank, p in enumerate(result.nearest, start=1)]
        heading = [Text("\nNearest passages, which do not answer it:", style="dim")] if nearest else []
        return Group(text, *heading, *nearest)
    sources = [_source(c) for c in result.citations]
    unsaid = [Text(visible(f"The articles do not say: {part}")) for part in result.unsaid]
    return Group(text, *unsaid, Text(f"Confidence: {result.confidence:.0%}", style="dim"), Text(), *sources)


def _source(citation: Citation) -> Text:
    article = citation.article
    place = f"{label(article)}\n    {article.path}, characters {citation.start} to {citation.end}"
    return Text.assemble((f"[{citation.number}] ", "bold cyan"), (visible(place), "dim"))


def passage(result: Passage, rank: int) -> RenderableType:
    """A passage in a frame with its rank, article and score."""
    title = Text(f"{rank}. {visible(label(result.article))}", overflow="ellipsis", no_wrap=True)
    footer = Text(f"score {result.score:.4f}, characters {result.start} to {result.end}")
    body = Text(visible(re.sub(r"\n{2,}", "\n", result.text)))
    return Panel(body, title=title, subtitle=footer, title_align="left", subtitle_align="right", border_style="dim")


def sync_report(report: SyncReport) -> RenderableType:
    """How many articles were added, changed, removed, left; each failure with its mend."""
    names = ("added", "changed", "removed", "unchanged", "duplicates", "failed")
    counts = [f"{len(getattr(report, name))} {name}" for name in names if getattr(report, name)]
    lines = [Text(", ".join(counts) + ".")]
    lines += [
        Text(visible(f"{path}: the text of another file, counted once"), style="dim") for path in report.duplicates
    ]
    return Group(*lines, *map(failure, report.failed))


def failure(error: CopydeskError) -> RenderableType:
    """An error in two lines: what is at fault, and the mend."""
    return Text.assemble((visible(error.fault), "red"), "\n  ", visible(error.mend))


def passages(results: Sequence[Passage]) -> RenderableType:
    """Passages in their order, or a line that says there are none."""
    if not results:
        return Text("Nothing found.")
    return Group(*(passage(p, rank) for rank, p in enumerate(results, start=1)))
