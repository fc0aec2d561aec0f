"""A draft to an answer's text: what does not hold against its source is dropped, citations are numbered."""

from collections.abc import Mapping, Sequence

from rag.answer import Citation, Evidence, Short
from rag.compose import DraftSentence

_NEARLY_ALL = 0.8


def check(draft: Sequence[DraftSentence], picked: Evidence | None) -> tuple[str, tuple[Citation, ...], Short | None]:
    """Return the text, the citations and the short answer; all are empty if no sentence holds.

    The text has a line for each sentence, its `[n]` at the end, and before them one for the short answer, unless that
    is nearly all of its sentence; none comes twice. A sentence holds where it has words and evidence, and stands to the
    letter in one of the places that it cites; the short answer, where a citation holds all of it.
    """
    citations: dict[tuple[str, int, int], Citation] = {}
    lines: list[str] = []
    for sentence in draft:
        if sentence.text.strip() and any(sentence.text in evidence.quote for evidence in sentence.evidence):
            cited = [_cite(evidence, citations) for evidence in sentence.evidence]
            lines.append(_line(sentence.text, *cited))
    lines = list(dict.fromkeys(lines))
    found = tuple(citations.values())
    short = _short(picked, citations) if picked else None
    if short and len(short.text) < _NEARLY_ALL * len(found[short.citation - 1].quote):
        lines.insert(0, _line(short.text, found[short.citation - 1]))
    return "\n".join(lines), found, short


def _short(picked: Evidence, citations: Mapping[tuple[str, int, int], Citation]) -> Short | None:
    span, citation = picked.span, citations.get(_place(picked))
    if span is None or citation is None or not citation.start <= span.start < span.end <= citation.end:
        return None
    text = citation.article.text[span.start : span.end]
    return Short(text, citation.number, span.start, span.end) if text.strip() else None


def _line(text: str, *cited: Citation) -> str:
    return " ".join([*text.split(), "".join(f"[{citation.number}]" for citation in cited)])


def _cite(evidence: Evidence, citations: dict[tuple[str, int, int], Citation]) -> Citation:
    place = _place(evidence)
    return citations.setdefault(place, Citation(len(citations) + 1, evidence.article, *place[1:], evidence.quote))


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.article.id, evidence.sentence.start, evidence.sentence.end
