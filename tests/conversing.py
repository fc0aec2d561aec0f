"""A conversation of each kind of turn, and the same with a text in every place that is filled from outside."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from making import make_answer, make_article, make_claim, make_disagreement, make_passage

from index.choice import Choice
from index.errors import CopydeskError
from rag.answer import Answer, Citation
from rag.claim import Kind
from rag.making import Making
from ui.render.conversation import Turn

MAKING = Making("0.1.0", "all-MiniLM-L6-v2", "53aa" * 16, "1f2e" * 16)
AT = datetime(2026, 2, 9, 14, 5, tzinfo=UTC)

TEXT = "Ferry sinks\n\nThe ferry sank. Forty were saved.\nIt was old."
FERRY = make_article(
    TEXT, title="Ferry sinks", outlet="The Gull", author="Ada Holm", published=date(2026, 2, 4),
    url="https://gull.example/ferry?a=1&b=2",
)  # fmt: skip


def cite(quote: str, number: int = 1, article=FERRY) -> Citation:
    start = article.text.index(quote)
    return Citation(number, article, start, start + len(quote), quote)


def answered(**fields: object) -> Answer:
    given = {"citations": (cite("The ferry sank."), cite("Forty were saved.", 2)), "confidence": 0.86, "support": 1}
    given |= {"text": "The ferry sank. [1]\nForty were saved. [1][2]"}
    return make_answer(**(given | fields))


def silent(**fields: object) -> Answer:
    passage = replace(make_passage("It left."), also=(make_article(outlet="The Heron"),))
    return make_answer("The articles do not say: why.", abstained=True, nearest=(passage,), **fields)


def differing(text: str = "17") -> Answer:
    groups = make_disagreement((make_claim("22", by="Ada"),), (make_claim("17", by=f"{text}!"),)).groups
    second = replace(groups[1], value=text, outlets=(text,), reason=text, kind=Kind.CONTRADICTION)
    return answered(disagreement=replace(make_disagreement((make_claim("22"),)), groups=(groups[0], second)))


def conversation() -> list[Turn]:
    """An answer, one where reports differ, an abstention, an error, and a question that is not answered."""
    chosen = Choice(("The Gull", "The Heron"), date(2026, 2, 1), AT)
    return [
        Turn("What sank?", answered(unsaid=("When?",)), chosen),
        Turn("How many?", differing()),
        Turn("Why?", silent()),
        Turn("Who?", CopydeskError("It failed.", "Ask again.")),
        Turn("And then?"),
    ]


def hostile(text: str) -> list[Turn]:
    """The same conversation with a text wherever an article, a file or a reader could put it; answers have lines."""
    named = dict.fromkeys(("title", "outlet", "author", "path", "part", "url"), text)
    article = replace(FERRY, text=f"Before. {text} After.", **named)
    citation = Citation(1, article, 8, 8 + len(text), text)
    other = differing(text)
    passage = replace(make_passage("It left."), article=article, start=8, end=8 + len(text), text=text, also=(article,))
    line = " ".join(text.split())
    return [
        Turn(text, make_answer(f"{line} [1]", citations=(citation,), unsaid=(text,)), Choice((text, text))),
        Turn(text, replace(other, citations=(citation, *other.citations[1:]))),
        Turn(text, make_answer(line, abstained=True, nearest=(passage,))),
        Turn(text, CopydeskError(text, text)),
        Turn(text),
    ]


def times(turns: list[Turn]) -> list[datetime]:
    return [AT + timedelta(minutes=n) for n in range(len(turns))]
