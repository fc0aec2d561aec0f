"""A draft to an answer's text: what does not hold against its source is dropped, citations are numbered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer import Citation, Evidence, Short
from rag.claim import Claim, Disagreement
from rag.fate import Check
from rag.matter import DraftSentence
from rag.tell import Numbering, lines, named

_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft: the text, what it cites, the short answer, and the disagreement with its citations.

    Where a language model was to write it, `checks` say what became of each of its sentences, and `notice` what went
    wrong with it, "" where nothing did.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    short: Short | None = None
    disagreement: Disagreement | None = None
    checks: tuple[Check, ...] = ()
    notice: str = ""


def check(
    draft: Sequence[DraftSentence],
    picked: Evidence | None,
    claims: Sequence[Claim] = (),
    disagreement: Disagreement | None = None,
) -> Checked:
    """Hold a draft against its sources and number what it cites; all is empty if no sentence of it holds.

    The text has a line for each value of a disagreement, then one for each sentence, its `[n]` at the end. Where the
    reports agree it begins with the short answer, and with whose it is where somebody claims it, unless that is nearly
    all of its sentence; none comes twice. A sentence holds where it has words and evidence, and stands to the letter in
    one of the places that it cites; the short answer, where a citation holds all of it.
    """
    held = [s for s in draft if s.text.strip() and any(s.text in evidence.quote for evidence in s.evidence)]
    if not held:
        return Checked("")
    numbers = Numbering()
    if disagreement:
        disagreement = numbers.of_disagreement(disagreement)
    told = [cited_line(line.words, *line.citations) for line in lines(disagreement)] if disagreement else []
    said = [cited_line(s.text, *(numbers.of(evidence.citation) for evidence in s.evidence)) for s in held]
    short = short_answer(picked, numbers, disagreement) if picked else None
    lead = [] if told or short is None else _lead(short, numbers.all, claims)
    text = "\n".join(dict.fromkeys([*told, *lead, *said]))
    return Checked(text, numbers.all, short, disagreement)


def short_answer(picked: Evidence, numbers: Numbering, disagreement: Disagreement | None) -> Short | None:
    """The short answer where its sentence is cited; with several values, only the one of most reports."""
    span, citation = picked.span, numbers.known(picked.citation)
    if span is None or citation is None or not citation.start <= span.start < span.end <= citation.end:
        return None
    if disagreement and not any(c.citation == citation for c in disagreement.groups[0].claims):
        return None
    text = citation.article.text[span.start : span.end]
    return Short(text, citation.number, span.start, span.end) if text.strip() else None


def _lead(short: Short, citations: Sequence[Citation], claims: Sequence[Claim]) -> list[str]:
    citation = citations[short.citation - 1]
    if len(short.text) >= _NEARLY_ALL * len(citation.quote):
        return []
    mine = [claim for claim in claims if replace(claim.citation, number=citation.number) == citation]
    said = next((c for c in mine if c.start < short.end and c.end > short.start and c.attribution), None)
    whose = f", according to {named(said)}" if said and said.is_spoken_in_its_sentence else ""
    return [cited_line(f"{short.text}{whose}", citation)]


def cited_line(text: str, *cited: Citation) -> str:
    """Words in one line with the markers of what they cite behind them."""
    markers = "".join(f"[{citation.number}]" for citation in cited)
    return " ".join([*text.split(), *([markers] if markers else [])])
