"""A conversation as Markdown (CommonMark, with GitHub's tables), in which nothing from outside is marked up."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from index.errors import CopydeskError
from rag.answer import Answer
from rag.claim import Disagreement
from rag.making import Making
from rag.visible import legible
from ui.export import told
from ui.export.told import Source
from ui.render.conversation import Turn
from ui.weblink import web_address

_MARKS = re.compile(
    r"""[\\`*_{}\[\]<>&|~\#$!^@=]            # what marks up anywhere, here or in a dialect
      | :(?=[^\s0-9]) | (?<![0-9]):(?=\S)       # addresses, and emoji by name, but no times of day
      | (?<=www)\. | %(?=%)                    # addresses without a scheme, comments
      | ^[-+]""",
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"^([0-9]+)([.)])")


def render(turns: Sequence[Turn], making: Making, asked_at: Sequence[datetime]) -> str:
    """The turns with their sources; `asked_at` says for each when it was asked."""
    parts = ["# Copydesk", f"{told.count(turns)}. {escape(told.made(making, turns))}"]
    for number, (turn, at) in enumerate(zip(turns, asked_at, strict=True), start=1):
        parts += [f"## {number}. {escape(turn.question)}".rstrip(), escape(told.asked(turn, at))]
        parts += _outcome(turn.outcome)
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """A text as one line of Markdown that shows it and does nothing else; its white space is single blanks."""
    line = " ".join(legible(text).split())
    return _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))


def _outcome(outcome: Answer | CopydeskError | None) -> Iterator[str]:
    if outcome is None:
        yield "Not answered."
    elif isinstance(outcome, CopydeskError):
        yield escape(f"{outcome.fault} {outcome.mend}")
    else:
        yield from _answer(outcome)


def _answer(answer: Answer) -> Iterator[str]:
    yield from map(escape, told.about(answer))
    for line in told.said(answer):
        yield " ".join(filter(None, (escape(line.words), "".join(rf"\[{number}\]" for number in line.cited))))
    if not answer.abstained:
        yield escape(told.worth(answer))
    if answer.disagreement:
        yield "### Reports differ"
        yield _table(answer.disagreement)
    found = told.sources(answer)
    if found:
        yield f"### {told.heading(answer)}"
        yield "\n\n".join(map(_source, found))


def _table(disagreement: Disagreement) -> str:
    rows = [told.HEADINGS, ("---",) * len(told.HEADINGS)]
    rows += [tuple(map(escape, row)) for row in told.rows(disagreement)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _source(source: Source) -> str:
    address = web_address(source.article.url)
    link = f" ([original](<{address.replace('&', '&amp;')}>))" if address else ""
    also = f"; also carried by {'; '.join(source.also)}" if source.also else ""
    head = rf"- \[{source.number}\] {escape(source.byline)}{link}, {escape(source.place + also)}"
    return f"{head}\n\n  > {escape(source.words)}"
