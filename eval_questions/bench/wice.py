"""WiCE (Kamoi et al. 2023, arXiv 2303.01432): whether a claim of Wikipedia is carried by the page that it cites.

As in the paper a claim counts as supported only where all of it is; what is partially supported is not. The page is
given whole, without the sentences that its annotators marked: the check reads those `CITED` of its sentences that
together meet the claim's words best. Its weights are fitted, and the threshold of the baseline is chosen, on the
develop half; the baseline is the greatest cosine of the claim with a sentence of the page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic.dataclasses import dataclass as schema
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from eval_questions.bench.common import Half
from eval_questions.convert.source import read_rows
from eval_questions.questions import Split, half
from index.article import Article, Sentence
from index.embed import Encoder
from rag.answer import Evidence
from rag.faithful.support import Meetings, Support

FILE = "wice/claim_dev.jsonl"
CITED = 8
"""Sentences of a page that are read for a claim; of 3, 5 and 8, 8 was best on the develop half (EXPERIMENTS.md)."""

_PUBLISHED = re.compile(r"\(meta data\) PUBLISHED DATETIME: (\d{4}-\d\d-\d\d)")
_META = "(meta data) "


@schema(frozen=True)
class Claim:
    """A line of the file."""

    label: Literal["supported", "partially_supported", "not_supported"]
    claim: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as it was checked: its half, whether it is supported, what was known of it, and the baseline's cosine.

    `number` is its line in the file, `seconds` those of the check of the sentences read.
    """

    number: int
    split: Split
    supported: bool
    features: dict[str, float]
    cosine: float
    seconds: float


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """How well a score tells supported claims from others, from a threshold on."""

    claims: int
    supported: int
    threshold: float
    balanced_accuracy: float
    f1: float


def load(data: Path) -> list[Claim]:
    """The claims in the order of the file."""
    return [claim for _, claim in read_rows(data / FILE, Claim)]


def run(data: Path, part: Half, support: Support, encoder: Encoder) -> list[ClaimRow]:
    """Check the claims of a half; the engine's encoder gives the baseline."""
    numbered = [(n, c) for n, c in enumerate(load(data), start=1) if part in ("all", half(c.claim))]
    console = Console(stderr=True)
    claims = track(numbered, "Checking", console=console, transient=True, disable=not console.is_terminal)
    return [to_row(number, claim, support, encoder) for number, claim in claims]


def to_row(number: int, claim: Claim, support: Support, encoder: Encoder) -> ClaimRow:
    """Check a claim against its page."""
    page = evidence(claim)
    vectors = encoder.encode([claim.claim, *(e.quote for e in page)])
    chosen = cited(support.meetings(claim.claim, [e.quote for e in page]))
    start = perf_counter()
    features = dict(support.features(claim.claim, [page[i] for i in chosen]))
    spent = perf_counter() - start
    cosine = float((vectors[1:] @ vectors[0]).max())
    return ClaimRow(number, half(claim.claim), claim.label == "supported", features, cosine, spent)


def evidence(claim: Claim) -> list[Evidence]:
    """The page of a claim as evidence, its title among the sentences; the day is the one that its first lines give."""
    lines = [line.removeprefix(_META) for line in claim.evidence if line.strip()]
    text = "\n".join(lines)
    days = [found[1] for line in claim.evidence if (found := _PUBLISHED.match(line))]
    published = date.fromisoformat(days[0]) if days else None
    article = Article("page", text, "", "page", published=published)
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)]).tolist()
    return [Evidence(article, Sentence(at, at + len(line)), 0.0) for at, line in zip(starts, lines, strict=False)]


def cited(met: Meetings) -> list[int]:
    """The sentences that together meet a claim's words best, each the one that adds most; in the order of the page."""
    chosen: list[int] = []
    for _ in range(min(CITED, len(met.each))):
        left = (i for i in range(len(met.each)) if i not in chosen)
        chosen.append(max(left, key=lambda i: met.mean_of([*chosen, i])))
    return sorted(chosen)


def figures(scores: Sequence[float], truth: Sequence[bool], threshold: float) -> ClaimFigures:
    """Balanced accuracy, and F1 of "supported", where a score from the threshold on says so."""
    said, is_so = np.array(scores) >= threshold, np.array(truth, dtype=bool)
    hits, misses, alarms = (int((a & b).sum()) for a, b in ((said, is_so), (~said, is_so), (said, ~is_so)))
    right_silence = int((~said & ~is_so).sum())
    balanced = (hits / max(hits + misses, 1) + right_silence / max(right_silence + alarms, 1)) / 2
    f1 = 2 * hits / max(2 * hits + misses + alarms, 1)
    return ClaimFigures(len(is_so), int(is_so.sum()), threshold, balanced, f1)


def best_threshold(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The score from which on "supported" is said with the greatest balanced accuracy; the middle between two."""
    ordered: NDArray[np.float64] = np.unique(np.array(scores))
    middles = [float(m) for m in (ordered[1:] + ordered[:-1]) / 2] or [float(ordered[0])]
    return max(middles, key=lambda threshold: figures(scores, truth, threshold).balanced_accuracy)


def compared(rows: Sequence[ClaimRow], support: Support) -> dict[str, ClaimFigures]:
    """The figures of the check and of the baseline, each half by itself."""
    known = [row for row in rows if row.split == "develop"]
    cosine_from = best_threshold([row.cosine for row in known], [row.supported for row in known])
    told: dict[str, ClaimFigures] = {}
    for split in ("develop", "report"):
        part = [row for row in rows if row.split == split]
        truth = [row.supported for row in part]
        told[f"{split}, check"] = figures([support.chance(row.features) for row in part], truth, support.holds_from)
        told[f"{split}, cosine"] = figures([row.cosine for row in part], truth, cosine_from)
    return told


def table(told: dict[str, ClaimFigures]) -> Table:
    """A row for each score and half."""
    drawn = Table(title=Text("wice: claims that are supported, told from others"))
    for name in ("score", "claims", "supported", "from", "balanced accuracy", "F1"):
        drawn.add_column(name, justify="left" if name == "score" else "right")
    for name, row in told.items():
        shown = (row.threshold, row.balanced_accuracy, row.f1)
        drawn.add_row(Text(name), str(row.claims), str(row.supported), *(f"{value:.3f}" for value in shown))
    return drawn
