"""The commands that score answers, and make question sets to score them on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.common import Llm, Model, errors_in_words, progress, show

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from eval_questions.score import Score


def eval_(
    question_set: Annotated[str, typer.Argument(metavar="SET", help="A set's name, or its folder.")] = "herof",
    against: Annotated[Path | None, typer.Option(metavar="RUN", help="A run file to compare with.")] = None,
    out: Annotated[Path, typer.Option(help="The folder for the run file.")] = Path("runs"),
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with plots, too.")] = None,
    index: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Index the set there, as in a collection of its own on a server; unless given, in a passing folder.",
        ),
    ] = None,
    embedding_model: Model = None,
    llm: Llm = None,
) -> None:
    """Score the answers to a fixed question set."""
    with errors_in_words():
        from eval_questions import page, run
        from eval_questions.questions import load
        from index.models import MINILM

        questions = load(question_set)
        before = run.load_run(against) if against else None
        run.require_folder(out)
        if html:
            page.require(html)
        model, writer = _model(llm)
        with progress() as told:
            scores = run.run(
                questions,
                index_dir=index,
                embedding_model=embedding_model or MINILM.name,
                llm=model,
                progress=lambda _id, done, total: told("asking", done, total),
            )
        file = run.save(questions, scores, out, writer)
        _print_scores(questions.name, scores, before)
        typer.echo(f"Run file: {file}")
        if html:
            html.write_text(page.render(f"{questions.name}: {len(scores)} questions", scores, before), "utf-8")
            typer.echo(f"Page: {html}")


def convert(
    format_: Annotated[Literal["squad", "multihop", "beir"], typer.Argument(metavar="FORMAT", show_choices=True)],
    sources: Annotated[list[Path], typer.Argument(help="squad: files; multihop: articles, queries; beir: a folder.")],
    out: Annotated[Path, typer.Option(help="The folder for the question set: new, or empty.")],
) -> None:
    """Make a public data set a question set for `copydesk eval`."""
    with errors_in_words():
        from eval_questions.convert import convert as make_set

        converted = make_set(format_, sources, out)
        typer.echo(f"{len(converted.questions):,} questions. Score them with: copydesk eval {out}")


def _model(spec: str | None) -> "tuple[LLM | None, str | None]":
    """The language model that is to write, with its name; raises LlmUnusable."""
    if spec is None:
        return None, None
    from rag.llm.model import named, open_llm

    model = open_llm(spec)
    return model, named(model)


def _print_scores(name: str, scores: "list[Score]", before: "list[Score] | None") -> None:
    from eval_questions import compare, report
    from eval_questions.figures import ANSWERS, DIFFERENCES, SILENCE
    from eval_questions.summary import main_groups, rows

    title = f"{name}: {len(scores)} questions"
    show(lambda: report.summary_table(scores, ANSWERS, title))
    show(lambda: report.summary_table(scores, SILENCE, "Silence and confidence"))
    show(lambda: report.summary_table(scores, DIFFERENCES, "Where reports differ"))
    groups = main_groups(scores)
    show(lambda: report.intervals_table(rows(groups), groups))
    if before is not None:
        show(lambda: report.differences_table(compare.differences(before, scores)))
        show(lambda: report.changes_table(compare.changes(before, scores)))
