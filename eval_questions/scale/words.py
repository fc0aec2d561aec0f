"""What shards do to the search by words: each weighs a word by its own texts, so that merged scores are of many scales.

MultiHop-RAG's texts are split by time, by outlet and by chance, each shard gets a lexical half of its own, and the best
of all, merged by score, are held against those of one half over everything.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from eval_questions.convert.multihop import NULL, read_corpus, read_queries
from eval_questions.convert.write import Document
from index.article import Article, Chunk
from index.hit import Hit
from index.lexical import Lexical
from index.lexical_writer import LexicalWriter

CANDIDATES = 30
STATE = "all"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the ids of the texts that answer it."""

    words: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Moved:
    """What merged shards give, held against one index of all, over questions.

    `same` is the share of the best `CANDIDATES` that are the same, `first` how often the first is the same, `gold` the
    share of the texts that answer among them, `gold_of_one` that in one index.
    """

    shards: int
    smallest: int
    same: float
    first: float
    gold: float
    gold_of_one: float


def load(folder: Path) -> tuple[list[Document], list[Question]]:
    """The texts of MultiHop-RAG that have a date, and the questions that they answer."""
    texts = [text for text in read_corpus(next(folder.glob("*corpus*"))) if text.published]
    known = {text.id for text in texts}
    asked = [query for query in read_queries(next(folder.glob("*queries*"))) if query.question_type != NULL]
    found = [Question(q.query, frozenset(fact.title for fact in q.evidence_list) & known) for q in asked]
    return texts, [question for question in found if question.gold]


def by_outlet(text: Document) -> str:
    """The outlet."""
    return text.outlet


def by_chance(shards: int) -> Callable[[Document], str]:
    """One of so many, by a digest of the id."""
    return lambda text: str(blake2b(text.id.encode(), digest_size=4).digest()[0] % shards)


def by_time(texts: Sequence[Document], shards: int) -> Callable[[Document], str]:
    """One of so many times, each of as many texts."""
    days = sorted(text.published for text in texts)
    starts = [days[len(days) * shard // shards] for shard in range(1, shards)]
    return lambda text: str(sum(text.published >= start for start in starts))


def halves(texts: Iterable[Document], shard: Callable[[Document], str], folder: Path) -> Mapping[str, Lexical]:
    """A lexical half for each shard, in folders of its own below one."""
    groups: defaultdict[str, list[Document]] = defaultdict(list)
    for text in texts:
        groups[shard(text)].append(text)
    made = {}
    for number, (name, group) in enumerate(sorted(groups.items())):
        writer = LexicalWriter(folder / str(number))
        for text in group:
            writer.add(*_article(text))
        writer.finish(STATE)
        made[name] = Lexical(folder / str(number), STATE)
    return made


def merged(shards: Iterable[Lexical], question: str, limit: int) -> list[Hit]:
    """The best of all shards by their scores, `limit` of each being asked for."""
    found = [hit for shard in shards for hit in shard.search(question, limit)]
    return sorted(found, key=lambda hit: (-hit.score, hit.chunk_id))[:limit]


def moved(one: Lexical, shards: Mapping[str, Lexical], questions: Sequence[Question]) -> Moved:
    """How the best of merged shards differ from those of one half."""
    same = first = gold = gold_of_one = 0.0
    for question in questions:
        ours = [hit.chunk_id for hit in merged(shards.values(), question.words, CANDIDATES)]
        theirs = [hit.chunk_id for hit in one.search(question.words, CANDIDATES)]
        same += len(set(ours) & set(theirs)) / max(1, len(theirs))
        first += ours[:1] == theirs[:1]
        gold += len(question.gold & set(ours)) / len(question.gold)
        gold_of_one += len(question.gold & set(theirs)) / len(question.gold)
    count = len(questions)
    least = min(half.count() for half in shards.values())
    return Moved(len(shards), least, same / count, first / count, gold / count, gold_of_one / count)


def _article(text: Document) -> tuple[Article, list[Chunk]]:
    day = datetime.fromisoformat(text.published) if text.published else None
    article = Article(text.id, text.text, text.title, text.id, published=day, outlet=text.outlet or None)
    return article, [Chunk(text.id, text.id, 0, len(text.text), text.text, ())]
