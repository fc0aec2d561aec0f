"""Answers, passages and errors for the terminal; what comes from articles is shown as text, whatever is in it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from index.errors import CopydeskError
from rag.answer import Answer, Citation, Passage, carriers, day, label
from rag.claim import Timeline
from rag.fate import UNSUPPORTED
from rag.visible import visible, visible_name
from ui.claims import by_time, differing
from ui.words import carried, line

if TYPE_CHECKING:
    from rag.scan import Found

_MARKER = r"(?m)(?:\[\d+\])+$"
_UNSUPPORTED = rf"(?m)^{UNSUPPORTED.rstrip()}"


def answer(result: Answer) -> RenderableType:
    """An answer with its sources, or an abstention with the nearest passages."""
    return Group(answer_line(result.text), below_answer(result))


def answer_line(words: str) -> Text:
    """A line of an answer, or several; one that nothing holds stands out."""
    text = Text(visible(words))
    text.highlight_regex(_MARKER, "bold cyan")
    text.highlight_regex(_UNSUPPORTED, "bold yellow")
    return text


def below_answer(result: Answer) -> RenderableType:
    """What is told of an answer below its text: how sure it is and its sources, or the nearest passages."""
    if result.abstained:
        nearest = [passage(p, rank) for rank, p in enumerate(result.nearest, start=1)]
        heading = [Text("\nNearest passages, which do not answer it:", style="dim")] if nearest else []
        return Group(*heading, *nearest)
    unsaid = [Text(visible(line(f"The articles do not say: {part}"))) for part in result.unsaid]
    confidence = Text(f"Confidence: {result.confidence:.0%}", style="dim")
    support = [Text(carried(result.support), style="dim")] if result.support else []
    table: list[RenderableType] = [Text(), differing(result.disagreement)] if result.disagreement else []
    return Group(*unsaid, confidence, *support, *table, Text(), *_sources(result.citations))


def notice(told: str) -> Text:
    """What went wrong with a model that was to write."""
    return Text(visible(line(told)), style="yellow")


def timeline(result: Timeline) -> RenderableType:
    """A table of values by the time of their publication with its sources, or a line that says there are none."""
    if not result.claims:
        return Text("No values found.")
    return Group(by_time(result.claims), Text(), *_sources(result.citations))


def disagreements(results: "Sequence[Found]") -> RenderableType:
    """A table of values with its sources for each subject that reports differ on, or a line that says there is none."""
    if not results:
        return Text("No disagreement found.")
    parts: list[RenderableType] = []
    for number, found in enumerate(results):
        heading = Text(visible(line(found.subject)), style="bold")
        parts += [Text()] if number else []
        parts += [heading, differing(found.disagreement), Text(), *_sources(found.citations)]
    return Group(*parts)


def _sources(citations: Sequence[Citation]) -> list[Text]:
    return [_source(citation) for citation in citations]


def _source(citation: Citation) -> Text:
    article = citation.article
    named = [label(article)]
    named += [f"by {article.author}"] if article.author else []
    named += [f"updated {day(article.updated)}"] if article.updated else []
    place = f"{visible_name(article.location)}, characters {citation.start} to {citation.end}"
    told = f"{visible(line(', '.join(named)))}\n    {place}"
    return Text.assemble((f"[{citation.number}] ", "bold cyan"), (told, "dim"))


def passage(result: Passage, rank: int) -> RenderableType:
    """A passage in a frame with its rank, article and score."""
    title = Text(f"{rank}. {visible(line(label(result.article)))}", overflow="ellipsis", no_wrap=True)
    footer = Text(f"score {result.score:.4f}, characters {result.start} to {result.end}")
    # Lines are wrapped inside the frame also where the output around it is not.
    body = Text(visible(re.sub(r"\n{2,}", "\n", result.text)), no_wrap=False, overflow="fold")
    if result.also:
        body.append(f"\n\nalso carried by {visible(line('; '.join(carriers(result))))}", style="dim")
    return Panel(body, title=title, subtitle=footer, title_align="left", subtitle_align="right", border_style="dim")


def failure(error: CopydeskError) -> Text:
    """An error in two lines: what is at fault, and the mend."""
    return Text.assemble((visible(line(error.fault)), "red"), "\n  ", visible(line(error.mend)))


def passages(results: Sequence[Passage]) -> RenderableType:
    """Passages in their order, or a line that says there are none."""
    if not results:
        return Text("Nothing found.")
    return Group(*(passage(p, rank) for rank, p in enumerate(results, start=1)))
