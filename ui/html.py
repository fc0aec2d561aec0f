"""The page's HTML as pure functions; everything that comes from articles or readers is escaped on its way in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from index.article import Article
from index.errors import CopydeskError
from rag.answer import Answer, Citation, Passage, Short, carriers
from ui.claims_html import differing
from ui.marker import Kind, Place, button, time
from ui.words import carried


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it; None while it is being answered."""

    question: str
    outcome: Answer | CopydeskError | None = None


HEADER = Markup(
    '<header class="masthead"><h1>Copydesk</h1>'
    "<p>Answers from your articles, every sentence with the words it rests on.</p></header>"
)

NO_SOURCE = Markup(
    '<aside class="source blank" aria-label="Source"><p>Choose a number in an answer to read the article '
    "it comes from, with the cited words marked.</p></aside>"
)

_NO_TURNS = Markup(
    '<div class="welcome"><h2>What do the reports say?</h2>'
    "<p>Ask in your own words. The answer quotes the indexed articles, and each number in it opens the article "
    "at the exact words. Where the articles do not say, neither does Copydesk: it shows the nearest passages.</p></div>"
)


def conversation(turns: Sequence[Turn]) -> Markup:
    """The turns in their order, or an invitation to ask; the newest turn is marked as such."""
    if not turns:
        return _NO_TURNS
    rendered = [_turn(turn, index, newest=index == len(turns) - 1) for index, turn in enumerate(turns)]
    return Markup('<div role="log" aria-label="Conversation">{}</div>').format(Markup().join(rendered))


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
        byline=_byline(chosen.article, linked=True), text=highlight(chosen.article, spans, place.number),
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


def failure(error: CopydeskError) -> Markup:
    """An error in words: what is at fault, and the mend."""
    return Markup('<div class="failure" role="alert"><p>{}</p><p class="mend">{}</p></div>').format(
        error.fault, error.mend
    )


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


def _turn(turn: Turn, index: int, *, newest: bool) -> Markup:
    question = Markup('<h2 class="question"><bdi>{}</bdi></h2>').format(turn.question) if turn.question.strip() else ""
    return Markup('<article class="turn"{}>{}{}</article>').format(
        Markup(" data-newest") if newest else "", question, _outcome(turn.outcome, index)
    )


def _outcome(outcome: Answer | CopydeskError | None, turn: int) -> Markup:
    match outcome:
        case None:
            return Markup('<p class="pending" role="status">Reading the articles…</p>')
        case CopydeskError():
            return failure(outcome)
        case Answer(abstained=True):
            return _abstention(outcome, turn)
        case Answer():
            return _answer(outcome, turn)
        case _:
            assert_never(outcome)


def _answer(answer: Answer, turn: int) -> Markup:
    items = Markup().join(_item(Place(turn, Kind.CITATION, c.number), c.article, c.quote) for c in answer.citations)
    lines = answer.text.split("\n")
    led = answer.short is not None and _is_short(lines[0].rpartition(" ")[0], answer.short)
    marked = [_line(line, answer, turn, lead=led and number == 0) for number, line in enumerate(lines)]
    unsaid = Markup().join(
        Markup('<p class="unsaid">The articles do not say: {}</p>').format(part) for part in answer.unsaid
    )
    return Markup(
        '<div class="answer">{}{}<p class="confidence">Confidence: {:.0f} %{}</p></div>{}'
        '<section class="places" aria-label="Sources"><h3>Sources</h3><ol>{}</ol></section>'
    ).format(
        Markup().join(marked), unsaid, 100 * answer.confidence,
        Markup('<span aria-hidden="true"> · </span>{}').format(carried(answer.support)) if answer.support else "",
        differing(answer.disagreement, turn) if answer.disagreement else "", items,
    )  # fmt: skip


def _is_short(words: str, short: Short) -> bool:
    """Whether a line gives the short answer alone, or with who says so."""
    alone = " ".join(short.text.split())
    return words == alone or words.startswith(f"{alone}, according to ")


def _abstention(answer: Answer, turn: int) -> Markup:
    items = Markup().join(
        _item(Place(turn, Kind.NEAREST, n), p.article, p.text, carriers(p))
        for n, p in enumerate(answer.nearest, start=1)
    )
    nearest = Markup(
        '<section class="places nearest" aria-label="Nearest passages">'
        "<h3>Nearest passages, which do not answer it</h3><ol>{}</ol></section>"
    ).format(items)
    return Markup('<div class="abstention"><h3>No answer</h3><p>{}</p>{}</div>').format(
        answer.text, nearest if answer.nearest else ""
    )


def _line(line: str, answer: Answer, turn: int, *, lead: bool) -> Markup:
    """A line of the answer; its last word is its markers, as buttons. What looks like one before is the article's."""
    citations = {f"[{c.number}]": c for c in answer.citations}
    words, _, markers = line.rpartition(" ")
    cited = [citations.get(marker) for marker in re.findall(r"\[\d+\]|.+", markers)]
    if not all(cited):
        words, cited = line, []
    buttons = Markup().join(button(Place(turn, Kind.CITATION, c.number), c.article) for c in cited if c)
    return Markup("<p{}>{} {}</p>").format(Markup(' class="short"') if lead else "", words, buttons)


def _item(place: Place, article: Article, quote: str, also: Sequence[str] = ()) -> Markup:
    others = Markup(", ").join(Markup("<bdi>{}</bdi>").format(name) for name in also)
    return Markup('<li>{}<div><p class="byline">{}</p><p class="title"><bdi>{}</bdi></p><blockquote>{}</blockquote>'
                  "{}</div></li>").format(
        button(place, article), _byline(article), article.title, " ".join(quote.split()),
        Markup('<p class="byline also">Also carried by {}</p>').format(others) if also else "",
    )  # fmt: skip


def _byline(article: Article, *, linked: bool = False) -> Markup:
    parts: list[Markup] = []
    if article.outlet:
        parts.append(Markup("<bdi>{}</bdi>").format(article.outlet))
    if article.published:
        parts.append(time(article.published))
    if linked and article.url and _is_web(article.url):
        parts.append(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">Original</a>').format(article.url)
        )
    return Markup('<span aria-hidden="true"> · </span>').join(parts)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _places(answer: Answer, kind: Kind) -> dict[int, Citation] | dict[int, Passage]:
    if kind is Kind.CITATION:
        return {citation.number: citation for citation in answer.citations}
    return dict(enumerate(answer.nearest, start=1))
