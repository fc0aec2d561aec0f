"""A quantity as an article gives it, with what tells whether another article gives the same one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Sentence, SentenceKind
from index.lexical import analyze
from rag.claim import Qualifier, Quantity
from rag.scan.setting import days, frame, names, places, times
from rag.values.outcome import Outcome, outcome
from rag.values.people import head, plain_noun
from rag.values.quantity import quantities

_READ = (SentenceKind.PROSE, SentenceKind.ITEM, SentenceKind.ROW)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?|thousands?)\b",
    re.I,
)
_ELSE = re.compile(
    r"\b(?:from|against|compared (?:with|to)|than|versus|vs\.?|out of|of (?:the|these|those|its|their)|instead of|"
    r"among (?:the|them)|(?:of|among) (?:the|those|these|them|whom)\b[^,;]{0,30},|all|first|another|other|no)\s*$",
    re.I,
)
"""What stands before a count that is no total of its own: an earlier one, a whole, a part."""

_WITH = re.compile(r"\s+(?:with|of|for|from|carrying)\s+((?:\w+\s?){1,3})")
_BOUNDS = (Qualifier.UP_TO, Qualifier.LESS_THAN)
_MANY = 2
"""Numbers in a sentence; of more, what each is of is told by its outcome or not at all."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A quantity in a sentence of the article at the place `article` in the list of those scanned.

    The offsets of sentence and quantity are those of the article's text. `noun` is what is counted, casefolded, `head`
    the stem of its last word, `names` its capitalised words; "people" where those counted are told by their outcome
    alone. `words` are the stems of the sentence, `named` its capitalised words, `wording` is it without its numbers,
    `rest` what follows the noun to say which of them ("trucks with water").
    """

    article: int
    sentence: Sentence
    value: Quantity
    noun: str
    head: str
    names: frozenset[str]
    outcome: str
    told: str
    words: frozenset[str]
    named: frozenset[str]
    wording: str
    places: frozenset[str]
    times: frozenset[str]
    days: frozenset[str]
    period: float | None
    rest: frozenset[str]


def sightings(article: Article, number: int, sentences: Sequence[Sentence]) -> Iterator[Sighting]:
    """The quantities of an article that others can be held against: counts of something, sums of money, shares."""
    before, framed, end = "", frozenset[str](), 0
    for sentence in sentences:
        text = article.text[sentence.start : sentence.end]
        framed = frame(text) or (frozenset() if "\n" in article.text[end : sentence.start] else framed)
        if sentence.kind in _READ and _NUMBER.search(text):
            for each in _of_sentence(article, number, sentence, text, before):
                yield each if each.places else replace(each, places=framed)
        before, end = text if sentence.kind in _READ else "", sentence.end


def _of_sentence(article: Article, number: int, sentence: Sentence, text: str, before: str) -> Iterator[Sighting]:
    found = quantities(text)
    told = [each for each in found if _is_told(each, found) and not _ELSE.search(text[: each.start])]
    told = [each for each in told if each.low or not text[: each.end].endswith(" of")]  # none of some, not none at all
    if not told:
        return
    year = article.published.year if article.published else None
    spans = [_with_noun(text, each) for each in found]
    period = next((each.high for each in found if each.unit == "s"), None)
    words = frozenset(word for word in analyze(text) if not word.isdigit() and len(word) > 2)
    wording = _masked(text, found)
    for each in told:
        span = _with_noun(text, each)
        what = Outcome() if each.unit else outcome(text, *span, [other for other in spans if other != span])
        noun = plain_noun(text, each, what)
        if not (noun or each.unit) or (len(told) > _MANY and not what.kind):
            continue
        counted = noun.split()
        yield Sighting(
            article=number,
            sentence=sentence,
            value=replace(each, start=sentence.start + each.start, end=sentence.start + each.end),
            noun=noun.casefold(),
            head=head(noun),
            names=frozenset(word.casefold() for word in counted[:-1] if word[0].isupper()),
            outcome=what.kind,
            told=what.word,
            words=words,
            named=names(text.partition(" ")[2]),
            wording=wording,
            places=places(text, *span, before),
            times=times(text, year),
            days=days(text),
            period=period,
            rest=frozenset() if each.unit else _rest(text[span[1] :]),
        )


def _is_told(quantity: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether it is of a kind that reports are compared by, and clear: measures and durations mostly set the scene.

    Of several sums or shares in one sentence it cannot be known which is which; a range or an upper bound leaves room
    for other reports to be right.
    """
    alone = sum(each.unit == quantity.unit for each in found) == 1
    kind = quantity.unit == "" or (alone and (quantity.unit == "%" or is_money(quantity)))
    return kind and not quantity.negated and quantity.low == quantity.high and quantity.qualifier not in _BOUNDS


def is_money(quantity: Quantity) -> bool:
    """Whether a quantity is a sum of money: of units, only a currency has three capitals or more."""
    return len(quantity.unit) > 2 and quantity.unit.isupper()


def _with_noun(text: str, quantity: Quantity) -> tuple[int, int]:
    """A quantity's place with what it counts, where that follows."""
    gap = len(text[quantity.end :]) - len(text[quantity.end :].lstrip())
    end = quantity.end + gap + len(quantity.noun)
    return quantity.start, end if quantity.noun and text[:end].endswith(quantity.noun) else quantity.end


def _rest(text: str) -> frozenset[str]:
    found = _WITH.match(text)
    return frozenset(analyze(found[1])) if found else frozenset()


def _masked(text: str, found: Sequence[Quantity]) -> str:
    """A sentence without its numbers, which say nothing of what it is about."""
    parts, at = [], 0
    for each in sorted(found, key=lambda quantity: quantity.start):
        parts += [text[at : each.start], "some"]
        at = each.end
    return " ".join("".join([*parts, text[at:]]).split())
