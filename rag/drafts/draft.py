"""A question made of one sentence: which sentences will do for it, and which questions read well by themselves."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Article, Sentence, SentenceKind
from rag.drafts.words import NAME, POINTING, is_name, named

_LEAST, _MOST = 5, 18
"""Words of a question that is neither bare nor a riddle."""

_LONGEST = 300
"""Characters of a sentence that one question can be made of; 99 in 100 of news are shorter."""

_SENTENCES = 60
"""Sentences of an article, from its beginning, where what matters stands."""

_FOREIGN = re.compile(r"[*_|#<>{}\[\]\n]|\bhttps?:|\bthere\b")
"""Markup, whose words are none; and "there", which is a place of another sentence."""

_QUOTE = re.compile(r"[\"“”„«»]|(?<!\w)['‘’]")
"""What opens speech, whose words are another's."""

_WHERE = r"\b(?P<where>in|at|near|off|outside) "
_AT_THE_END = re.compile(
    rf"{_WHERE}(?P<name>(?:the )?{NAME})(?=$|[,:;?–—]| (?:as|after|in|on|at|over|for|when|and|by)\b)"
)
_IN = re.compile(rf"\bin ({NAME})(?<!['’]s)(?=[,.;]| [a-z])")
_OFTEN = 3
"""Mentions of a place from which on a text may take place there."""

_TITLED = 4
"""How much a mention in the title weighs: a town that is named often may be one of many in it."""

_LOCATED = re.compile(r" (?:in|at|on the|near|off|outside|across|throughout|around|along|inside)\b.*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question that a sentence answers by the words `article.text[start:end]`; `kind` is what is asked for."""

    question: str
    kind: str
    article: Article
    sentence: Sentence
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence to make questions of, and its report's `whole` text, as far as it is asked about.

    `place` is where the report takes place ("in Orsk"), "" where that is not sure.
    """

    article: Article
    sentence: Sentence
    text: str
    whole: str
    place: str

    def draft(self, question: str, kind: str, start: int, end: int) -> Draft | None:
        """The question if it reads well by itself; `text[start:end]` are the words that answer it."""
        asked = " ".join(question.split()).strip(" ,;")
        words = len(asked.split())
        if _QUOTE.search(asked) or _QUOTE.search(self.text[:start]):
            return None
        if not named(asked) or POINTING.search(asked.partition(" ")[2]) or not _LEAST <= words <= _MOST:
            return None
        at = self.sentence.start
        return Draft(f"{asked}?", kind, self.article, self.sentence, at + start, at + end)

    def subject(self, words: str) -> str:
        """The subject that a sentence begins with, as it stands within one; "" where it may be no name."""
        if words.split()[0] in ("The", "A", "An"):
            return words[0].lower() + words[1:]
        return words if is_name(words, self.whole) else ""

    def placed(self, rest: str) -> str:
        """What a question ends with, and where it took place unless a name in it says so already."""
        if named(f"- {rest}"):
            return rest
        return f"{_LOCATED.sub('', f' {rest}')} {self.place}"


def sources(article: Article, sentences: Sequence[Sentence]) -> list[Source]:
    """The sentences of an article that are plain enough to ask about."""
    prose = [sentence for sentence in sentences if sentence.kind is SentenceKind.PROSE][:_SENTENCES]
    told = [article.text[s.start : s.end][:_LONGEST] for s in prose]
    whole = "\n".join(told)
    place = _place(article, whole)
    pairs = zip(prose, told, strict=True)
    return [
        Source(article, s, text, whole, place)
        for s, text in pairs
        if len(text) < _LONGEST and not _FOREIGN.search(text)
    ]


def _place(article: Article, whole: str) -> str:
    """Where a report takes place: as its title says, or as title and text say most, or its dateline's town."""
    titled = _AT_THE_END.search(article.title)
    if titled and not article.title.istitle() and named(f"- in {titled['name']}"):
        return f"{titled['where']} {titled['name']}"
    said = Counter(name for name in _IN.findall(whole) if named(f"- in {name}"))
    weights = {
        name: 2 * said[name] + _mentions(name, whole) + _TITLED * _mentions(name, article.title) for name in said
    }
    most = max(sorted(weights), key=weights.__getitem__, default="")
    if most and _mentions(most, whole) >= _OFTEN:
        return f"in {most}"
    town = (article.dateline or "").split(",")[0].strip().title()
    again = re.compile(rf"\b(?:in|at|across|of|from|near) {re.escape(town)}\b")
    return f"in {town}" if town and again.search(whole) else ""


def _mentions(name: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b(?!['’])", text))
