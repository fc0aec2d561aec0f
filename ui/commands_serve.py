"""The commands that serve an index, and that say who may come in."""

import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ui.common import DEFAULT_INDEX, IndexDir, Lenient, Llm, Model, errors_in_words, settings
from ui.serve.log_format import LogFormat

_NETWORK = "On a network"
_BOUNDS = "Bounds"

AuthFile = Annotated[
    Path | None,
    typer.Option(help="Who may log in: lines of `copydesk password NAME`.", rich_help_panel=_NETWORK),
]
TokenFile = Annotated[
    Path | None,
    typer.Option(help="Programs that may come in: lines of `copydesk token NAME`.", rich_help_panel=_NETWORK),
]
PublicUrl = Annotated[
    str | None,
    typer.Option(
        help="What readers see of a proxy on this machine before it, as https://desk.example.org.",
        metavar="URL",
        rich_help_panel=_NETWORK,
    ),
]
Proxies = Annotated[
    list[str] | None,
    typer.Option(
        "--proxy",
        metavar="ADDRESS",
        help="That proxy's address, or the network that it comes from, unless it is on this machine; can be given"
        " again. It is believed where requests come from.",
        rich_help_panel=_NETWORK,
    ),
]
CertificateFile = Annotated[
    Path | None,
    typer.Option("--certificate", help="Speak HTTPS with this certificate (PEM).", rich_help_panel=_NETWORK),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key", help="The certificate's key, if in another file.", rich_help_panel=_NETWORK)
]
FeedbackFile = Annotated[
    Path | None,
    typer.Option(help="Where to keep what readers think of answers; beside the index unless told.", show_default=False),
]
RunsDir = Annotated[Path, typer.Option(help="Where `copydesk eval` keeps its runs, for the page to show.")]
AtOnce = Annotated[int, typer.Option(min=1, max=64, help="Questions answered at once.", rich_help_panel=_BOUNDS)]
Waiting = Annotated[int, typer.Option(min=0, max=10_000, help="Questions that may wait.", rich_help_panel=_BOUNDS)]
Rate = Annotated[
    int, typer.Option(min=0, help="Questions a minute of each user; 0 is no bound.", rich_help_panel=_BOUNDS)
]
Log = Annotated[
    LogFormat | None,
    typer.Option(
        "--log-format", help="Log each request to standard error, in this form; faults are always.", show_default=False
    ),
]
Grace = Annotated[
    float,
    typer.Option(
        min=0,
        max=3600,
        help="Seconds that answers may take yet when the server is told to end.",
        rich_help_panel=_BOUNDS,
    ),
]
UploadSize = Annotated[
    int, typer.Option("--upload-mb", min=1, max=4096, help="The most of an upload, in MB.", rich_help_panel=_BOUNDS)
]


def ui(
    index_dir: IndexDir = DEFAULT_INDEX,
    host: Annotated[str, typer.Option(help="The address to listen on; others than this machine's need a login.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7860,
    embedding_model: Model = None,
    llm: Llm = None,
    lenient: Lenient = False,
    auth_file: AuthFile = None,
    token_file: TokenFile = None,
    public_url: PublicUrl = None,
    proxy: Proxies = None,
    certificate: CertificateFile = None,
    key: KeyFile = None,
    at_once: AtOnce = 2,
    waiting: Waiting = 64,
    rate: Rate = 120,
    upload_mb: UploadSize = 32,
    grace: Grace = 20,
    log_format: Log = None,
    feedback: FeedbackFile = None,
    runs: RunsDir = Path("runs"),
) -> None:
    """Open the page in which to ask; the same server has an HTTP API and an MCP server for programs."""
    with errors_in_words():
        import rag
        from ui.feedback import beside
        from ui.page.keeping import Keeping
        from ui.serve.access import read_access
        from ui.serve.limits import MEBIBYTE, Limits
        from ui.serve.server import Certificate, Place, serve

        proof = Certificate(certificate, key) if certificate else None
        if proof:
            proof.check()
        limits = Limits(at_once, waiting, questions=rate, upload=upload_mb * MEBIBYTE)
        keeping = Keeping(feedback or beside(index_dir), runs)
        with closing(Place(host, port)) as place:
            access = read_access(
                place.ip, auth_file, token_file, public_url, tls=proof is not None, proxies=proxy or ()
            )
            opened = partial(
                rag.open, index_dir, embedding_model=embedding_model, llm=llm, settings=settings(lenient=lenient)
            )
            serve(opened, place, access, limits, proof, keeping, log_format=log_format, grace=grace)


def password(name: str) -> None:
    """Make a line for `--auth-file`: asks for the password, or reads it from a pipe."""
    with errors_in_words():
        from ui.serve.auth import password_line

        if sys.stdin.isatty():
            given = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        else:
            given = sys.stdin.readline().rstrip("\r\n")
        typer.echo(password_line(name, given))


def token(name: str) -> None:
    """Make a line for `--token-file`; the token itself is told once, beside it."""
    with errors_in_words():
        from ui.serve.tokens import new_token

        secret, line = new_token(name)
        typer.echo(f"The token, which is told this once: {secret}", err=True)
        typer.echo(line)
