"""`python -m eval_questions.scale`: the simulation, what it says, and what shards do to the search by words."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval_questions.scale.aims import aims
from eval_questions.scale.news import NEWS
from eval_questions.scale.real import described, generated, real
from eval_questions.scale.simulate import QUESTIONS, REPORTS, kept, simulate
from eval_questions.scale.told import DEPTHS, by_shards, carried, foreseen, lines, spread
from eval_questions.scale.words import by_chance, by_outlet, by_time, halves, load, moved

COPIES = (0, 5, 10, 20, 40)
app = typer.Typer(add_completion=False, help=__doc__)


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(help="Tallies are kept here, and gone on from.")],
    sizes: Annotated[str, typer.Option(help="Chunks, ascending, with commas between.")] = "1e5,1e6,1e7,1e8",
) -> None:
    """Search piles of these sizes exactly; 10^8 chunks take two cores some ten minutes, idle."""
    console = Console(stderr=True)
    wanted = [int(float(size)) for size in sizes.split(",")]
    simulate(folder, wanted, lambda chunks: console.print(f"{chunks:,} chunks", highlight=False))
    tell(folder)


@app.command()
def tell(folder: Annotated[Path, typer.Argument(help="What `run` kept.")]) -> None:
    """Draw up what the kept tallies say."""
    console, asked = Console(width=150), aims(NEWS, QUESTIONS, REPORTS)
    table = Table(
        "chunks", "questions", "among", *(f"@{depth:,}" for depth in DEPTHS), "none @30", "for 50 / 75 / 90 %"
    )
    tallies = list(kept(folder))
    for tally, size in zip(tallies[1:], [later.chunks for later in tallies[2:]] + [10**8], strict=False):
        if size > tally.chunks:
            ahead = [f"{line.kind} {line.found[0]:.3f}" for line in foreseen(tallies[0], tally, asked, size)]
            console.print(f"{size:,} foreseen at {tally.chunks:,}: {', '.join(ahead)} @30 among all")
    for tally in tallies:
        for line in lines(tally, asked):
            found = (f"{share:.3f}" for share in line.found)
            needed = " / ".join(f"{depth:,}" for depth in line.needed)
            table.add_row(f"{line.chunks:,}", line.kind, line.window, *found, f"{line.none[0]:.2f}", needed)
        same = bool((by_shards(NEWS, tally).places == tally.best.places[:, :30]).all())
        own, most = spread(NEWS, tally, asked)
        copies = ", ".join(f"{count}: {carried(tally, asked, count, DEPTHS[0]):.2f}" for count in COPIES)
        console.print(f"{tally.chunks:,}: ten shards merged are the whole: {same}; of the best 30 {own:.3f} in the own "
                      f"year, {most:.1f} in one shard; reports @30 by copies of one of them: {copies}")  # fmt: skip
    console.print(table)


@app.command()
def lie(
    folder: Annotated[Path, typer.Argument(help="MultiHop-RAG's corpus and queries.")],
    questions: Annotated[int, typer.Option(help="How many of its questions.")] = 400,
) -> None:
    """How real vectors lie to each other, beside those that are generated."""
    texts, asked = load(folder)
    ours, theirs = real(texts, asked[:questions]), generated(NEWS, aims(NEWS, QUESTIONS, REPORTS))
    table = Table("cosines", "real", "generated", caption="mean ± deviation; quantiles .05 / .5 / .95 / .99 / .999")
    for name, cosines in ours.items():
        table.add_row(name, described(cosines), described(theirs[name]))
    Console(width=150).print(table)


@app.command()
def words(folder: Annotated[Path, typer.Argument(help="MultiHop-RAG's corpus and queries.")]) -> None:
    """Split real texts, and hold the merged search by words against the whole one."""
    texts, questions = load(folder)
    splits = {f"time, {n}": by_time(texts, n) for n in (2, 4, 8)} | {
        f"chance, {n}": by_chance(n) for n in (2, 4, 8, 32)
    }
    table = Table("split by", "shards", "least texts", "same of 30", "same first", "gold @30", "of one index")
    with tempfile.TemporaryDirectory() as passing:
        one = halves(texts, lambda _: "all", Path(passing, "one"))["all"]
        for name, split in (splits | {"outlet": by_outlet}).items():
            found = moved(one, halves(texts, split, Path(passing, name)), questions)
            figures = (found.same, found.first, found.gold, found.gold_of_one)
            table.add_row(name, str(found.shards), str(found.smallest), *(f"{figure:.3f}" for figure in figures))
    Console().print(f"{len(texts)} dated texts, {len(questions)} questions", table)


if __name__ == "__main__":
    app()
