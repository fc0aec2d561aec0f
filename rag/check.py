"""A draft to an answer's text: what does not hold against its source is dropped, citations are numbered."""

from collections.abc import Sequence

from rag.answer import Citation, Evidence
from rag.compose import DraftSentence


def check(draft: Sequence[DraftSentence]) -> tuple[str, tuple[Citation, ...]]:
    """Return the text, a line for each sentence with its `[n]` at the end, and the citations; empty if none holds.

    A sentence holds where it has words and evidence, and stands to the letter in one of the places that it cites.
    """
    citations: dict[tuple[str, int, int], Citation] = {}
    lines: list[str] = []
    for sentence in draft:
        if sentence.text.strip() and any(sentence.text in evidence.quote for evidence in sentence.evidence):
            cited = [_cite(evidence, citations) for evidence in sentence.evidence]
            lines.append(" ".join([*sentence.text.split(), "".join(f"[{citation.number}]" for citation in cited)]))
    return "\n".join(lines), tuple(citations.values())


def _cite(evidence: Evidence, citations: dict[tuple[str, int, int], Citation]) -> Citation:
    place = (evidence.article.id, evidence.sentence.start, evidence.sentence.end)
    number = len(citations) + 1
    return citations.setdefault(place, Citation(number, evidence.article, *place[1:], evidence.quote))
