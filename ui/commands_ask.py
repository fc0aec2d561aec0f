"""The commands that question an index."""

from typing import Annotated

import typer

from ui.common import (
    DEFAULT_INDEX,
    AsJson,
    AsOf,
    IndexDir,
    Model,
    Outlets,
    Since,
    Until,
    errors_in_words,
    progress,
    show,
)

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


def ask(
    question: str,
    index_dir: IndexDir = DEFAULT_INDEX,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    embedding_model: Model = None,
    llm: Llm = None,
    lenient: Lenient = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question, every sentence with its source."""
    with errors_in_words():
        import rag
        from index.choice import parse_choice
        from ui import terminal

        chosen = parse_choice(outlet or (), since, until, as_of)
        settings = rag.Settings.from_environment()
        if lenient:
            settings = settings.model_copy(update={"checks": "lenient"})
        engine = rag.open(index_dir, embedding_model=embedding_model, llm=llm, settings=settings)
        answer = engine.ask(question, outlets=chosen.outlets, since=chosen.since, until=chosen.until)
        if answer.notice and not as_json:
            typer.echo(answer.notice, err=True)
        show(lambda: terminal.answer(answer), answer.to_dict() if as_json else None)


def search(
    question: str,
    index_dir: IndexDir = DEFAULT_INDEX,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages.")] = 10,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    embedding_model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Show the passages nearest to a question."""
    with errors_in_words():
        import rag
        from index.choice import parse_choice
        from ui import terminal

        chosen = parse_choice(outlet or (), since, until, as_of)
        engine = rag.open(index_dir, embedding_model=embedding_model)
        found = engine.search(question, limit, outlets=chosen.outlets, since=chosen.since, until=chosen.until)
        show(lambda: terminal.passages(found), [p.to_dict() for p in found] if as_json else None)


def timeline(
    question: str,
    index_dir: IndexDir = DEFAULT_INDEX,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    embedding_model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Show the values that reports give for a question, by the time of their publication."""
    with errors_in_words():
        import rag
        from index.choice import parse_choice
        from ui import terminal

        chosen = parse_choice(outlet or (), since, until, as_of)
        engine = rag.open(index_dir, embedding_model=embedding_model)
        found = engine.timeline(question, outlets=chosen.outlets, since=chosen.since, until=chosen.until)
        show(lambda: terminal.timeline(found), found.to_dict() if as_json else None)


def disagreements(
    index_dir: IndexDir = DEFAULT_INDEX,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many disagreements.")] = 20,
    outlet: Outlets = None,
    since: Since = None,
    until: Until = None,
    as_json: AsJson = False,
) -> None:
    """Show where reports of one event give different values, without a question."""
    with errors_in_words():
        import rag
        from index.choice import parse_choice
        from rag import scan
        from ui import terminal

        chosen = parse_choice(outlet or (), since, until)
        with progress() as told:
            found = scan.disagreements(rag.open(index_dir), chosen, limit, told)
        show(lambda: terminal.disagreements(found), [one.to_dict() for one in found] if as_json else None)
