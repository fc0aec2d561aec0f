"""The source panel: a tab for each article of an answer, and the chosen one with its places marked."""

from collections.abc import Sequence

from markupsafe import Markup

from index.article import Article
from rag.answer import Answer, Citation, Passage, also_carried
from ui.render.byline import byline
from ui.render.highlight import highlight
from ui.render.marker import Kind, Place, data, hue, there

NO_SOURCE = Markup(
    '<aside class="source blank" aria-label="Source"><p>Choose a number in an answer to read the article '
    "it comes from, with the cited words marked.</p></aside>"
)

Places = dict[int, Citation] | dict[int, Passage]
"""What an answer cites, or the nearest passages that it gives, by number."""


def places(answer: Answer, kind: Kind) -> Places:
    """The places of a kind that an answer has."""
    if kind is Kind.CITATION:
        return {citation.number: citation for citation in answer.citations}
    return dict(enumerate(answer.nearest, start=1))


def source(answer: Answer, place: Place, also: Sequence[Article] = ()) -> Markup:
    """The article of a place, with all places of the answer that lie in it marked, this one stronger.

    `also` are the other articles of its report. Raises KeyError where the answer has no such place.
    """
    found = places(answer, place.kind)
    article = found[place.number].article
    spans = {n: (p.start, p.end) for n, p in found.items() if p.article.id == article.id}
    text = highlight(article, spans, place.number, lambda n: data(Place(place.turn, place.kind, n)))
    return Markup(
        '<aside class="source {kind}" data-shown="{place}" data-hue="{hue}" tabindex="-1"'
        ' aria-label="{what} {number} of {last}">{tabs}'
        '<div class="sheet" role="tabpanel" id="sheet" aria-labelledby="{tab}">'
        '<div class="head">{bar}<h2><bdi>{title}</bdi></h2><p class="byline">{byline}</p>{also}</div>'
        '<div class="article" dir="auto">{text}</div></div></aside>'
    ).format(
        kind=place.kind, place=place, hue=hue(place.number), what=place.kind.words, number=place.number,
        last=len(found), tabs=_tabs(place, found), tab=_tab_id(article, found), bar=_bar(place, found),
        title=article.title, byline=byline(article, linked=True), also=_also(article, also), text=text,
    )  # fmt: skip


def _tabs(place: Place, found: Places) -> Markup:
    """A tab for each article, in the order in which they are cited, with the numbers of its places."""
    shown = found[place.number].article.id
    tabs = Markup().join(
        _tab(place, numbers, found[numbers[0]].article, index, chosen=id_ == shown)
        for index, (id_, numbers) in enumerate(_by_article(found).items())
    )
    return Markup('<div class="tabs" role="tablist" aria-label="Articles of this answer">{}</div>').format(tabs)


def _tab(place: Place, numbers: Sequence[int], article: Article, index: int, *, chosen: bool) -> Markup:
    marks = Markup().join(Markup('<i data-hue="{}">{}</i>').format(hue(n), n) for n in numbers)
    return Markup(
        '<button type="button" role="tab" class="tab" id="tab-{}" aria-selected="{}" aria-controls="sheet"'
        ' tabindex="{}" {} title="{}">'
        "<bdi>{}</bdi> <span>{}</span></button>"
    ).format(
        index, "true" if chosen else "false", 0 if chosen else -1, there(Place(place.turn, place.kind, numbers[0])),
        article.title, article.outlet or article.title, marks,
    )  # fmt: skip


def _bar(place: Place, found: Places) -> Markup:
    """Which place it is, and the ways to the one before and after it."""
    return Markup(
        '<div class="bar"><span class="which"><b data-hue="{}">{}</b> {} {} of {}</span>'
        '<span class="steps">{}{}<button type="button" class="quiet" data-close>Close</button></span></div>'
    ).format(
        hue(place.number), place.number, place.kind.words, place.number, len(found),
        _step(place, place.number - 1, found, "Previous", "←"), _step(place, place.number + 1, found, "Next", "→"),
    )  # fmt: skip


def _step(place: Place, number: int, found: Places, name: str, arrow: str) -> Markup:
    to = there(Place(place.turn, place.kind, number))
    return Markup('<button type="button" class="quiet" data-step="{}" aria-label="{}" {}>{}</button>').format(
        name.lower(), f"{name} {place.kind.words.lower()}", to if number in found else "disabled", arrow
    )


def _by_article(found: Places) -> dict[str, list[int]]:
    articles: dict[str, list[int]] = {}
    for number, place in found.items():
        articles.setdefault(place.article.id, []).append(number)
    return articles


def _tab_id(article: Article, found: Places) -> str:
    return f"tab-{list(_by_article(found)).index(article.id)}"


def _also(article: Article, also: Sequence[Article]) -> Markup:
    if not also:
        return Markup()
    names = Markup(", ").join(Markup("<bdi>{}</bdi>").format(name) for name in also_carried(article, also))
    return Markup('<p class="byline also">Also carried by {}</p>').format(names)
