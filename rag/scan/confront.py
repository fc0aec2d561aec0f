"""The sightings of one thing as claims, each report with the values that speak of what the others speak of."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from index.article import Article, Chunk, Sentence
from index.lexical import analyze
from rag.answer import Citation
from rag.attribution import attribution
from rag.claim import Attribution, Claim, Scope
from rag.scan.sighting import Sighting
from rag.values.quantity import compatible

Told = tuple[Article, tuple[Chunk, ...]]
Spoken = tuple[Sighting, Attribution | None]

_MARKS = ".,;:!?()\"'“”‘’"


def in_order(chunks: Sequence[Chunk]) -> list[Sentence]:
    """The sentences of an article's chunks, each once, in reading order."""
    found = {sentence.start: sentence for chunk in chunks for sentence in chunk.sentences}
    return [found[start] for start in sorted(found)]


def differ(sightings: Sequence[Sighting]) -> bool:
    """Whether some two of the values cannot be the same."""
    return any(not compatible(a.value, b.value) for a, b in combinations(sightings, 2))


def claims(sightings: Sequence[Sighting], told: Mapping[int, Told]) -> list[Claim]:
    """The claims that sightings make, numbered by their order, without values that a report gives of something else.

    An article that gives several values speaks of several things, or quotes several speakers. Those that another report
    gives too are kept, and of the others those of a speaker of their own; all are left out where no other report gives
    any of them. There are no claims where all reports that are left share a value, and no speaker has another.
    """
    spoken = [(s, _speaker(s, *told[s.article])) for s in sightings if s.article in told]
    by_report = defaultdict[str, list[Spoken]](list)
    for each in spoken:
        article = told[each[0].article][0]
        by_report[article.report or article.id].append(each)
    voices = [_kept(own, report, by_report) for report, own in by_report.items()]
    lists = [[*shared, *apart] for shared, apart in voices if shared]
    if not any(apart for _, apart in voices) and all(_share(a, b) for a, b in combinations(lists, 2)):
        return []
    kept = [each for own in lists for each in own]
    kept.sort(key=lambda each: (told[each[0].article][0].id, each[0].value.start))
    return [_claim(number, *each, told[each[0].article][0]) for number, each in enumerate(kept, start=1)]


def subject(sightings: Sequence[Sighting]) -> str:
    """What is counted and what became of it, in the words that most sightings use; else the words that all share."""
    nouns = Counter(sighting.noun for sighting in sightings if sighting.noun)
    outcomes = Counter(sighting.told for sighting in sightings if sighting.told)
    said = [sorted(words, key=lambda word: (-words[word], word))[0] for words in (nouns, outcomes) if words]
    if said:
        return " ".join(said)
    shared = frozenset.intersection(*(sighting.words for sighting in sightings))
    words = dict.fromkeys(word for word in sightings[0].wording.split() if not shared.isdisjoint(analyze(word)))
    return " ".join(word.strip(_MARKS) for word in words)


def _kept(
    own: Sequence[Spoken], report: str, by_report: Mapping[str, Sequence[Spoken]]
) -> tuple[Sequence[Spoken], Sequence[Spoken]]:
    """Of one report, the values that count, and beside them those of speakers of their own.

    The latter are greater: a smaller one may be a part of what the report gives the whole of.
    """
    if not differ([sighting for sighting, _ in own]):
        return own, ()
    others = [each for other, theirs in by_report.items() if other != report for each in theirs]
    shared = [each for each in own if _share([each], others)]
    speakers = {speaker.speaker if speaker else "" for _, speaker in shared}
    most = max((sighting.value.low for sighting, _ in shared), default=math.inf)
    apart = [each for each in own if each[0].value.low > most and each[1] and each[1].speaker not in speakers]
    return shared, apart


def _share(one: Sequence[Spoken], other: Sequence[Spoken]) -> bool:
    return any(compatible(a.value, b.value) for a, _ in one for b, _ in other)


def _speaker(sighting: Sighting, article: Article, chunks: tuple[Chunk, ...]) -> Attribution | None:
    sentences = in_order(chunks)
    at = sentences.index(sighting.sentence)
    before = sentences[at - 1] if at else None
    after = sentences[at + 1] if at + 1 < len(sentences) else None
    return attribution(article, sighting.sentence, sighting.value.start, sighting.value.end, before, after)


def _claim(number: int, sighting: Sighting, speaker: Attribution | None, article: Article) -> Claim:
    sentence, value = sighting.sentence, sighting.value
    quote = article.text[sentence.start : sentence.end]
    return Claim(
        text=article.text[value.start : value.end],
        start=value.start,
        end=value.end,
        value=value,
        citation=Citation(number, article, sentence.start, sentence.end, quote),
        attribution=speaker,
        scope=Scope(sighting.noun, sighting.places, sighting.period),
    )
