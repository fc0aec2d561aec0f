"""An answer as plain text for the clipboard: the answer, and where each number in it points."""

from rag.answer import Answer
from rag.visible import legible
from ui.export import told
from ui.export.told import Said, Source
from ui.weblink import web_address


def copied(answer: Answer) -> str:
    """The answer with its citations, or an abstention with the nearest passages; a paragraph for each."""
    lines = [_line(said) for said in told.said(answer)]
    found = told.sources(answer)
    heading = [f"{told.heading(answer)}:"] if found else []
    return (
        "\n".join(
            [*map(_one_line, told.about(answer)), *lines, *([""] if found else []), *heading, *map(_source, found)]
        )
        + "\n"
    )


def _line(said: Said) -> str:
    return f"{_one_line(said.words)} {''.join(f'[{number}]' for number in said.cited)}".strip()


def _source(source: Source) -> str:
    address = web_address(source.article.url)
    where = ", ".join(filter(None, (source.byline, address, source.place)))
    return f"[{source.number}] {_one_line(where)}: “{_one_line(source.words)}”"


def _one_line(text: str) -> str:
    return " ".join(legible(text).split())
