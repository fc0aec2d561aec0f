"""The command line: each command parses, calls the API once, and prints."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from eval_questions.score import Score

app = typer.Typer(
    help="Answers questions over a pile of news articles, with exact citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

IndexDir = Annotated[Path, typer.Option("--index", "-i", envvar="COPYDESK_INDEX", help="The index directory.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Model = Annotated[str | None, typer.Option(help="An embedding model: a local path, or a hub name in the local cache.")]

USER_ERROR = 2
PARTLY = 1


@app.command("index")
def index_(
    paths: Annotated[list[Path], typer.Argument(help="Articles (.txt, .md) and folders of them.")],
    index_dir: IndexDir = Path("copydesk-index"),
    prune: Annotated[bool, typer.Option(help="Remove indexed articles that are not among PATHS.")] = False,
    embedding_model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Bring an index in step with articles on disk."""
    with _errors_in_words():
        from index.models import MINILM
        from index.sync import sync
        from ui import terminal

        with _progress("Indexing") as progress:
            report = sync(paths, index_dir, prune, embedding_model=embedding_model or MINILM.name, progress=progress)
        done = report.added or report.changed or report.unchanged
        fields = {field.name: getattr(report, field.name) for field in dataclasses.fields(report)}
        failed = [{"path": str(e.path), "fault": e.fault, "mend": e.mend} for e in report.failed]
        _print(lambda: terminal.sync_report(report), fields | {"failed": failed} if as_json else None, error=not done)
        if failed:
            raise typer.Exit(PARTLY if done else USER_ERROR)


@app.command()
def ask(
    question: str, index_dir: IndexDir = Path("copydesk-index"), embedding_model: Model = None, as_json: AsJson = False
) -> None:
    """Answer a question, every sentence with its source."""
    with _errors_in_words():
        import rag
        from ui import terminal

        answer = rag.open(index_dir, embedding_model=embedding_model).ask(question)
        _print(lambda: terminal.answer(answer), answer.to_dict() if as_json else None)


@app.command()
def search(
    question: str,
    index_dir: IndexDir = Path("copydesk-index"),
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages.")] = 10,
    embedding_model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Show the passages nearest to a question."""
    with _errors_in_words():
        import rag
        from ui import terminal

        found = rag.open(index_dir, embedding_model=embedding_model).search(question, limit)
        _print(lambda: terminal.passages(found), [p.to_dict() for p in found] if as_json else None)


@app.command()
def status(index_dir: IndexDir = Path("copydesk-index"), as_json: AsJson = False) -> None:
    """Say what an index holds and how it was made."""
    with _errors_in_words():
        from rich.text import Text

        from index.status import status as read_status

        found = dataclasses.asdict(read_status(index_dir))
        lines = "\n".join(f"{name.replace('_', ' '):<14} {value}" for name, value in found.items())
        _print(lambda: Text(lines), found if as_json else None)


@app.command()
def ui(
    index_dir: IndexDir = Path("copydesk-index"),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7860,
    embedding_model: Model = None,
) -> None:
    """Open the page in which to ask."""
    with _errors_in_words():
        import rag
        from ui.page import serve

        serve(rag.open(index_dir, embedding_model=embedding_model), host, port)


@app.command("eval")
def eval_(
    question_set: Annotated[str, typer.Argument(metavar="SET", help="A set's name, or its folder.")] = "herof",
    against: Annotated[Path | None, typer.Option(metavar="RUN", help="A run file to compare with.")] = None,
    out: Annotated[Path, typer.Option(help="The folder for the run file.")] = Path("runs"),
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with plots, too.")] = None,
    embedding_model: Model = None,
) -> None:
    """Score the answers to a fixed question set."""
    with _errors_in_words():
        from eval_questions import page, run
        from eval_questions.questions import load
        from index.models import MINILM

        questions = load(question_set)
        before = run.load_run(against) if against else None
        run.require_folder(out)
        if html:
            page.require(html)
        with _progress("Asking") as progress:
            scores = run.run(questions, embedding_model=embedding_model or MINILM.name, progress=progress)
        file = run.save(questions, scores, out)
        _print_scores(questions.name, scores, before)
        typer.echo(f"Run file: {file}")
        if html:
            html.write_text(page.render(f"{questions.name}: {len(scores)} questions", scores, before), "utf-8")
            typer.echo(f"Page: {html}")


@app.command()
def convert(
    format_: Annotated[Literal["squad", "multihop", "beir"], typer.Argument(metavar="FORMAT", show_choices=True)],
    sources: Annotated[list[Path], typer.Argument(help="squad: files; multihop: articles, queries; beir: a folder.")],
    out: Annotated[Path, typer.Option(help="The folder for the question set: new, or empty.")],
) -> None:
    """Make a public data set a question set for `copydesk eval`."""
    with _errors_in_words():
        from eval_questions.convert import convert as make_set

        converted = make_set(format_, sources, out)
        typer.echo(f"{len(converted.questions):,} questions. Score them with: copydesk eval {out}")


def main() -> None:
    """Run the command line."""
    app()


def _print_scores(name: str, scores: "list[Score]", before: "list[Score] | None") -> None:
    from eval_questions import compare, report
    from eval_questions.figures import ANSWERS, SILENCE
    from eval_questions.summary import main_groups, rows

    title = f"{name}: {len(scores)} questions"
    _print(lambda: report.summary_table(scores, ANSWERS, title))
    _print(lambda: report.summary_table(scores, SILENCE, "Silence and confidence"))
    groups = main_groups(scores)
    _print(lambda: report.intervals_table(rows(groups), groups))
    if before is not None:
        _print(lambda: report.differences_table(compare.differences(before, scores)))
        _print(lambda: report.changes_table(compare.changes(before, scores)))


def _print(render: "Callable[[], RenderableType]", as_json: Any = None, *, error: bool = False) -> None:
    if as_json is not None:
        typer.echo(json.dumps(as_json, indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console(stderr=error, highlight=False)
    console.print(render(), soft_wrap=not console.is_terminal)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Turn an error made on purpose into a message and the exit code for a user's mistake; any other is a defect."""
    from index.errors import CopydeskError

    try:
        yield
    except CopydeskError as error:
        from rich.console import Console

        from ui.terminal import failure

        Console(stderr=True, soft_wrap=True, highlight=False).print(failure(error))
        raise typer.Exit(USER_ERROR) from error


@contextmanager
def _progress(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar with rate and time left on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda _item, done, total: bar.update(task, completed=done, total=total)
