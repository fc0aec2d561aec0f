"""The command that shows what readers thought of answers, and makes evaluation questions of it."""

from pathlib import Path
from typing import Annotated

import typer

from ui.common import DEFAULT_INDEX, AsJson, FeedbackFile, IndexDir, errors_in_words, show


def feedback(
    index_dir: IndexDir = DEFAULT_INDEX,
    file: FeedbackFile = None,
    export: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a question set for `copydesk eval` into a new folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what readers thought of answers, or make evaluation questions of it."""
    with errors_in_words():
        from ui import feedback as kept
        from ui import feedback_set, reports

        store = kept.Feedback(file or kept.beside(index_dir))
        if export is None:
            entries = store.all()
            show(lambda: reports.feedback(entries), [entry.to_dict() for entry in entries] if as_json else None)
            return
        made = feedback_set.export(store, export)
        told = {"folder": str(made.folder), "questions": len(made.questions), "unsettled": made.unsettled}
        show(lambda: reports.exported(made), told if as_json else None)
