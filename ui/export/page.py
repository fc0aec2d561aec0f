"""A conversation as one HTML file that loads and runs nothing, and links to nothing but the articles' addresses."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from index.errors import CopydeskError
from rag.answer import Answer
from rag.claim import Disagreement
from rag.making import Making
from rag.visible import legible
from ui.export import told
from ui.export.told import Said, Source
from ui.render.conversation import Turn
from ui.weblink import web_address

_STYLE = Path(__file__).parents[1] / "assets" / "export.css"

_AROUND = 400
"""Characters of a paragraph that are shown on either side of what is cited."""

_PAGE = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>Copydesk</h1><p>{count}. {made}</p></header>
<main>
{turns}
</main>
</body>
</html>
""")  # noqa: E501


def render(turns: Sequence[Turn], making: Making, asked_at: Sequence[datetime]) -> str:
    """The turns with their sources; `asked_at` says for each when it was asked."""
    style = Markup(_STYLE.read_text("utf-8"))  # noqa: S704  # a file of our own
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = f"Copydesk: {' '.join(turns[0].question.split())}" if turns else "Copydesk"
    rendered = [_turn(turn, n, at) for n, (turn, at) in enumerate(zip(turns, asked_at, strict=True), start=1)]
    return _PAGE.format(
        hash=f"sha256-{digest}", title=_shown(title), style=style, count=told.count(turns),
        made=_shown(told.made(making, turns)), turns=Markup("\n").join(rendered),
    )  # fmt: skip


def _turn(turn: Turn, number: int, at: datetime) -> Markup:
    return Markup('<article id="q{}">\n<h2><bdi>{}</bdi></h2>\n<p class="asked">{}</p>\n{}</article>').format(
        number, _shown(turn.question), _shown(told.asked(turn, at)), _outcome(turn.outcome, number)
    )


def _outcome(outcome: Answer | CopydeskError | None, turn: int) -> Markup:
    if outcome is None:
        return Markup("<p>Not answered.</p>\n")
    if isinstance(outcome, CopydeskError):
        return Markup('<p class="failure">{} {}</p>\n').format(_shown(outcome.fault), _shown(outcome.mend))
    worth = Markup('<p class="worth">{}</p>\n').format(told.worth(outcome)) if not outcome.abstained else ""
    table = _table(outcome.disagreement) if outcome.disagreement else ""
    found = told.sources(outcome)
    items = Markup().join(_source(source, turn, is_cited=not outcome.abstained) for source in found)
    listed = Markup("<h3>{}</h3>\n<ol>\n{}</ol>\n").format(told.heading(outcome), items) if found else ""
    lines = Markup().join(_line(line, turn) for line in told.said(outcome))
    about = Markup().join(Markup('<p class="about"><bdi>{}</bdi></p>\n').format(_shown(a)) for a in told.about(outcome))
    return Markup('{}<div class="{}">\n{}</div>\n{}{}{}').format(
        about, "abstention" if outcome.abstained else "answer", lines, worth, table, listed
    )


def _line(line: Said, turn: int) -> Markup:
    cited = Markup().join(Markup(' <a href="#q{0}-{1}">[{1}]</a>').format(turn, number) for number in line.cited)
    return Markup("<p><bdi>{}</bdi>{}</p>\n").format(_shown(line.words), cited)


def _table(disagreement: Disagreement) -> Markup:
    heads = Markup().join(Markup('<th scope="col">{}</th>').format(heading) for heading in told.HEADINGS)
    rows = Markup().join(_row(row) for row in told.rows(disagreement))
    return Markup(
        '<h3>Reports differ</h3>\n<div class="wide" role="region" aria-label="Reports differ" tabindex="0">\n<table>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n"
    ).format(heads, rows)


def _row(row: Sequence[str]) -> Markup:
    cells = Markup().join(Markup("<td><bdi>{}</bdi></td>").format(_shown(cell)) for cell in row[1:])
    return Markup('<tr><th scope="row"><bdi>{}</bdi></th>{}</tr>\n').format(_shown(row[0]), cells)


def _source(source: Source, turn: int, *, is_cited: bool) -> Markup:
    address = web_address(source.article.url)
    link = Markup(' · <a href="{}" rel="noopener noreferrer nofollow">Original</a>').format(address) if address else ""
    text = _in_context(source) if is_cited else _shown(source.words)
    also = "; ".join(source.also)
    carriers = Markup('<p class="place">Also carried by <bdi>{}</bdi></p>').format(_shown(also)) if also else ""
    return Markup(
        '<li id="q{}-{}" value="{}"><p class="byline"><bdi>{}</bdi>{}</p><blockquote dir="auto">{}</blockquote>'
        '<p class="place"><bdi>{}</bdi></p>{}</li>\n'
    ).format(
        turn, source.number, source.number, _shown(source.byline), link, text, _shown(source.place),
        carriers,
    )  # fmt: skip


def _in_context(source: Source) -> Markup:
    """What is cited, marked, in its paragraph; of a long one, as much as is near."""
    text = source.article.text
    first = max(text.rfind("\n", 0, source.start) + 1, source.start - _AROUND)
    end = text.find("\n", source.end)
    last = min(end if end >= 0 else len(text), source.end + _AROUND)
    before, after = text[first : source.start], text[source.end : last]
    return Markup("{}{}<mark>{}</mark>{}{}").format(
        "…" if before and text[first - 1 : first] not in ("", "\n") else "", _shown(before), _shown(source.words),
        _shown(after), "…" if after and text[last : last + 1] not in ("", "\n") else "",
    )  # fmt: skip


def _shown(text: str) -> str:
    return legible(text)
