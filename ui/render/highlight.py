"""An article's text with the places of an answer marked in it."""

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from index.article import Article
from ui.render.marker import hue


def highlight(
    article: Article,
    spans: Mapping[int, tuple[int, int]],
    chosen: int,
    attributes: Callable[[int], Markup] = lambda number: Markup('data-hue="{}"').format(hue(number)),
) -> Markup:
    """An article's text to the letter, its spans in `<mark>`s; the chosen span is one mark, whatever overlaps it.

    Of other spans that overlap, the one that begins first keeps the shared characters. `attributes` are those of the
    mark with a number.
    """
    parts = _disjoint(spans, chosen)
    done = min(article.body, parts[0][1])
    pieces = [Markup('<span class="front">{}</span>').format(article.text[:done])] if done else []
    for number, start, end in parts:
        stronger = Markup(' class="chosen"') if number == chosen else ""
        mark = Markup("<mark{} {}>{}</mark>").format(stronger, attributes(number), article.text[start:end])
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
