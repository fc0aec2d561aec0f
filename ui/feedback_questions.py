"""Feedback as evaluation questions: what readers found right is to stay right, and what they mended to become so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval_questions.convert.write import Written
from eval_questions.match import has_words, normalise
from eval_questions.questions import Question, QuestionType, Span, Value
from ui.feedback import Entry

_QUOTED = re.compile('["“]([^"“”]+)["”]')
_MARKER = re.compile(r"\[\d+\]")
"""What scoring takes out of an answer."""


def question_of(entry: Entry, written: Mapping[str, Written]) -> Question | None:
    """The question that an entry settles, over its articles as they were written; None where it settles none."""
    if not entry.good:
        return _mended(entry, written)
    if entry.answer["abstained"]:
        return Question(_id(entry), QuestionType.UNANSWERABLE, entry.alone, (), (), kind="near")
    return (_differing(entry, written) if entry.answer["disagreement"] else None) or _fact(entry, written)


def article_ids(entry: Entry) -> list[str]:
    """The articles that an entry's answer cites or names as nearest."""
    places = [*entry.answer["citations"], *entry.answer["nearest"]]
    return list(dict.fromkeys(place["article"]["id"] for place in places))


def _fact(entry: Entry, written: Mapping[str, Written]) -> Question:
    """The short answer is to be given again, or where there was none, the first quotation."""
    short, citations = entry.answer["short"], entry.answer["citations"]
    words = _spelling(short["text"] if short else citations[0]["quote"])
    shorts = (words,) if short else ()
    evidence = _evidence(citations, written)
    return Question(_id(entry), QuestionType.FACT, entry.alone, ((words,),), evidence, short=shorts)


def _differing(entry: Entry, written: Mapping[str, Written]) -> Question | None:
    """Each value that the text of the answer gives is to be given again; None where it gives none of them."""
    files = {c["number"]: written[c["article"]["id"]].name for c in entry.answer["citations"]}
    values = tuple(_value(group, files) for group in entry.answer["disagreement"]["groups"])
    text = normalise(_MARKER.sub(" ", entry.answer["text"]))
    given = [[words for words in value.value if has_words(text, normalise(words))] for value in values]
    parts = tuple(tuple(words) for words in given if words)
    if not parts:
        return None
    evidence = _evidence(entry.answer["citations"], written)
    return Question(_id(entry), QuestionType.DISAGREEMENT, entry.alone, parts, evidence, values)


def _value(group: Mapping[str, Any], files: Mapping[int, str]) -> Value:
    claims = group["claims"]
    spellings = dict.fromkeys(_spelling(words) for words in [group["value"], *(claim["text"] for claim in claims)])
    speakers = dict.fromkeys(claim["attribution"]["speaker"] for claim in claims if claim["attribution"])
    return Value(tuple(spellings), tuple(speakers), tuple(dict.fromkeys(files[claim["citation"]] for claim in claims)))


def _mended(entry: Entry, written: Mapping[str, Written]) -> Question | None:
    """What a comment quotes is right, if each quotation stands in one sentence of the articles and in no other."""
    quoted = [_spelling(words) for words in _QUOTED.findall(entry.comment)]
    articles = [written[id_] for id_ in article_ids(entry)]
    found = [list(dict.fromkeys(_holding(words, articles))) for words in quoted]
    if not quoted or any(len(sentences) != 1 for sentences in found):
        return None
    evidence = tuple(dict.fromkeys(sentences[0] for sentences in found))
    shorts = (quoted[0],) if len(quoted) == 1 else ()
    answers = tuple((words,) for words in quoted)
    return Question(_id(entry), QuestionType.FACT, entry.alone, answers, evidence, short=shorts)


def _holding(words: str, articles: Sequence[Written]) -> Iterator[Span]:
    """The sentences that words stand in, as whole words, whatever the white space between them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    for article in articles:
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", article.text):
            if found.start() >= article.start:
                yield from article.evidence(found.start() - article.start, found.end() - article.start)


def _evidence(citations: Sequence[Mapping[str, Any]], written: Mapping[str, Written]) -> tuple[Span, ...]:
    cited = ((written[c["article"]["id"]], c["start"], c["end"]) for c in citations)
    return tuple(dict.fromkeys(span for article, start, end in cited for span in article.evidence(start, end)))


def _spelling(words: str) -> str:
    """Words as they are looked for in an answer, whose markers are taken out first."""
    return " ".join(_MARKER.sub(" ", words).split())


def _id(entry: Entry) -> str:
    return f"feedback-{entry.id:05d}"
