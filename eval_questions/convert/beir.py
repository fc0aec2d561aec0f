"""BEIR (Thakur et al. 2021, arXiv 2104.08663): a folder of documents, queries, and which document answers which."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import Field
from pydantic.dataclasses import dataclass

from eval_questions.convert.source import SourceUnusable, read_bytes, read_rows
from eval_questions.convert.write import Converted, Document, Written, write_articles
from eval_questions.questions import Question, QuestionType

NOTE = """\
The source judges whole documents and gives no answers: the evidence of a question is every sentence of the documents
that answer it. Read hit@5, MRR and citation precision; `right` and citation recall say nothing here."""


@dataclass(frozen=True)
class Text:
    """A line of `corpus.jsonl`."""

    text: str
    id: str = Field(alias="_id")
    title: str | None = None


@dataclass(frozen=True)
class Query:
    """A line of `queries.jsonl`."""

    text: str
    id: str = Field(alias="_id")


def convert(sources: Sequence[Path], articles: Path) -> Converted:
    """Write the corpus of a BEIR folder as articles, and return its judged queries."""
    if len(sources) != 1:
        raise SourceUnusable("BEIR is one folder.", "Name the folder that holds corpus.jsonl, queries.jsonl and qrels.")
    folder = sources[0]
    relevant = _relevant(folder / "qrels")
    queries = [query for _, query in read_rows(folder / "queries.jsonl", Query)]
    texts = [Document(t.id, t.text, t.title or "") for _, t in read_rows(folder / "corpus.jsonl", Text)]
    written = write_articles(texts, articles)
    questions = [question for query in queries if (question := _question(query, relevant, written))]
    return Converted(questions, NOTE, {"queries without a document that answers": len(queries) - len(questions)})


def _question(query: Query, relevant: Mapping[str, list[str]], written: Mapping[str, Written]) -> Question | None:
    found = dict.fromkeys(written[id_] for id_ in relevant.get(query.id, ()) if id_ in written)
    evidence = tuple(span for article in found for span in article.whole())
    return Question(query.id, QuestionType.FACT, query.text, (), evidence) if evidence else None


def _relevant(folder: Path) -> dict[str, list[str]]:
    """The documents with a score above 0 of each query, from all the `.tsv` files in the folder."""
    files = sorted(folder.glob("*.tsv"))
    if not files:
        raise SourceUnusable(f"There is no .tsv file in {folder}.", "Name the folder that holds qrels/test.tsv.")
    relevant = defaultdict(list)
    for file in files:
        for query, document, score in _judgements(file):
            if score > 0:
                relevant[query].append(document)
    return dict(relevant)


def _judgements(file: Path) -> Iterator[tuple[str, str, int]]:
    lines = read_bytes(file).decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, start=1):
        fields = line.rstrip("\r").split("\t")
        if not line.strip() or (number == 1 and fields[-1] == "score"):
            continue
        try:
            query, document, score = fields
            yield query, document, int(score)
        except ValueError as error:
            fault = f"{file}, line {number}: it is not a query, a document and a score."
            raise SourceUnusable(fault, "Write three columns with tabs between them.") from error
