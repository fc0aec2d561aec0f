"""The commands that make an index, keep it and look into it."""

import dataclasses
from typing import Annotated, Any

import typer

from ui.common import (
    DEFAULT_INDEX,
    PARTLY,
    USER_ERROR,
    AsJson,
    Columns,
    IndexDir,
    Model,
    Outlets,
    Paths,
    Ray,
    Since,
    Until,
    errors_in_words,
    progress,
    show,
)


def index(
    paths: Paths,
    index_dir: IndexDir = DEFAULT_INDEX,
    prune: Annotated[bool, typer.Option("--prune", help="Remove indexed articles that are not among PATHS.")] = False,
    map_: Columns = None,
    no_embed: Annotated[
        bool,
        typer.Option(
            "--no-embed", help="Take in the texts only: they are found by words, by meaning after a later run."
        ),
    ] = False,
    embedding_model: Model = None,
    ray: Ray = None,
    as_json: AsJson = False,
) -> None:
    """Bring an index in step with articles on disk."""
    with errors_in_words():
        from index.columns import parse_columns
        from index.models import MINILM
        from index.sync import sync
        from ui import reports

        columns = parse_columns(map_ or ())
        with progress() as told:
            report = sync(
                paths,
                index_dir,
                prune,
                embedding_model=embedding_model or MINILM.name,
                columns=columns,
                embed=not no_embed,
                ray=ray,
                progress=told,
            )
        done = report.added or report.changed or report.removed or report.unchanged
        fields = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
        failed = [{"path": str(e.path), "part": e.part, "fault": e.fault, "mend": e.mend} for e in report.failed]
        show(lambda: reports.sync_report(report), fields | {"failed": failed} if as_json else None, error=not done)
        if failed:
            raise typer.Exit(PARTLY if done else USER_ERROR)


def watch(
    paths: Paths,
    index_dir: IndexDir = DEFAULT_INDEX,
    map_: Columns = None,
    embedding_model: Model = None,
    ray: Ray = None,
) -> None:
    """Keep an index in step with articles on disk while they change, until Ctrl+C."""
    with errors_in_words():
        from index.columns import parse_columns
        from index.models import MINILM
        from index.watch import watch as keep_watching
        from ui import reports

        columns = parse_columns(map_ or ())
        show(lambda: reports.watched(paths), error=True)
        try:
            keep_watching(
                paths,
                index_dir,
                on_report=lambda result: show(lambda: reports.outcome(result)),
                embedding_model=embedding_model or MINILM.name,
                columns=columns,
                ray=ray,
            )
        except KeyboardInterrupt:
            typer.echo("Ended.", err=True)


def articles(
    index_dir: IndexDir = DEFAULT_INDEX,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """List the articles that an index holds, those without a date at the end."""
    with errors_in_words():
        from index.choice import parse_choice
        from index.listing import articles as listed
        from ui import reports

        found = listed(index_dir, parse_choice(outlet or (), since, until))
        show(lambda: reports.listing(found), [entry.to_dict() for entry in found] if as_json else None)


def status(index_dir: IndexDir = DEFAULT_INDEX, as_json: AsJson = False) -> None:
    """Say what an index holds and how it was made."""
    with errors_in_words():
        from index.status import status as read_status
        from ui import reports

        found = read_status(index_dir)
        show(lambda: reports.status(found), found.to_dict() if as_json else None)


def check(index_dir: IndexDir = DEFAULT_INDEX, as_json: AsJson = False) -> None:
    """Look whether an index is whole; the exit code is 1 where it is not."""
    with errors_in_words():
        from index.verify import verify
        from ui import reports

        report = verify(index_dir)
        fields: dict[str, Any] = dataclasses.asdict(report)
        show(lambda: reports.verified(report), fields if as_json else None)
        if report.faults:
            raise typer.Exit(PARTLY)


def rebuild(index_dir: IndexDir = DEFAULT_INDEX) -> None:
    """Make the search by words, and the links between copies, anew from the texts that an index holds."""
    with errors_in_words():
        from index.sync import rebuild as make_anew

        count = make_anew(index_dir)
        typer.echo(f"Made anew of {count:,} articles.")
