"""The command line: each command parses, calls the API once, and prints."""

import typer

from ui import commands_ask, commands_eval, commands_feedback, commands_index, commands_serve

app = typer.Typer(
    help="Answers questions over a pile of news articles, with exact citations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command()(commands_index.index)
app.command()(commands_ask.ask)
app.command()(commands_ask.search)
app.command()(commands_ask.timeline)
app.command()(commands_ask.disagreements)
app.command()(commands_serve.ui)
app.command()(commands_serve.password)
app.command()(commands_serve.token)
app.command()(commands_index.articles)
app.command()(commands_index.status)
app.command()(commands_index.watch)
app.command()(commands_index.check)
app.command()(commands_index.rebuild)
app.command()(commands_feedback.feedback)
app.command("eval")(commands_eval.eval_)
app.command()(commands_eval.convert)


def main() -> None:
    """Run the command line."""
    app()
