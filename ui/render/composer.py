"""The form in which a question is written, with the choice of the articles that are asked."""

from collections.abc import Sequence

from markupsafe import Markup

from rag.overview import OutletCount, Overview

_LISTED = 200
"""Outlets that can be chosen here, those with the most articles; a link can name any."""


def composer(overview: Overview, uploads: int = 0) -> Markup:
    """The form; `uploads` is how many articles of the session's own can be asked."""
    return Markup(
        '<form class="composer" aria-label="Ask" novalidate><div class="write">'
        '<label class="hidden" for="question">Question</label>'
        '<textarea id="question" name="question" rows="1" placeholder="Ask a question" autocomplete="off"></textarea>'
        '<button type="submit" class="ask">Ask</button>'
        '<button type="button" class="stop" data-stop>Stop</button></div>'
        '<div class="options">{}{}'
        '<button type="button" class="quiet" data-uploads aria-expanded="false" aria-controls="uploads">'
        'Add articles</button><span class="after">{}'
        '<button type="button" class="quiet" data-clear>Clear</button></span></div></form>'
    ).format(_whose(uploads), _filters(overview), _EXPORT)


_EXPORT = Markup(
    '<details class="menu export"><summary>Export</summary><div class="pop">'
    '<button type="button" class="quiet" data-export="markdown">Markdown</button>'
    '<button type="button" class="quiet" data-export="html">HTML</button>'
    '<button type="button" class="quiet" data-export="json">JSON</button></div></details>'
)


def _whose(uploads: int) -> Markup:
    """Which articles are asked, the index's or the session's own; nothing while there is no choice."""
    if not uploads:
        return Markup()
    own = f"Your {uploads:,} article{'' if uploads == 1 else 's'}"
    return Markup(
        '<fieldset class="whose"><legend class="hidden">Ask</legend>'
        '<label><input type="radio" name="whose" value="index"><span>The index</span></label>'
        '<label><input type="radio" name="whose" value="mine" checked><span>{}</span></label></fieldset>'
    ).format(own)


def _filters(overview: Overview) -> Markup:
    return Markup(
        '<details class="menu filters"><summary><span data-chosen>All articles</span></summary><div class="pop">{}'
        '<div class="days"><label>From<input type="date" name="since"{}></label>'
        '<label>To<input type="date" name="until"{}></label></div>'
        '<button type="button" class="quiet" data-reset>All articles</button></div></details>'
    ).format(_outlets(overview.outlets), _ends(overview), _ends(overview))


def _ends(overview: Overview) -> Markup:
    if not (overview.first and overview.last):
        return Markup()
    return Markup(' min="{}" max="{}"').format(overview.first.isoformat(), overview.last.isoformat())


def _outlets(outlets: Sequence[OutletCount]) -> Markup:
    if not outlets:
        return Markup()
    boxes = Markup().join(
        Markup('<label><input type="checkbox" name="outlet" value="{}"><bdi>{}</bdi><span>{}</span></label>').format(
            outlet.name, outlet.name, f"{outlet.articles:,}"
        )
        for outlet in outlets[:_LISTED]
    )
    rest = len(outlets) - _LISTED
    more = Markup("<p>{} smaller outlets are not listed.</p>").format(f"{rest:,}") if rest > 0 else ""
    return Markup('<fieldset class="outlets"><legend>Outlets</legend><div>{}</div>{}</fieldset>').format(boxes, more)
