"""MultiHop-RAG (Tang and Yang 2024, arXiv 2401.15391): finding the facts of several reports, silence on null queries.

The published figures follow the authors' `retrieval_evaluate.py`: a chunk counts if any of the query's facts stands in
it once white space is taken out of both. Hits@k is the share of queries with such a chunk among the first k, MRR@10 the
mean of 1 / rank of the first one, MAP@10 the mean of the sum, over the facts of a query, of 1 / rank of the chunk that
first has the fact, divided by the number of facts (or 10). Null queries are left out of all three. "All facts" is the
strict reading: every fact of the query among the first k.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval_questions.bench.common import DEPTH, Case, Options, Outcome, Row, ask, basics, build, chosen
from eval_questions.bench.figures import Figures, Result, abstentions, by_half, mean, seconds, within
from eval_questions.convert.multihop import NULL, Query, read_corpus, read_queries
from eval_questions.convert.source import SourceUnusable
from eval_questions.convert.write import Document
from eval_questions.questions import Question, QuestionType

FOLDER = "multihoprag"
CORPORA = ("corpus.json", "corpus.jsonl", "fallback_corpus.jsonl")
QUERIES = ("MultiHopRAG.json", "queries.json", "queries.jsonl")
"""Names that the files may have, as published or not; the first that is there counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MultihopRow(Row):
    """`ranks` has, for each fact, the rank of the first chunk that holds it, or None; a null query has no facts."""

    type: str
    ranks: tuple[int | None, ...]

    @property
    def first(self) -> int | None:
        """The rank of the first chunk that holds any fact."""
        return min((rank for rank in self.ranks if rank), default=None)

    @property
    def average_precision(self) -> float:
        """The query's term of MAP@10."""
        return sum(1 / rank for rank in self.ranks if rank) / min(len(self.ranks), DEPTH)


def load(data: Path) -> list[Case[Query]]:
    """All queries."""
    return [
        Case(Question(query.id or str(number), _type(query), query.query, (), ()), query)
        for number, query in enumerate(read_queries(_file(data, QUERIES)), start=1)
    ]


def corpus(data: Path) -> Iterator[Document]:
    """The articles."""
    return read_corpus(_file(data, CORPORA))


def run(options: Options) -> Result:
    """Pool the articles, ask, and score."""
    index_dir = options.indexes / "multihop"
    cases = load(options.data)
    build(corpus(options.data), index_dir)
    rows = [to_row(outcome) for outcome in ask(index_dir, chosen(cases, options))]
    types = dict.fromkeys(row.type for row in rows)
    by_type = {type_: figures([row for row in rows if row.type == type_]) for type_ in sorted(types)}
    return Result("multihop", index_dir, rows, by_type | by_half(rows, figures))


def to_row(outcome: Outcome[Query]) -> MultihopRow:
    """Score a query."""
    chunks = ["".join(passage.text.split()) for passage in outcome.passages]
    facts = ["".join(fact.fact.split()) for fact in outcome.case.gold.evidence_list]
    ranks = tuple(next((rank for rank, chunk in enumerate(chunks, 1) if fact in chunk), None) for fact in facts)
    return MultihopRow(**basics(outcome), type=outcome.case.gold.question_type.removesuffix("_query"), ranks=ranks)


def figures(rows: Sequence[MultihopRow]) -> Figures:
    """Retrieval over the queries that have facts, and silence over all."""
    having = [row for row in rows if row.ranks]
    silent = [row for row in rows if row.abstained]
    return {
        "questions": len(rows),
        "Hits@4": mean(within(row.first, 4) for row in having),
        "Hits@10": mean(within(row.first, DEPTH) for row in having),
        "MRR@10": mean(1 / row.first if row.first else 0.0 for row in having),
        "MAP@10": mean(row.average_precision for row in having),
        "all facts @4": mean(all(within(rank, 4) for rank in row.ranks) for row in having),
        "all facts @10": mean(all(within(rank, DEPTH) for rank in row.ranks) for row in having),
        "null queries abstained": mean(row.abstained for row in rows if not row.ranks),
        "answerable abstained": mean(row.abstained for row in having),
        **abstentions(
            right=sum(not row.ranks for row in silent), silent=len(silent), unanswerable=len(rows) - len(having)
        ),
        **seconds(rows),
    }


def _file(data: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (data / FOLDER / name).is_file():
            return data / FOLDER / name
    raise SourceUnusable(f"There is no {' or '.join(names)} in {data / FOLDER}.", "Put the files of the set there.")


def _type(query: Query) -> QuestionType:
    return QuestionType.UNANSWERABLE if query.question_type == NULL else QuestionType.SEVERAL
