"""What stands on the page before a question: what the index holds, and questions to begin with."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from rag.answer import day
from rag.overview import Overview
from ui.render.marker import time

_NAMED = 6
"""Outlets that are named; the others are counted."""

_EMPTY = Markup(
    '<div class="intro empty"><h2>Nothing is indexed yet</h2>'
    "<p>Index a folder of articles with <code>copydesk index FOLDER</code>; they can be asked here as soon as their "
    "texts are in. Or add files of your own below: they stay in this session.</p></div>"
)


def intro(overview: Overview) -> Markup:
    """The invitation to ask, and what can be asked: how many articles, of whom and when, and how far embedding is."""
    if not overview.articles:
        return _EMPTY
    return Markup(
        '<div class="intro"><h2>What do the reports say?</h2><p>Every sentence of an answer opens the article it rests '
        "on, at the exact words. Where the articles do not say, neither does Copydesk.</p>"
        '<dl class="facts">{}</dl>{}</div>'
    ).format(_facts(overview), _embedding(overview))


def examples(questions: Sequence[str]) -> Markup:
    """Questions made from the index, as buttons that ask them."""
    if not questions:
        return Markup()
    items = Markup().join(
        Markup('<li><button type="button" data-ask="{}"><bdi>{}</bdi></button></li>').format(q, q) for q in questions
    )
    return Markup(
        '<section class="examples" aria-labelledby="try"><h3 id="try">Try one</h3><ul>{}</ul></section>'
    ).format(items)


def _facts(overview: Overview) -> Markup:
    copies = overview.articles - overview.reports
    reports = f"{overview.reports:,}" + (f" ({copies:,} cop{'y' if copies == 1 else 'ies'})" if copies else "")
    facts = [("Articles", escape(f"{overview.articles:,}")), ("Independent reports", escape(reports))]
    facts += [("Outlets", _outlets(overview))] if overview.outlets else []
    facts += [("Published", _days(overview))] if overview.first and overview.last else []
    return Markup().join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)


def _outlets(overview: Overview) -> Markup:
    names = Markup(", ").join(Markup("<bdi>{}</bdi>").format(outlet.name) for outlet in overview.outlets[:_NAMED])
    more = len(overview.outlets) - _NAMED
    return Markup("{}{}").format(names, f" and {more:,} more" if more > 0 else "")


def _days(overview: Overview) -> Markup:
    ends = {day(when): time(when) for when in (overview.first, overview.last) if when}
    return Markup("\u00a0– ").join(ends.values())


def _embedding(overview: Overview) -> Markup:
    """How far embedding is; nothing where it is done."""
    waiting = overview.articles - overview.embedded
    if waiting <= 0:
        return Markup()
    return Markup(
        '<p class="embedding"><progress max="{}" value="{}" aria-label="Embedding"></progress> {} of {} articles are '
        "found by meaning so far; the others by their words.</p>"
    ).format(overview.articles, overview.embedded, f"{overview.embedded:,}", f"{overview.articles:,}")
