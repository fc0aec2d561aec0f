"""Articles and chunks as Chroma records and back: flat metadata of numbers and strings.

A chunk's metadata holds, beside our own fields, those by which LlamaIndex makes a node of it.
"""

import json
from datetime import UTC, date, datetime
from typing import Any

from index.article import Article, Chunk, Sentence, SentenceKind

_OPTIONAL = ("outlet", "author", "dateline", "url")
_PLACE = ("path", "part", "format", "body")


def article_metadata(article: Article) -> dict[str, Any]:
    """The metadata of an article's record; its text is the record's document."""
    return _provenance(article) | {name: value for name in _PLACE if (value := getattr(article, name)) is not None}


def article(article_id: str, text: str, metadata: dict[str, Any]) -> Article:
    """Make the article of its record again."""
    return Article(
        id=article_id,
        text=text,
        title=metadata["title"],
        path=metadata["path"],
        part=metadata.get("part"),
        format=metadata["format"],
        published=_parse(metadata.get("published")),
        updated=_parse(metadata.get("updated")),
        body=metadata["body"],
        **{name: metadata.get(name) for name in _OPTIONAL},
    )


def chunk_metadata(article: Article, chunk: Chunk) -> dict[str, Any]:
    """The metadata of a chunk's record; its text is the record's document.

    Sentences are kept as [start, end, kind] relative to the chunk. `published_at` is in seconds since 1970, since
    Chroma compares numbers only.
    """
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
    from llama_index.core.vector_stores.utils import node_to_metadata_dict

    sentences = [[s.start - chunk.start, s.end - chunk.start, s.kind.value] for s in chunk.sentences]
    own = _provenance(article) | {"article_id": article.id, "start": chunk.start, "end": chunk.end}
    node = TextNode(
        id_=chunk.id,
        metadata=dict(own),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
        start_char_idx=chunk.start,
        end_char_idx=chunk.end,
    )
    return node_to_metadata_dict(node, remove_text=True, flat_metadata=True) | {
        "sentences": json.dumps(sentences, separators=(",", ":"))
    }


def chunk(chunk_id: str, text: str, metadata: dict[str, Any]) -> Chunk:
    """Make the chunk of its record again."""
    start = int(metadata["start"])
    sentences = tuple(
        Sentence(start + begin, start + end, SentenceKind(kind))
        for begin, end, kind in json.loads(metadata["sentences"])
    )
    return Chunk(chunk_id, metadata["article_id"], start, int(metadata["end"]), text, sentences)


def _provenance(article: Article) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": article.title}
    fields |= {name: value for name in _OPTIONAL if (value := getattr(article, name)) is not None}
    if article.published:
        instant = article.published
        if not isinstance(instant, datetime):
            instant = datetime(instant.year, instant.month, instant.day, tzinfo=UTC)
        fields |= {"published": article.published.isoformat(), "published_at": int(instant.timestamp())}
    if article.updated:
        fields["updated"] = article.updated.isoformat()
    return fields


def _parse(published: str | None) -> date | datetime | None:
    if published is None:
        return None
    return datetime.fromisoformat(published) if "T" in published else date.fromisoformat(published)
