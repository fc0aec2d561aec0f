"""Fit the support check: `python -m eval_questions.faithful.fit --data BENCH`, on the develop half of WiCE alone.

Supported claims and the others weigh the same as wholes, so that one half of probability is where balanced accuracy is
looked for; that is the score from which a sentence holds.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from eval_questions.bench.wice import ClaimRow, figures, run
from eval_questions.reader.logistic import likeliest
from index.models import MINILM
from rag.faithful.support import WEIGHTS, Support
from rag.judge import Logistic
from rag.models import Models

RIDGE = 3e-3
FOLDS = 5
HOLDS_FROM = 0.5

app = typer.Typer(add_completion=False)


@app.command()
def fit(
    data: Annotated[Path, typer.Option(help="The folder with wice/.")],
    rows: Annotated[Path | None, typer.Option(help="A file to keep what was read in, or to take it from.")] = None,
) -> None:
    """Read the develop half, fit, and write the weights."""
    read = _rows(data, rows)
    WEIGHTS.write_text(json.dumps(stored(read), indent=1) + "\n", "utf-8")
    typer.echo(f"{WEIGHTS}: {len(read)} claims, balanced accuracy {watched(read):.3f} over {FOLDS} folds")


def stored(rows: Sequence[ClaimRow]) -> dict[str, Any]:
    """The weights, and what they were fitted on."""
    found = fitted(rows)
    return {
        "weights": dict(found.weights),
        "bias": found.bias,
        "holds_from": HOLDS_FROM,
        "fitted_on": {"wice, develop half": len(rows), "supported": sum(row.supported for row in rows)},
        "balanced_accuracy_over_folds": round(watched(rows), 3),
    }


def fitted(rows: Sequence[ClaimRow]) -> Logistic:
    """The regression of greatest likelihood, both classes weighing the same."""
    counts = {is_so: sum(row.supported is is_so for row in rows) for is_so in (True, False)}
    truth = [row.supported for row in rows]
    return likeliest([row.features for row in rows], truth, [1 / counts[is_so] for is_so in truth], RIDGE)


def watched(rows: Sequence[ClaimRow]) -> float:
    """The balanced accuracy on folds that each fit leaves out."""
    scores, truth = [], []
    for fold in range(FOLDS):
        chance = fitted([row for place, row in enumerate(rows) if place % FOLDS != fold])
        apart = rows[fold::FOLDS]
        scores += [chance(row.features) for row in apart]
        truth += [row.supported for row in apart]
    return figures(scores, truth, HOLDS_FROM).balanced_accuracy


def _rows(data: Path, kept: Path | None) -> list[ClaimRow]:
    if kept is not None and kept.is_file():
        return [ClaimRow(**row) for row in json.loads(kept.read_text("utf-8"))]
    models = Models.locate(MINILM.name)
    read = run(data, "develop", Support.of(models, Logistic({}, 0.0), HOLDS_FROM), models.encoder)
    if kept is not None:
        kept.write_text(json.dumps([asdict(row) for row in read]), "utf-8")
    return read


if __name__ == "__main__":
    app()
