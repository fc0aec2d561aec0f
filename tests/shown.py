"""Small answers over one article, and what a rendered page says."""

import html as standard
import re

from index.article import Article
from rag.answer import Answer, Citation, Passage
from ui.render.marker import Kind, Place

HOSTILE = (
    """<script>alert(1)</script><img src=x onerror="alert(1)">'" onmouseover='alert(1) **[x](javascript:alert(1))**"""
)


def make(text: str = "One. Two. Three.", body: int = 0, **fields: object) -> Article:
    known: dict[str, object] = {"id": "a", "title": "The title", "path": "/news/a.txt"}
    return Article(text=text, body=body, **known | fields)  # type: ignore[arg-type]


def cited(article: Article, *spans: tuple[int, int], text: str | None = None) -> Answer:
    citations = tuple(
        Citation(n, article, start, end, article.text[start:end]) for n, (start, end) in enumerate(spans, start=1)
    )
    lines = "\n".join(f"{c.quote} [{c.number}]" for c in citations)
    return Answer("Why?", lines if text is None else text, abstained=False, citations=citations)


def abstained(article: Article, *spans: tuple[int, int]) -> Answer:
    nearest = tuple(Passage(article, s, e, article.text[s:e], 0.1, f"c{s}", ()) for s, e in spans)
    return Answer("Why?", "The articles do not say.", abstained=True, nearest=nearest)


def cite(number: int, kind: Kind = Kind.CITATION) -> Place:
    return Place(0, kind, number)


def text_of(markup: str) -> str:
    return standard.unescape(re.sub(r"<[^>]*>", "", markup))


def tags(markup: str) -> list[str]:
    return re.findall(r"<[^>]*>", markup)
