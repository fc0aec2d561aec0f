"""Articles and chunks as Chroma records and back: flat metadata of numbers and strings.

An article's record holds all that is known of it: its text, its provenance, where its chunks and sentences are, and
what its copies are found by. A chunk's record holds a vector, and those fields by which LlamaIndex makes a node of it.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from index.article import Article, Chunk, Sentence, SentenceKind, chunk_id
from index.choice import outlet_key, published_at
from index.copies import Record
from index.signature import Signature

_OPTIONAL = ("outlet", "author", "dateline", "url")
_PLACE = ("path", "part", "format", "body")
EMBEDDED = "embedded"
CHANGE = "change"
"""Which change of the index an article came with, counted from 1: what readers elsewhere fetch the new ones by."""


def article_metadata(article: Article, chunks: Sequence[Chunk], record: Record) -> dict[str, Any]:
    """The metadata of an article's record; its text is the record's document. Its chunks are not embedded yet."""
    fields = _provenance(article) | _given(article, _PLACE)
    fields |= {"layout": _layout(chunks), EMBEDDED: not chunks, "signature": str(record.signature)}
    fields["sha256"] = text_digest(article.text)
    return fields | link_metadata(record)


def text_digest(text: str) -> str:
    """The SHA-256 of a text, by which `copydesk check` proves it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link_metadata(record: Record) -> dict[str, Any]:
    """What changes of a record when its copies do."""
    return {"copies": " ".join(record.copies), "report": record.report or ""}


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
        report=metadata["report"] or None,
        **{name: metadata.get(name) for name in _OPTIONAL},
    )


def record(article_id: str, metadata: dict[str, Any]) -> Record:
    """What an article's copies are found by, of its record."""
    return Record(
        id=article_id,
        signature=Signature.parse(metadata["signature"]),
        published=_parse(metadata.get("published")),
        updated=_parse(metadata.get("updated")),
        outlet=metadata.get("outlet"),
        url=metadata.get("url"),
        copies=tuple(metadata["copies"].split()),
        report=metadata["report"] or None,
    )


def chunks(article_id: str, text: str, metadata: dict[str, Any]) -> tuple[Chunk, ...]:
    """Make an article's chunks of its record again, in their order."""
    made = []
    for number, start, end, sentences in json.loads(metadata["layout"]):
        places = tuple(Sentence(start + begin, start + stop, SentenceKind(kind)) for begin, stop, kind in sentences)
        made.append(Chunk(chunk_id(article_id, number), article_id, start, end, text[start:end], places))
    return tuple(made)


def chunk_metadata(article: Article, chunk: Chunk) -> dict[str, Any]:
    """The metadata of a chunk's record; its text is the record's document.

    `published_at` is in seconds since 1970, since Chroma compares numbers only.
    """
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode
    from llama_index.core.vector_stores.utils import node_to_metadata_dict

    own = _provenance(article) | {"article_id": article.id, "start": chunk.start, "end": chunk.end}
    node = TextNode(
        id_=chunk.id,
        metadata=dict(own),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=article.id)},
        start_char_idx=chunk.start,
        end_char_idx=chunk.end,
    )
    return node_to_metadata_dict(node, remove_text=True, flat_metadata=True)


def _layout(chunks: Sequence[Chunk]) -> str:
    """For each chunk its number, start and end, and its sentences as [start, end, kind] counted from its start."""
    number = len(chunks[0].article_id) + 1 if chunks else 0
    rows = [
        [c.id[number:], c.start, c.end, [[s.start - c.start, s.end - c.start, s.kind.value] for s in c.sentences]]
        for c in chunks
    ]
    return json.dumps(rows, separators=(",", ":"))


def _given(article: Article, names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := getattr(article, name)) is not None}


def _provenance(article: Article) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": article.title} | _given(article, _OPTIONAL)
    if article.outlet:
        fields["outlet_key"] = outlet_key(article.outlet)
    if article.published:
        fields |= {"published": article.published.isoformat(), "published_at": published_at(article.published)}
    if article.updated:
        fields["updated"] = article.updated.isoformat()
    return fields


def _parse(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
