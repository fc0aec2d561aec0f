"""The sightings of one thing as claims, each report with the values that speak of what the others speak of."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from index.article import Article, Chunk, Sentence
from rag.answer import Citation
from rag.attribution import attribution
from rag.claim import Attribution, Claim, Scope
from rag.quantity import compatible
from rag.sighting import Sighting

Told = tuple[Article, tuple[Chunk, ...]]
Spoken = tuple[Sighting, Attribution | None]

_SUBJECT = 4
"""Words that say what money or a share is of, where nothing counted does."""


def in_order(chunks: Sequence[Chunk]) -> list[Sentence]:
    """The sentences of an article's chunks, each once, in reading order."""
    found = {sentence.start: sentence for chunk in chunks for sentence in chunk.sentences}
    return [found[start] for start in sorted(found)]


def differ(sightings: Sequence[Sighting], reports: Mapping[int, str]) -> bool:
    """Whether two reports give values that cannot be the same, and neither gives the other's as well."""
    by_report = defaultdict[str, list[Sighting]](list)
    for sighting in sightings:
        by_report[reports[sighting.article]].append(sighting)
    lists = list(by_report.values())
    return any(not _share(a, b) for at, a in enumerate(lists) for b in lists[:at]) or any(
        not compatible(a.value, b.value) for a in lists[0] for b in lists[0]
    )


def claims(sightings: Sequence[Sighting], told: Mapping[int, Told]) -> list[Claim]:
    """The claims that sightings make, numbered by their order, without values that a report gives of something else.

    An article that gives several values speaks of several things, or quotes several speakers. Those that another report
    gives too are kept, and of the others those of a speaker of their own; all are left out where no other report gives
    any of them.
    """
    spoken = [(s, _speaker(s, *told[s.article])) for s in sightings if s.article in told]
    by_report = defaultdict[str, list[Spoken]](list)
    for each in spoken:
        article = told[each[0].article][0]
        by_report[article.report or article.id].append(each)
    kept = [each for report in by_report for each in _kept(by_report[report], report, by_report)]
    kept.sort(key=lambda each: (told[each[0].article][0].id, each[0].value.start))
    return [_claim(number, *each, told[each[0].article][0]) for number, each in enumerate(kept, start=1)]


def subject(sightings: Sequence[Sighting]) -> str:
    """What is counted and what became of it, in the words that most sightings use."""
    nouns = Counter(sighting.noun for sighting in sightings if sighting.noun)
    outcomes = Counter(sighting.told for sighting in sightings if sighting.told)
    said = [sorted(words, key=lambda word: (-words[word], word))[0] for words in (nouns, outcomes) if words]
    return " ".join(said)


def _kept(own: Sequence[Spoken], report: str, by_report: Mapping[str, Sequence[Spoken]]) -> list[Spoken]:
    if all(compatible(a.value, b.value) for a, _ in own for b, _ in own):
        return list(own)
    others = [sighting for other, each in by_report.items() if other != report for sighting, _ in each]
    shared = [each for each in own if any(compatible(each[0].value, other.value) for other in others)]
    speakers = {speaker.speaker if speaker else "" for _, speaker in shared}
    apart = [each for each in own if each not in shared and each[1] and each[1].speaker not in speakers]
    return [*shared, *apart] if shared else []


def _share(one: Sequence[Sighting], other: Sequence[Sighting]) -> bool:
    return any(compatible(a.value, b.value) for a in one for b in other)


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
