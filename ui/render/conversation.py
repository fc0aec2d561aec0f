"""The conversation: each question with its answer, an abstention, or an error in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from index.article import Article
from index.choice import ALL, Choice
from index.errors import CopydeskError
from rag.answer import Answer, Short, carriers
from ui.render.byline import byline
from ui.render.differing import differing
from ui.render.marker import Kind, Place, button
from ui.words import carried


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, which articles were asked, and what came of it; None while it is being answered."""

    question: str
    outcome: Answer | CopydeskError | None = None
    choice: Choice = ALL


HEADER = Markup(
    '<header class="masthead"><h1>Copydesk</h1>'
    "<p>Answers from your articles, every sentence with the words it rests on.</p></header>"
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


def failure(error: CopydeskError) -> Markup:
    """An error in words: what is at fault, and the mend."""
    return Markup('<div class="failure" role="alert"><p>{}</p><p class="mend">{}</p></div>').format(
        error.fault, error.mend
    )


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
        button(place, article), byline(article), article.title, " ".join(quote.split()),
        Markup('<p class="byline also">Also carried by {}</p>').format(others) if also else "",
    )  # fmt: skip
