"""Whether a sentence gives what is said to the speaker that its cited text gives it to."""

import re
from collections.abc import Iterator, Sequence

from index.article import Article, Sentence
from index.lexical import analyze
from rag.answer import Evidence
from rag.attribution import attribution, same_speaker
from rag.claim import Attribution
from rag.faithful.cited import Cited, bare, words
from rag.faithful.faults import Fault
from rag.faithful.lists import ANYONE, SMALL, SPEECH
from rag.names import alike
from rag.speech.speaker import is_outlet
from rag.speech.words import DENIALS, PLURAL, PRONOUNS, RECORDS, SELF, SINGULAR, TITLES, VERBS

_MOST = 12
"""Words that are followed up."""
_SPEECH = VERBS | DENIALS | SINGULAR | PLURAL | RECORDS | SPEECH
_MINDS = re.compile(
    r"\b(?:think|believ|doubt|expect|hope|fear|suspect|want|plan|demand|reject|den|call|accus|blam|promis|offer|refus)"
    r"(?:s|es|ed|d|ies|ied)?\b",
    re.I,
)
"""Verbs of the mind and of will: whose they are is told by what stands before them."""
_NAMED = re.compile(r",\s([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*)")
"""The name of a speaker behind what he is: "the owner, Norrlinje"."""
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?:\s\w+ly|\snot|\salso|\sstill|\snow)?\s$", re.I)
_BREAK = re.compile(
    r"[,;:.!?()“”\"—–]|\b(?:but|and|while|although|though|whereas|because|that|who|which|said|says)\b", re.I
)


def speakers(sentence: str, evidence: Sequence[Evidence]) -> Iterator[Fault]:
    """The fault of a sentence that gives all it shares with the cited text to somebody else than that does."""
    own = Article("", sentence, "", "")
    whole = Sentence(0, len(sentence))
    found = [
        same
        for stem, here, one, there in _shared(sentence, evidence)
        if (
            same := _agree(
                attribution(own, whole, *here), attribution(one.article, one.sentence, *there, one.before), one
            )
        )
        is not None
    ]
    if (found and not any(found)) or _minds_differ(sentence, evidence):
        yield Fault.SPEAKER


def _shared(
    sentence: str, evidence: Sequence[Evidence]
) -> list[tuple[str, tuple[int, int], Evidence, tuple[int, int]]]:
    """The words of a sentence that stand in a cited one too, with both places, without the words of speech."""
    found = []
    places = {stem: (one, span) for one in reversed(evidence) for stem, span in reversed(_content(one))}
    for word in words(sentence):
        for stem in analyze(word[0]):
            if stem in places and word[0].casefold() not in _SPEECH:
                one, span = places.pop(stem)
                found.append((stem, word.span(), one, span))
    return found[:_MOST]


def _content(evidence: Evidence) -> list[tuple[str, tuple[int, int]]]:
    start = evidence.sentence.start
    return [(stem, (start + w.start(), start + w.end())) for w in words(evidence.quote) for stem in analyze(w[0])]


def _agree(here: Attribution | None, there: Attribution | None, evidence: Evidence) -> bool | None:
    """Whether two texts give a word to one speaker; None where the sentence gives it to nobody that it names."""
    if here is None or here.speaker.casefold() in PRONOUNS or here.speaker.casefold() in SELF:
        return None
    if there is None:
        if is_outlet(here.speaker) or same_speaker(here.speaker, evidence.article.outlet or ""):
            return True
        return None if _is_told(here.speaker, evidence) else False
    named = _NAMED.match(evidence.article.text, there.end)
    if named and is_one(here.speaker, named[1]):
        return True
    return is_one(here.speaker, there.speaker) or bool(there.via and is_one(here.speaker, there.via))


def _is_told(speaker: str, evidence: Evidence) -> bool:
    """Whether one of the words that tell a speaker from another is in a sentence or around it; of no such, no matter.

    Where a text says something in its own voice, a speaker of whom it does not tell is made up.
    """
    own = _words(speaker) - ANYONE - RECORDS
    cited = Cited.of([evidence])
    there = {bare(word[0]) for word in words(f"{cited.text}\n{cited.around}")}
    return not own or any(alike(a, b) or analyze(a) == analyze(b) for a in own for b in there)


def is_one(here: str, there: str) -> bool:
    """Whether two phrases can be of one speaker; one that leaves open who it is can be of any that is no person."""
    if there.casefold() in PRONOUNS or same_speaker(here, there):
        return True
    one, other = _heads(here), _heads(there)
    if one <= TITLES or other <= TITLES:
        return bool(_words(here) & _words(there)) or not one or not other
    if any(alike(a, b) or analyze(a) == analyze(b) for a in one for b in other):
        return True
    return not one or not other


def _heads(speaker: str) -> set[str]:
    """The words that tell a speaker from another: titles and words for anyone left out."""
    found = _words(speaker) - ANYONE
    return found - TITLES or found


def _words(speaker: str) -> set[str]:
    return {bare(word[0]) for word in words(speaker)} - SMALL


def _minds_differ(sentence: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a verb of the mind that both have is another's there."""
    for verb in _MINDS.finditer(sentence):
        here = _subject(sentence, verb)
        stem = analyze(verb[0])
        others = [
            _subject(one.quote, other)
            for one in evidence
            for other in _MINDS.finditer(one.quote)
            if analyze(other[0]) == stem
        ]
        if here and others and all(other and not is_one(here, other) for other in others):
            return True
    return False


def _subject(text: str, verb: re.Match[str]) -> str:
    """The words before a verb, from the last break on; "" where they are a pronoun or none."""
    cuts = [cut.end() for cut in _BREAK.finditer(text, 0, verb.start())]
    found = text[cuts[-1] if cuts else 0 : verb.start()].strip()
    if _PASSIVE.search(text, 0, verb.start()):
        return ""
    return "" if found.casefold() in PRONOUNS or len(found.split()) > 6 else found
