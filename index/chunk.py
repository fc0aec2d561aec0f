"""Sentences to chunks: runs of whole sentences that fit the embedding model's window together with their heading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import Article, Chunk, Sentence, SentenceKind, chunk_id

_WIDEST_GAP = 16
"""Code points between two sentences of one chunk: a list marker fits, a line that was left out does not."""


@dataclass(slots=True)
class _Run:
    """The sentences of a chunk in the making, with their length in tokens."""

    sentences: list[Sentence]
    tokens: int = 0

    def admits(self, sentence: Sentence, tokens: int, budget: int) -> bool:
        if not self.sentences:
            return True
        if self.tokens + tokens > budget or sentence.start - self.sentences[-1].end > _WIDEST_GAP:
            return False
        return sentence.kind is not SentenceKind.HEADING or self.tokens < budget // 2


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
    """
    if not sentences:
        return ()
    texts = [header(article), *(article.text[s.start : s.end] for s in sentences)]
    header_tokens, *lengths = count_tokens(texts)
    room = max(budget - header_tokens, budget // 2)
    runs = [_Run([])]
    for sentence, tokens in zip(sentences, lengths, strict=True):
        if not runs[-1].admits(sentence, tokens, room):
            runs.append(_Run([]))
        runs[-1].sentences.append(sentence)
        runs[-1].tokens += tokens
    return tuple(_chunk(article, number, run.sentences) for number, run in enumerate(runs))


def _chunk(article: Article, number: int, sentences: Sequence[Sentence]) -> Chunk:
    start, end = sentences[0].start, sentences[-1].end
    return Chunk(chunk_id(article.id, number), article.id, start, end, article.text[start:end], tuple(sentences))
