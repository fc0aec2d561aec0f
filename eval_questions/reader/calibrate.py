"""Fit the judge: `python -m eval_questions.reader.calibrate collect ROWS --set squad ...`, then `... fit ROWS`.

Of the development halves, only questions that the reader was not trained on are read: SQuAD's articles kept apart, the
watched tenth of Natural Questions and MultiHop-RAG with the null queries of the latter, CLAPnq, and the Herof set;
"foreign" are Natural Questions asked of the Herof set's articles.
"""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

import index
import rag
from eval_questions.questions import load
from eval_questions.reader import sources
from eval_questions.reader.examples import Marked, is_watched, share_half
from eval_questions.reader.logistic import fit_judge
from index.split import split
from rag.answer import Evidence
from rag.expect import unmentioned
from rag.judge import WEIGHTS, all_features

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A question as read: its set, whether anything answers it, each sentence's features, and which of them answer.

    `unmentioned` counts the question's names that none of the articles mentions.
    """

    set: str
    question: str
    answerable: bool
    sentences: tuple[dict[str, float], ...]
    right: tuple[bool, ...]
    unmentioned: int


@app.command()
def collect(
    rows: Annotated[Path, typer.Argument(help="The file to write, a line for each question.")],
    bench: Annotated[Path, typer.Option(help="The folder with squad/, nq/, clapnq/ and multihoprag/.")],
    indexes: Annotated[Path, typer.Option(help="The folder with an index for each of these sets.")],
    sets: Annotated[
        list[str], typer.Option("--set", help="A set to read: squad, nq, clapnq, multihop, herof, foreign.")
    ],
    limit: Annotated[int, typer.Option(help="The most questions of a set, the same ones each time.")] = 300,
) -> None:
    """Read development questions and keep what the judge would see."""
    with rows.open("w", encoding="utf-8") as out, tempfile.TemporaryDirectory() as folder:
        for name in sets:
            golden = _asked(name, bench)
            if bundled := name in ("herof", "foreign"):
                index.sync([load("herof").articles], folder)
            engine = rag.open(folder if bundled else indexes / name)
            chosen = sorted(golden, key=lambda question: sha256(question.encode()).digest()[1:])[:limit]
            for question in track(chosen, f"{name}: reading"):
                out.write(json.dumps(asdict(_row(name, question, golden[question], engine))) + "\n")


@app.command()
def fit(rows: Annotated[list[Path], typer.Argument(help="What `collect` wrote.")]) -> None:
    """Fit the judge to the rows and write its weights."""
    read = [Row(**json.loads(line)) for file in rows for line in file.read_text("utf-8").splitlines()]
    WEIGHTS.write_text(json.dumps(fit_judge(read), indent=1) + "\n", "utf-8")
    typer.echo(f"{WEIGHTS}: {len(read)} questions")


def _asked(name: str, bench: Path) -> dict[str, set[str]]:
    """For each question of a set that the judge may be fitted on, the sentences that answer it."""
    match name:
        case "squad":
            return _golden(sources.squad(bench, apart=True))
        case "nq":
            return _golden(m for m in sources.natural_questions(bench) if is_watched(m.group))
        case "clapnq":
            return _golden(sources.clapnq(bench))
        case "multihop":
            return _golden(m for m in sources.multihop(bench) if is_watched(m.group) or not m.article.text)
        case "foreign":
            return {m.question: set() for m in sources.natural_questions(bench)}
        case "herof":
            return {q.question: {s.quote for s in q.evidence} for q in load(name).questions if q.split == "develop"}
        case _:
            raise typer.BadParameter(f"There is no set {name}.")


def _golden(asked: Iterable[Marked]) -> dict[str, set[str]]:
    """For each question the sentences that answer it; none where nothing does."""
    golden: defaultdict[str, set[str]] = defaultdict(set)
    for marked in asked:
        places = marked.support or marked.spans
        sentences = split(marked.article) if marked.article.text else ()
        golden[marked.question] |= {
            marked.article.text[s.start : s.end]
            for s in sentences
            if any(share_half(place, (s.start, s.end)) for place in places)
        }
    return golden


def _row(name: str, question: str, golden: set[str], engine: rag.Engine) -> Row:
    evidence = [e for e in engine.read(question) if e.span is not None]
    known = {" ".join(sentence.split()) for sentence in golden}
    return Row(
        name,
        question,
        bool(known),
        tuple(all_features(question, evidence)),
        tuple(_is_one_of(e, known) for e in evidence),
        len(unmentioned(question, evidence)),
    )


def _is_one_of(evidence: Evidence, sentences: set[str]) -> bool:
    quote = " ".join(evidence.quote.split())
    return any(quote in sentence or sentence in quote for sentence in sentences)


if __name__ == "__main__":
    app()
