"""The source panel: an article with all places of an answer that lie in it marked."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from index.article import Article
from rag.answer import Answer, Citation, Passage
from ui.render.byline import byline
from ui.render.marker import Kind, Place, button

NO_SOURCE = Markup(
    '<aside class="source blank" aria-label="Source"><p>Choose a number in an answer to read the article '
    "it comes from, with the cited words marked.</p></aside>"
)


def source(answer: Answer, place: Place) -> Markup:
    """The article of a place, with all places of the answer that lie in it marked, this one stronger.

    Raises KeyError where the answer has no such place.
    """
    places = _places(answer, place.kind)
    chosen = places[place.number]
    spans = {n: (p.start, p.end) for n, p in places.items() if p.article.id == chosen.article.id}
    buttons = Markup().join(button(Place(place.turn, place.kind, n), p.article) for n, p in places.items())
    what = "Source" if place.kind is Kind.CITATION else "Nearest passage"
    return Markup(
        '<aside class="source {kind}" data-shown="{place}" tabindex="-1" aria-label="{what} {number}">'
        '<div class="head"><div class="bar"><span>{what}</span><nav aria-label="All of this answer">{buttons}</nav>'
        '<button type="button" class="close" data-close>Close</button></div>'
        '<h2><bdi>{title}</bdi></h2><p class="byline">{byline}</p></div>'
        '<div class="article" dir="auto">{text}</div></aside>'
    ).format(
        kind=place.kind, place=place, what=what, number=place.number, buttons=buttons, title=chosen.article.title,
        byline=byline(chosen.article, linked=True), text=highlight(chosen.article, spans, place.number),
    )  # fmt: skip


def highlight(article: Article, spans: Mapping[int, tuple[int, int]], chosen: int) -> Markup:
    """An article's text to the letter, its spans in `<mark>`s; the chosen span is one mark, whatever overlaps it.

    Of other spans that overlap, the one that begins first keeps the shared characters.
    """
    parts = _disjoint(spans, chosen)
    done = min(article.body, parts[0][1])
    pieces = [Markup('<span class="front">{}</span>').format(article.text[:done])] if done else []
    for number, start, end in parts:
        stronger = Markup(' class="chosen"') if number == chosen else ""
        mark = Markup("<mark{}>{}</mark>").format(stronger, article.text[start:end])
        pieces += [escape(article.text[done:start]), mark]
        done = end
    return Markup().join([*pieces, escape(article.text[done:])])


def _disjoint(spans: Mapping[int, tuple[int, int]], chosen: int) -> list[tuple[int, int, int]]:
    first, last = spans[chosen]
    found = [(chosen, first, last)]
    free = 0
    for number, (start, end) in sorted(spans.items(), key=lambda item: (item[1], item[0])):
        if number == chosen:
            continue
        parts = ((max(start, free), min(end, first)), (max(start, free, last), end))
        found += [(number, *part) for part in parts if part[0] < part[1]]
        free = max(free, end)
    return sorted(found, key=lambda part: part[1:])


def _places(answer: Answer, kind: Kind) -> dict[int, Citation] | dict[int, Passage]:
    if kind is Kind.CITATION:
        return {citation.number: citation for citation in answer.citations}
    return dict(enumerate(answer.nearest, start=1))
