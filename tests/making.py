"""Small builders of the things that flow through answering, so that a test shows only what matters to it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from eval_questions.questions import Question, QuestionType
from eval_questions.questions import Span as EvidenceSpan
from eval_questions.score import Score
from index.article import Article, Sentence, SentenceKind
from rag.answer import Answer, Citation, Evidence, Passage, Span
from rag.claim import Attribution, Claim, Disagreement, Group, Quantity, Value, Words


def make_article(text: str = "The ferry left at dawn.", **fields: Any) -> Article:
    return Article(**({"id": "a1", "text": text, "title": "A ferry leaves", "path": "/news/a1.txt"} | fields))


def make_passage(
    *sentences: str,
    headings: tuple[str, ...] = (),
    article_id: str = "a1",
    score: float = 0.5,
    before: str = "",
    between: str = "\n",
) -> Passage:
    """A passage over an article that is these sentences, one a line, after what stands before them."""
    text = between.join(sentences)
    places, at = [], len(before)
    for sentence in sentences:
        kind = SentenceKind.HEADING if sentence in headings else SentenceKind.PROSE
        places.append(Sentence(at, at + len(sentence), kind))
        at += len(sentence) + len(between)
    article = make_article(before + text, id=article_id, path=f"/news/{article_id}.txt")
    return Passage(article, len(before), len(before + text), text, score, f"{article_id}-0000", tuple(places))


def make_evidence(quote: str, score: float = 1.0, article_id: str = "a1", before: str = "", **fields: Any) -> Evidence:
    """A sentence of an article that holds nothing else but what stands before it."""
    article = make_article(before + quote, id=article_id, path=f"/news/{article_id}.txt")
    return Evidence(article, Sentence(len(before), len(before) + len(quote)), score, **fields)


def make_read(quote: str, span: str = "", span_score: float = 1.0, score: float = 1.0, article_id: str = "a1",
              **fields: Any) -> Evidence:  # fmt: skip
    """A sentence that the reader has read; its span is these words of it, or all of it."""
    at = quote.index(span)
    given = {"support": 1.0, "answered": 1.0, "span": Span(at, at + len(span or quote), span_score)}
    return make_evidence(quote, score, article_id, **(given | fields))


def make_following(before: str, quote: str, **fields: Any) -> Evidence:
    """A sentence that follows another one in its paragraph."""
    return replace(make_evidence(quote, before=f"{before} ", **fields), before=Sentence(0, len(before)))


def make_citation(start: int, end: int, path: Path | str = "/news/a1.txt", number: int = 1) -> Citation:
    text = Path(path).read_text("utf-8") if Path(path).is_file() else "x" * end
    return Citation(number, make_article(text, path=str(path)), start, end, text[start:end])


def make_claim(text: str, article: str = "a1.txt", by: str = "", value: Value | float | None = None) -> Claim:
    """A claim of an article that says it in a sentence, by a speaker or by itself; a number is a quantity of things."""
    sentence = f"{by} said {text} died." if by else f"{text} died."
    citation = Citation(1, make_article(sentence, path=f"/news/{article}"), 0, len(sentence), sentence)
    start, end = sentence.index(text), sentence.index(text) + len(text)
    if isinstance(value, float):
        value = Quantity(start, end, value, value)
    speaker = Attribution(by, 0, len(by), "said") if by else None
    return Claim(text, start, end, value or Words(start, end, text.casefold()), citation, speaker)


def make_disagreement(*groups: tuple[Claim, ...], **names: str) -> Disagreement:
    """Groups of claims, each with the text of its first claim for its value unless `value` names one for all."""
    return Disagreement(tuple(Group(names.get("value", g[0].text), g, ("Orsk Post",), len(g)) for g in groups))


def make_answer(text: str = "The ferry left at dawn. [1]", **fields: Any) -> Answer:
    return Answer(**({"question": "When?", "text": text, "abstained": False, "timings": {"total": 0.5}} | fields))


def make_question(*answers: tuple[str, ...], evidence: tuple[EvidenceSpan, ...] = (), **fields: Any) -> Question:
    kind = QuestionType.FACT if answers else QuestionType.UNANSWERABLE
    given = {"id": "q1", "type": kind, "question": "When?", "answers": answers, "evidence": evidence}
    return Question(**(given | fields))


def make_score(**fields: Any) -> Score:
    """The score of a fact that was answered rightly, with one citation of its one span."""
    given = {"id": "q1", "type": QuestionType.FACT, "question": "When?", "split": "report", "wording": None, "pair": ""}
    given |= {"right": True, "abstained": False, "rank": 1, "seconds": 0.5, "text": "At dawn. [1]", "confidence": 0.8}
    given |= {"short": "", "short_exact": None, "short_f1": None}
    counts = dict.fromkeys(("cited", "supported", "exact", "found", "spans"), 1)
    differing = dict.fromkeys(("values", "presented", "attributed", "pairs_right", "pairs_mixed", "pairs_torn"), 0)
    return Score(**(given | counts | {"announced": False} | differing | fields))


SILENT = {"right": False, "abstained": True, "cited": 0, "supported": 0, "exact": 0, "found": 0}
"""What an abstention changes in a score."""

UNANSWERABLE = {"type": QuestionType.UNANSWERABLE, "rank": None, "spans": 0, "found": 0, "supported": 0}
"""What makes a score that of a question which nothing answers; answered, unless it is SILENT as well."""
