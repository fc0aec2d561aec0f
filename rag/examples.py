"""Questions to begin with, made of the sentences of this very index and answered from them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.article import Article, Chunk, Sentence
from rag.answer import Answer
from rag.drafts.counted import counted
from rag.drafts.draft import Draft, sources
from rag.drafts.spoken import SPEECH, spoken
from rag.drafts.timed import timed

if TYPE_CHECKING:
    from rag.engine import Engine

_ARTICLES = 60
"""Articles that questions are made of; more would cost a second to read."""

_TRIED = 3
"""Questions that are asked, at most, for each that is wanted."""

_SURE, _SURER = 0.6, 0.8
"""The least confidence of an answer to begin with, and of one that is whole sentences."""

_SHARED = 0.6
"""The share of two questions' words from which on they are alike."""

_PLEASANT = 9
"""Words of a question that says enough and is read at a glance."""

_BARE = re.compile(r" about the \w+\?$")


def examples(engine: "Engine", count: int = 4) -> tuple[str, ...]:
    """At most `count` questions, of several kinds, that are surely answered from the sentences they were made of.

    No two are of one report, unless questions can be made of one only. The same index gives the same. Every question
    that is given was asked, and at most three times `count` were: that is what it costs. An index of which little can
    be asked plainly gives fewer, or none. No language model is asked.
    """
    left, quoting = _all(engine), engine.quoting()
    are_many = len({_report(draft) for draft in left}) > 1
    chosen: list[Draft] = []
    for _ in range(_TRIED * count):
        if len(chosen) == count or not left:
            break
        draft = _next(left, chosen)
        left.remove(draft)
        if _shows(quoting.ask(draft.question), draft):
            chosen.append(draft)
            left = [other for other in left if other.question != draft.question]
            left = [other for other in left if not are_many or _report(other) != _report(draft)]
    return tuple(draft.question for draft in chosen)


def _report(draft: Draft) -> str:
    return draft.article.report or draft.article.id


def _next(left: Sequence[Draft], chosen: Sequence[Draft]) -> Draft:
    """The first draft of a kind that was chosen least, rather one that is unlike those chosen."""
    kinds = Counter(draft.kind for draft in chosen)
    return min(left, key=lambda draft: (any(_alike(draft, other) for other in chosen), kinds[draft.kind]))


def _alike(one: Draft, other: Draft) -> bool:
    a, b = set(one.question.split()), set(other.question.split())
    return len(a & b) > _SHARED * len(a | b)


def drafts(article: Article, chunks: Sequence[Chunk]) -> list[Draft]:
    """The questions that can be made of an article, each once."""
    sentences = sorted({sentence for chunk in chunks for sentence in chunk.sentences}, key=lambda s: s.start)
    found: dict[str, Draft] = {}
    for draft in _made(article, sentences):
        if draft:
            found.setdefault(draft.question, draft)
    return list(found.values())


def _made(article: Article, sentences: Sequence[Sentence]) -> Iterator[Draft | None]:
    for source in sources(article, sentences):
        for make in (counted, spoken, timed):
            yield from make(source)


def _all(engine: "Engine") -> list[Draft]:
    """The questions of some of the articles, those that read best first."""
    ids = engine.store.shown()[:_ARTICLES]
    found = [draft for _, pair in sorted(engine.store.with_chunks(ids).items()) for draft in drafts(*pair)]
    return sorted(found, key=_bareness)


def _bareness(draft: Draft) -> int:
    """How far a question is from one that says enough; "about the wall" says little."""
    return abs(len(draft.question.split()) - _PLEASANT) + (2 if _BARE.search(draft.question) else 0)


def _shows(answer: Answer, draft: Draft) -> bool:
    """Whether the answer is sure, rests on the draft's sentence, and picks the words that the draft left out."""
    cited = {(c.article.id, c.start) for c in answer.citations}
    if answer.abstained or answer.confidence < _SURE or (draft.article.id, draft.sentence.start) not in cited:
        return False
    picked = list(_picked(answer))
    if not picked:
        return draft.kind == SPEECH and answer.confidence >= _SURER
    return any(id_ == draft.article.id and start < draft.end and end > draft.start for id_, start, end in picked)


def _picked(answer: Answer) -> Iterator[tuple[str, int, int]]:
    """The places of the short answer, and of each value where reports differ."""
    if answer.short:
        yield answer.citations[answer.short.citation - 1].article.id, answer.short.start, answer.short.end
    for group in answer.disagreement.groups if answer.disagreement else ():
        yield from ((claim.citation.article.id, claim.start, claim.end) for claim in group.claims)
