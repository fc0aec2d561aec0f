"""The commands that question an index."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ui.common import (
    DEFAULT_INDEX,
    AsJson,
    AsOf,
    IndexDir,
    Lenient,
    Llm,
    Model,
    Outlets,
    Since,
    Until,
    errors_in_words,
    progress,
    settings,
    show,
)

if TYPE_CHECKING:
    from rag.answer import Answer


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
        engine = rag.open(index_dir, embedding_model=embedding_model, llm=llm, settings=settings(lenient=lenient))
        if as_json:
            answer = engine.ask(question, outlets=chosen.outlets, since=chosen.since, until=chosen.until)
            show(lambda: terminal.answer(answer), answer.to_dict())
            return
        for event in engine.stream(question, outlets=chosen.outlets, since=chosen.since, until=chosen.until):
            if isinstance(event, rag.Line):
                show(partial(terminal.answer_line, event.text))
            elif isinstance(event, rag.Answer):
                _tell_rest(event)


def _tell_rest(answer: "Answer") -> None:
    """What is told of an answer when its lines stand there."""
    from ui import terminal

    if answer.notice:
        show(partial(terminal.notice, answer.notice), error=True)
    show(lambda: terminal.below_answer(answer))


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
