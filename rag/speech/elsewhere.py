"""What stands outside the clause of a value: who speaks next to a quotation, and who passes a statement on."""

import re

from index.article import Sentence
from rag.speech.phrases import phrase_after, phrase_before, span, subject
from rag.speech.quotes import is_speech, quotations
from rag.speech.saying import Saying
from rag.speech.sayings import sayings
from rag.speech.speaker import is_outlet
from rag.speech.tokens import tokens

_PASSED = re.compile(
    r"\b(?:cited|quoted|carried|relayed|aired|seen|obtained|reviewed|published|broadcast|shared|released) by\s+"
    r"|\b(?:statement|interview|message|email|call) (?:to|with)\s+|\b(?:speaking|talking) (?:to|with)\s+",
    re.I,
)
_PASSING = re.compile(
    r"\b(?:that|which) ([^,.;]{1,60}?) (?:has |had )?(?:cited|quoted|carried|relayed|aired|obtained)\b"
)
_SPEAKS = re.compile(
    r"(?:\s*,[^,.]{1,60},)?\s+(?:was |were |had been )?"
    r"(speaking|talking|addressing|responding|spoke|addressed|told|said|added)\b"
)


def next_door(
    text: str, sentence: Sentence, value: tuple[int, int], before: Sentence | None, after: Sentence | None
) -> list[Saying]:
    """The mark of a neighbouring sentence that tells who speaks in the quotation that a value stands in, if any."""
    earlier = before if before is not None and 0 <= before.start < before.end <= sentence.start else None
    start = earlier.start if earlier else sentence.start
    within = [q for q in quotations(text, start, sentence.end) if q[0] <= value[0] and value[1] <= q[1]]
    if not within or not is_speech(text, within[0]):
        return []
    ahead = sayings(text, earlier.start, earlier.end) if earlier else []
    opened = within[0][0] <= sentence.start and earlier is not None
    if ahead and earlier and (opened or text[earlier.start : earlier.end].rstrip().endswith(":")):
        return ahead[-1:]
    later = _speaks(text, after.start, after.end) if after is not None and sentence.end <= after.start else []
    return later or ahead[-1:] or (_speaks(text, earlier.start, earlier.end) if earlier else [])


def _speaks(text: str, start: int, end: int) -> list[Saying]:
    """The subject of a sentence that tells of his speaking."""
    line = tokens(text, start, end)
    phrase = subject(line)
    if phrase is None:
        return []
    first, last = span(line, phrase)
    verb = _SPEAKS.match(text, last, end)
    told = last if verb is None else verb.start(1)
    how = verb[1] if verb else ""
    return [Saying((first, last), how, first, told, told + len(how), front=False, lead=first)] if verb else []


def passed_on(text: str, sentence: Sentence) -> list[str]:
    """The outlets that a sentence says have passed on a statement."""
    line = tokens(text, sentence.start, sentence.end)
    starts = {token.start: i for i, token in enumerate(line)}
    ends = {token.end: i for i, token in enumerate(line)}
    phrases = [
        phrase_after(line, starts[m.end()])
        for m in _PASSED.finditer(text, sentence.start, sentence.end)
        if m.end() in starts
    ]
    phrases += [
        phrase_before(line, ends[m.end(1)])
        for m in _PASSING.finditer(text, sentence.start, sentence.end)
        if m.end(1) in ends
    ]
    names = [text[slice(*span(line, phrase))] for phrase in phrases if phrase]
    return [name for name in names if is_outlet(name) or re.fullmatch(r"[A-Z]\w+", name)]
