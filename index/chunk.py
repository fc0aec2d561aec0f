"""Sentences to chunks: runs of whole sentences that fit the embedding model's window together with their heading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index.article import Article, Chunk, Sentence, SentenceKind, chunk_id

_WIDEST_GAP = 16
"""Code points between two sentences of one chunk: a list marker fits, a line that was left out does not."""


_FURNITURE = "f"
"""Begins the number of a chunk of furniture in its id, by which a search can leave it out before it is read."""

_PASSED = 8
"""Furniture between two sentences of one chunk takes at most one in so many of its tokens."""


@dataclass(slots=True)
class _Run:
    """The sentences of a chunk in the making, with their length in tokens.

    `passed` are the tokens of furniture behind the last sentence, `end` is where sentences and furniture end.
    """

    sentences: list[Sentence] = field(default_factory=list)
    tokens: int = 0
    passed: int = 0
    end: int = 0

    def admits(self, sentence: Sentence, tokens: int, budget: int) -> bool:
        if not self.sentences:
            return True
        if self.tokens + self.passed + tokens > budget or _PASSED * self.passed > budget:
            return False
        if sentence.start - self.end > _WIDEST_GAP:
            return False
        return sentence.kind is not SentenceKind.HEADING or self.tokens < budget // 2

    def add(self, sentence: Sentence, tokens: int) -> None:
        self.sentences.append(sentence)
        self.tokens += self.passed + tokens
        self.passed, self.end = 0, sentence.end

    def pass_over(self, sentence: Sentence, tokens: int) -> None:
        self.passed, self.end = self.passed + tokens, sentence.end


def header(article: Article) -> str:
    """The title and the day of publication, put before a chunk's text when it is embedded, not into the chunk."""
    day = f" ({article.published:%d %B %Y})" if article.published else ""
    return f"{article.title}{day}\n"


def chunk(
    article: Article, sentences: Sequence[Sentence], count_tokens: Callable[[Sequence[str]], list[int]], budget: int
) -> tuple[Chunk, ...]:
    """Pack sentences greedily into chunks of at most `budget` tokens, the article's header counted in.

    A heading opens a new chunk once the running one is half full. A sentence that alone is longer than the budget is a
    chunk of its own, whose embedding sees its beginning.

    Furniture has chunks of its own, after the others, so that it dilutes none of them. A chunk of prose spans a short
    line of it, which is counted in: cut there, it would lose the sentences that say who "he" is.
    """
    if not sentences:
        return ()
    texts = [header(article), *(article.text[s.start : s.end] for s in sentences)]
    header_tokens, *lengths = count_tokens(texts)
    room = max(budget - header_tokens, budget // 2)
    prose, furniture = [_Run()], [_Run()]
    for sentence, tokens in zip(sentences, lengths, strict=True):
        if sentence.kind is SentenceKind.FURNITURE:
            prose[-1].pass_over(sentence, tokens)
            _pack(furniture, sentence, tokens, room)
        else:
            _pack(prose, sentence, tokens, room)
    return (
        *(_chunk(article, f"{number:04d}", run.sentences) for number, run in enumerate(prose) if run.sentences),
        *(
            _chunk(article, f"{_FURNITURE}{number:03d}", run.sentences)
            for number, run in enumerate(furniture)
            if run.sentences
        ),
    )


def is_furniture_id(chunk_id: str) -> bool:
    """Tell from its id whether a chunk holds furniture."""
    return chunk_id.rpartition("-")[2].startswith(_FURNITURE)


def _pack(runs: list[_Run], sentence: Sentence, tokens: int, room: int) -> None:
    if not runs[-1].admits(sentence, tokens, room):
        runs.append(_Run())
    runs[-1].add(sentence, tokens)


def _chunk(article: Article, number: str, sentences: Sequence[Sentence]) -> Chunk:
    start, end = sentences[0].start, sentences[-1].end
    return Chunk(chunk_id(article.id, number), article.id, start, end, article.text[start:end], tuple(sentences))
