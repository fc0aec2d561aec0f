"""Articles in, a searchable index on disk out: read, split, chunk, embed, store."""

from index.article import Article, Chunk, Sentence, SentenceKind
from index.errors import (
    ArticleError,
    CopydeskError,
    IndexUnusable,
    ModelUnusable,
    NoArticles,
    PathMissing,
)
from index.sync import sync
from index.take import SyncReport

__all__ = [
    # indexing
    "sync",
    "SyncReport",
    # what it holds
    "Article",
    "Chunk",
    "Sentence",
    "SentenceKind",
    # what can go wrong
    "CopydeskError",
    "ArticleError",
    "IndexUnusable",
    "ModelUnusable",
    "NoArticles",
    "PathMissing",
]
