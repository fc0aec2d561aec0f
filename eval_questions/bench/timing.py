"""Seconds to an answer, by stage, over a pool of about as many chunks as are asked for.

The texts of the data sets are taken one set after the other, each text once, until there are enough chunks or no more
texts; the questions are those of Natural Questions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from statistics import median

from pydantic.dataclasses import dataclass as schema

from eval_questions.bench import clapnq, multihop, nq, squad
from eval_questions.bench.common import Options, Outcome, Row, ask, basics, build, chosen, pool
from eval_questions.bench.figures import Figures, Result, p95
from eval_questions.convert.source import read_rows
from eval_questions.convert.squad import documents
from eval_questions.convert.write import Document, as_article, has_words
from index.status import status

STEP = 100
"""Texts that are added before the chunks are counted again."""


@schema(frozen=True)
class Claim:
    """A line of WiCE (Kamoi et al. 2023): of it the page that was cited, a sentence a line."""

    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow(Row):
    """`timings` are seconds by stage."""

    timings: Mapping[str, float]


def texts(data: Path) -> Iterator[Document]:
    """The texts of all sets, in a fixed order: Natural Questions, SQuAD, MultiHop-RAG, CLAPnq, pages of WiCE."""
    claims = (claim for _, claim in read_rows(data / "wice" / "claim_dev.jsonl", Claim))
    sets = chain(
        (document for document, _ in nq.load(data)),
        documents(squad.load(data)[0]),
        multihop.corpus(data),
        clapnq.load(data)[0],
        (Document("", "\n".join(claim.evidence)) for claim in claims),
    )
    yield from (replace(document, id=str(number)) for number, document in enumerate(sets))


def run(options: Options, chunks: int) -> Result:
    """Pool texts until there are `chunks` chunks, ask, and time."""
    index_dir = options.indexes / "time"
    grow(list({as_article(text): text for text in texts(options.data) if has_words(text)}.values()), index_dir, chunks)
    cases = chosen((case for _, case in nq.load(options.data)), options)
    rows = [to_row(outcome) for outcome in ask(index_dir, cases)]
    return Result("time", index_dir, rows, figures(rows))


def grow(given: Sequence[Document], index_dir: Path, chunks: int) -> None:
    """Add texts, some at a time, to what the index holds of these until it has `chunks` chunks or all texts."""
    size = max(STEP, len(list(pool(index_dir).glob("*.md"))))
    build(given[:size], index_dir)
    while size < len(given) and status(index_dir).chunks < chunks:
        size += STEP
        build(given[:size], index_dir)


def to_row(outcome: Outcome[str]) -> TimeRow:
    """Keep the seconds of a question."""
    return TimeRow(**basics(outcome), timings=dict(outcome.answer.timings))


def figures(rows: Sequence[TimeRow]) -> dict[str, Figures]:
    """The median and the 95th percentile of the seconds, a group a stage; a stage that was not needed took 0."""
    stages = dict.fromkeys(stage for row in rows for stage in row.timings)
    spent = {stage: [row.timings.get(stage, 0.0) for row in rows] for stage in stages}
    return {stage: {"median, s": median(seconds), "p95, s": p95(seconds)} for stage, seconds in spent.items()}
