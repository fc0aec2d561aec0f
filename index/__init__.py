"""Articles in, a searchable index on disk out: read, split, chunk, embed, store."""

from index.article import Article, Chunk, Sentence, SentenceKind
from index.choice import Choice
from index.columns import Columns
from index.errors import (
    ArticleError,
    CopydeskError,
    IndexUnusable,
    ModelUnusable,
    NoArticles,
    PathMissing,
)
from index.listing import Listed, articles
from index.status import Status, status
from index.sync import rebuild, sync
from index.take import SyncReport
from index.watch import watch

__all__ = [
    # indexing
    "sync",
    "SyncReport",
    "Columns",
    "rebuild",
    "watch",
    # what it holds
    "articles",
    "Listed",
    "Choice",
    "status",
    "Status",
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
