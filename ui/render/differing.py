"""The values that reports differ on as the page shows them: a table, and a chart where there are values to draw."""

from collections.abc import Sequence

from markupsafe import Markup

from rag.answer import day
from rag.claim import Disagreement, Group
from ui.render.chart import chart
from ui.render.marker import Kind, Place, button, there, time
from ui.words import line, speakers, why

_HEADINGS = ("Value", "Who says so", "Outlets", "Reports", "Published")


def differing(disagreement: Disagreement, turn: int) -> Markup:
    """A table with a row for each value and, below it, how that differs from the first; then the chart."""
    heads = Markup().join(Markup('<th scope="col">{}</th>').format(heading) for heading in _HEADINGS)
    groups = Markup().join(_group(group, turn) for group in disagreement.groups)
    return Markup(
        '<section class="differ" aria-label="Reports differ"><table><caption>Reports differ</caption>'
        "<thead><tr>{}</tr></thead>{}</table>{}</section>"
    ).format(heads, groups, chart(disagreement, turn))


def _group(group: Group, turn: int) -> Markup:
    cited = {claim.citation.number: claim.citation.article for claim in group.claims}
    markers = Markup().join(button(Place(turn, Kind.CITATION, n), article) for n, article in sorted(cited.items()))
    cells = (_named(speakers(group.claims)), _named(group.outlets), f"{group.reports:,}", _period(group))
    row = Markup().join(
        Markup('<td data-heading="{}">{}</td>').format(heading, cell)
        for heading, cell in zip(_HEADINGS[1:], cells, strict=True)
    )
    reason = Markup('<tr class="why"><td colspan="5">{}</td></tr>').format(why(group)) if why(group) else ""
    opens = there(Place(turn, Kind.CITATION, group.claims[0].citation.number))
    return Markup('<tbody><tr {}><th scope="row"><bdi>{}</bdi> {}</th>{}</tr>{}</tbody>').format(
        opens, line(group.value), markers, row, reason
    )


def _named(names: Sequence[str]) -> Markup:
    return Markup("; ").join(Markup("<bdi>{}</bdi>").format(line(name)) for name in names)


def _period(group: Group) -> Markup:
    days = {day(when): time(when, exact=False) for when in (group.first, group.last) if when}
    return Markup("\u00a0– ").join(days.values()) if days else Markup("no date")
