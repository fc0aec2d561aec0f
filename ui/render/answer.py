"""An answer with its markers, how sure it is and what it rests on; or why there is none, with the nearest passages."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from index.article import Article
from rag.answer import Answer, Citation, Short, carriers
from rag.fate import UNSUPPORTED, Fate
from ui.render.byline import byline
from ui.render.checks import checks, notice
from ui.render.differing import differing
from ui.render.marker import Kind, Place, button, hue
from ui.words import carried

_MARKERS = re.compile(r"\[\d+\]|.+")
_WRITTEN = (Fate.HELD, Fate.MENDED)


def answer(given: Answer, turn: int) -> Markup:
    """The lines of an answer, its worth, what reports differ on, its sources, and how a model was checked."""
    lines = given.text.split("\n")
    led = given.short is not None and _is_short(lines[0].rpartition(" ")[0], given.short)
    marked = [_line(line, given, turn, lead=led and number == 0) for number, line in enumerate(lines)]
    unsaid = Markup().join(
        Markup('<p class="unsaid">The articles do not say: {}</p>').format(part) for part in given.unsaid
    )
    return Markup('<div class="answer">{}{}{}{}</div>{}{}{}').format(
        Markup().join(marked), unsaid, notice(given.notice), _worth(given),
        differing(given.disagreement, turn) if given.disagreement else "", _sources(given.citations, turn),
        checks(given.checks),
    )  # fmt: skip


def abstention(given: Answer, turn: int) -> Markup:
    """Why there is no answer, and the nearest passages."""
    items = Markup().join(
        _item(
            button(Place(turn, Kind.NEAREST, n), p.article), p.article,
            Markup("<blockquote>{}</blockquote>{}").format(" ".join(p.text.split()), _also(carriers(p))),
        )
        for n, p in enumerate(given.nearest, start=1)
    )  # fmt: skip
    nearest = Markup(
        '<section class="places nearest" aria-label="Nearest passages">'
        "<h3>Nearest passages, which do not answer it</h3><ol>{}</ol></section>"
    ).format(items)
    return Markup('<div class="abstention"><h3>No answer</h3><p>{}</p>{}</div>{}{}').format(
        given.text, notice(given.notice), nearest if given.nearest else "", checks(given.checks)
    )


def plain_line(text: str) -> Markup:
    """A line of an answer that is not all there yet: its markers open nothing."""
    words, _, markers = text.rpartition(" ")
    found = _MARKERS.findall(markers)
    if not all(re.fullmatch(r"\[\d+\]", marker) for marker in found):
        words, found = text, []
    chips = Markup().join(Markup('<span class="marker">{}</span>').format(marker[1:-1]) for marker in found)
    if words.startswith(UNSUPPORTED):
        return Markup('<p class="marked">{} {}</p>').format(_warned(words), chips)
    return Markup("<p>{} {}</p>").format(words, chips)


def _is_short(words: str, short: Short) -> bool:
    """Whether a line gives the short answer alone, or with who says so."""
    alone = " ".join(short.text.split())
    return words == alone or words.startswith(f"{alone}, according to ")


def _line(line: str, given: Answer, turn: int, *, lead: bool) -> Markup:
    """A line of the answer; its last word is its markers, as buttons. What looks like one before is the article's."""
    known = {f"[{c.number}]": c for c in given.citations}
    words, _, markers = line.rpartition(" ")
    found = [known.get(marker) for marker in _MARKERS.findall(markers)]
    cited = [citation for citation in found if citation]
    if len(cited) < len(found):
        words, cited = line, []
    buttons = Markup().join(button(Place(turn, Kind.CITATION, c.number), c.article) for c in cited)
    if _is_marked(words, given):
        return Markup('<p class="marked">{} {}</p>').format(_warned(words), buttons)
    written = any(check.shown == words for check in given.checks if check.fate in _WRITTEN)
    return Markup("<p{}>{} {}</p>").format(_manner(words, cited, lead=lead, written=written), words, buttons)


def _is_marked(words: str, given: Answer) -> bool:
    """Whether a line is one that nothing holds; an article's own could begin with the same words."""
    return any(f"{UNSUPPORTED}{check.shown}" == words for check in given.checks if check.fate is Fate.MARKED)


def _warned(words: str) -> Markup:
    """A line that nothing holds, its mark set apart."""
    return Markup('<strong class="mark">{}</strong> {}').format(UNSUPPORTED.rstrip(), words.removeprefix(UNSUPPORTED))


def _manner(words: str, cited: Sequence[Citation], *, lead: bool, written: bool = False) -> Markup:
    """Whose words a line is: the short answer, an article's, a language model's, or Copydesk's own."""
    if lead:
        return Markup(' class="short"')
    quotes = [" ".join(citation.quote.split()) for citation in cited]
    quoted = any(quote and quote in words for quote in quotes)
    if not quoted:
        return Markup(' class="written"') if written else Markup(' class="told"')
    return Markup(' class="quote" data-hue="{}"').format(hue(cited[0].number))


def _worth(given: Answer) -> Markup:
    """How sure the answer is, drawn too, and how many independent reports carry it."""
    sure = round(100 * given.confidence)
    support = Markup('<span class="support">{}</span>').format(carried(given.support)) if given.support else ""
    return Markup(
        '<p class="worth"><span class="meter" style="--sure:{}%" aria-hidden="true"></span>'
        '<span class="confidence">Confidence: {} %</span>{}</p>'
    ).format(sure, sure, support)


def _sources(citations: Sequence[Citation], turn: int) -> Markup:
    """An item for each article that is cited, with the numbers of its citations."""
    articles: dict[str, list[Citation]] = {}
    for citation in citations:
        articles.setdefault(citation.article.id, []).append(citation)
    items = Markup().join(
        _item(Markup().join(button(Place(turn, Kind.CITATION, c.number), c.article) for c in cited), cited[0].article)
        for cited in articles.values()
    )
    return Markup('<section class="places" aria-label="Sources"><h3>Sources</h3><ol>{}</ol></section>').format(items)


def _item(markers: Markup, article: Article, more: Markup | str = "") -> Markup:
    return Markup(
        '<li><span class="markers">{}</span>'
        '<div><p class="title"><bdi>{}</bdi></p><p class="byline">{}</p>{}</div></li>'
    ).format(markers, article.title, byline(article), more)


def _also(names: Sequence[str]) -> Markup:
    if not names:
        return Markup()
    others = Markup(", ").join(Markup("<bdi>{}</bdi>").format(name) for name in names)
    return Markup('<p class="byline also">Also carried by {}</p>').format(others)
