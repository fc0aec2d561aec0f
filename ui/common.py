"""What the commands share: options, how results and errors are printed, and bars for what takes long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from rag.settings import Settings

IndexDir = Annotated[
    str,
    typer.Option(
        "--index",
        "-i",
        metavar="DIR",
        envvar="COPYDESK_INDEX",
        help="The index directory, or a collection on a Chroma server: http://HOST:PORT/COLLECTION.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Model = Annotated[str | None, typer.Option(help="An embedding model: a local path, or a hub name in the local cache.")]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only articles of this outlet; can be given again.")
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles published then or later.")]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles published then or before; a day is all of it.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="As of then: what came out later is left out, and what does not say when, too. An earlier --until holds.",
    ),
]
FeedbackFile = Annotated[
    Path | None,
    typer.Option(
        "--feedback",
        metavar="FILE",
        envvar="COPYDESK_FEEDBACK",
        help="Where feedback is kept; unless given, beside the index.",
    ),
]
Paths = Annotated[
    list[Path],
    typer.Argument(
        help="Articles, and folders of them: .txt, .md, .html, .htm, .pdf, .docx; tables and records: .jsonl, .ndjson,"
        " .json, .csv, .tsv; feeds: .rss, .atom, .xml. Each may be packed as .gz, any number of them as .zip."
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Where a field of tables and records is, if its column has an unusual name, as text=Story;"
        " can be given again.",
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Read, split and embed on a Ray cluster: HOST:PORT, ray://HOST:PORT, or auto for the one of this machine.",
    ),
]

Llm = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="A language model that writes the answer, held to its sources: ollama/NAME, openai/NAME, anthropic/NAME,"
        " openai-like/NAME@URL or gguf:PATH. Without one, the answer is made of quotations.",
    ),
]
Lenient = Annotated[
    bool, typer.Option("--lenient", help="Show what a language model writes and the articles do not hold, marked so.")
]

DEFAULT_INDEX = "copydesk-index"
USER_ERROR = 2
PARTLY = 1


def show(render: "Callable[[], RenderableType]", as_json: Any = None, *, error: bool = False) -> None:
    """Print a result: `as_json` where it is given, else what `render` makes for people."""
    if as_json is not None:
        from rag.visible import legible_json

        typer.echo(legible_json(as_json))
        return
    from rich.console import Console

    console = Console(stderr=error, highlight=False)
    console.print(render(), soft_wrap=not console.is_terminal)


def settings(*, lenient: bool = False) -> "Settings":
    """The settings of the environment, with checks that show what does not hold, too; raises SettingUnusable."""
    from rag.settings import Settings

    found = Settings.from_environment()
    return found.model_copy(update={"checks": "lenient"}) if lenient else found


@contextmanager
def errors_in_words() -> Iterator[None]:
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
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function told of a stage, how much of it is done and how much there is: a bar a stage on a terminal."""
    from rich.console import Console

    from ui.bars import Bars

    console = Console(stderr=True)
    with Bars(console) as bars:
        yield bars.tell
