"""The command line of the benchmarks."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval_questions.bench import clapnq, multihop, nq, ramdocs, squad, timing, wice
from eval_questions.bench.common import Half, Options
from eval_questions.bench.figures import Result, save, table
from index.errors import CopydeskError
from index.models import MINILM
from rag.faithful.support import Support
from rag.models import Models

app = typer.Typer(
    help="Measures Copydesk on public data sets, each in a folder of --data: nq, squad, multihoprag, clapnq, ramdocs, "
    "wice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Data = Annotated[Path, typer.Option(help="The folder of the data sets.")]
Indexes = Annotated[Path, typer.Option("--index", "-i", help="The folder for the indexes, made once and kept.")]
Part = Annotated[Half, typer.Option(help="Which half of the questions, by a hash of their words.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Ask a sample of this many, the same each time.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE.json", help="Keep the figures, and a row a question.")]

INDEXES = Path("bench-index")
WIDTH = 120
"""Columns of the table where the output is no terminal."""


@app.command("nq")
def nq_(data: Data, index: Indexes = INDEXES, half: Part = "all", limit: Limit = None, out: Out = None) -> None:
    """Natural Questions, open."""
    options = Options(data, index, half, limit)
    _report(nq.run(options), options, out)


@app.command("squad")
def squad_(
    data: Data,
    index: Indexes = INDEXES,
    half: Part = "all",
    limit: Limit = None,
    out: Out = None,
    apart: Annotated[str, typer.Option(metavar="TITLE,TITLE", help="Articles to report by themselves too.")] = "",
) -> None:
    """SQuAD 2.0."""
    options = Options(data, index, half, limit)
    _report(squad.run(options, [title for title in apart.split(",") if title]), options, out)


@app.command("multihop")
def multihop_(data: Data, index: Indexes = INDEXES, half: Part = "all", limit: Limit = None, out: Out = None) -> None:
    """MultiHop-RAG."""
    options = Options(data, index, half, limit)
    _report(multihop.run(options), options, out)


@app.command("clapnq")
def clapnq_(data: Data, index: Indexes = INDEXES, half: Part = "all", limit: Limit = None, out: Out = None) -> None:
    """CLAPnq."""
    options = Options(data, index, half, limit)
    _report(clapnq.run(options), options, out)


@app.command("ramdocs")
def ramdocs_(data: Data, index: Indexes = INDEXES, half: Part = "all", limit: Limit = None, out: Out = None) -> None:
    """RAMDocs."""
    options = Options(data, index, half, limit)
    _report(ramdocs.run(options), options, out)


@app.command("wice")
def wice_(data: Data) -> None:
    """WiCE: the check of a sentence against what it cites, and the cosine beside it."""
    models = Models.locate(MINILM.name)
    support = Support.load(models)
    told = wice.compared(wice.run(data, "all", support, models.encoder), support)
    Console(width=None if sys.stdout.isatty() else WIDTH).print(wice.table(told))


@app.command("time")
def time_(
    data: Data,
    index: Indexes = INDEXES,
    half: Part = "all",
    limit: Limit = 50,
    out: Out = None,
    chunks: Annotated[int, typer.Option(min=1, help="About how many chunks to pool.")] = 10_000,
) -> None:
    """Seconds by stage over a large pool."""
    options = Options(data, index, half, limit)
    _report(timing.run(options, chunks), options, out)


def _report(result: Result, options: Options, out: Path | None) -> None:
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table(result))
    if out is not None:
        save(result, options, out)


if __name__ == "__main__":
    try:
        app()
    except CopydeskError as error:
        Console(stderr=True, soft_wrap=True, highlight=False, markup=False).print(f"{error.fault}\n  {error.mend}")
        raise SystemExit(2) from error
