"""The lexical half: BM25 over the chunks, by tantivy, in a folder beside Chroma from which it can be rebuilt.

For each state of the store there is a folder of its own, named by the state, which is whole before the store has that
state: who reads an older one goes on reading it. A folder that adds to an older one begins as hard links to its files,
which tantivy never changes once they are written.
"""

import os
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.article import Article, Chunk
from index.choice import ALL, Choice, outlet_key, published_at
from index.errors import IndexUnfinished
from index.store import Hit

if TYPE_CHECKING:
    import tantivy

MAKING = "making"
_FOLDER = "lexical"
_ANALYZER = "news"
_TITLE_WEIGHT = 0.5
_MEMORY = 50_000_000
"""Bytes that tantivy may take for one writer before it flushes; its minimum is 15 MB."""

_LOCKS = shutil.ignore_patterns(".tantivy-*.lock")


class Lexical:
    """A BM25 index of the chunks of one state of the store; raises IndexUnfinished where there is none.

    `since` is when it was made, in seconds since 1970.
    """

    def __init__(self, index_dir: Path, state: str) -> None:
        if not is_there(index_dir, state):
            raise IndexUnfinished(index_dir, "its lexical half is missing.", "Make it anew: copydesk rebuild.")
        self.state = state
        self.since = _folder(index_dir, state).stat().st_mtime
        self._index = _open(_folder(index_dir, state))

    def search(self, question: str, limit: int, choice: Choice = ALL) -> list[Hit]:
        """The chunks that share the question's words, by BM25, best first; the order of equals is that of their ids."""
        query = self._query(question, choice)
        if query is None or limit < 1:
            return []
        searcher = self._index.searcher()
        depth = limit + 1
        found = searcher.search(query, depth).hits
        while len(found) == depth and found[-1][0] == found[limit - 1][0]:  # equals go on beyond the limit
            depth *= 2
            found = searcher.search(query, depth).hits
        hits = [Hit(searcher.doc(address)["chunk_id"][0], score) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))[:limit]

    def count(self) -> int:
        """How many chunks are held."""
        return int(self._index.searcher().num_docs)

    def has(self, chunk_id: str) -> bool:
        """Tell whether a chunk is held."""
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, "chunk_id", chunk_id)
        return bool(self._index.searcher().search(query, 1).hits)

    def _query(self, question: str, choice: Choice) -> "tantivy.Query | None":
        """Any of the question's words may match; they are given as terms, so no query syntax is read from them."""
        import tantivy

        words = dict.fromkeys(analyze(question))
        schema = self._index.schema
        should: list[Any] = []
        for word in words:
            title = tantivy.Query.term_query(schema, "title", word)
            should.append((tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)))
            should.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, _TITLE_WEIGHT)))
        if not should:
            return None
        asked = tantivy.Query.boolean_query(should)
        kept = [(tantivy.Occur.Must, tantivy.Query.const_score_query(q, 0.0)) for q in _chosen(schema, choice)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), *kept]) if kept else asked


class LexicalWriter:
    """Makes the lexical half of a state to come: that of `base` and what is added, or of what is added alone.

    It is found under the state given to `finish`, and not before: till then it is in the folder `making`, whose name
    begins with MAKING.
    """

    def __init__(self, index_dir: Path, base: str | None = None, making: str = MAKING) -> None:
        self._index_dir = index_dir
        self._folder = index_dir / _FOLDER / making
        shutil.rmtree(self._folder, ignore_errors=True)
        if base:
            shutil.copytree(_folder(index_dir, base), self._folder, copy_function=_link, ignore=_LOCKS)
        else:
            self._folder.mkdir(parents=True)
        self._writer = _open(self._folder).writer(_MEMORY, num_threads=1)

    def add(self, article: Article, chunks: Iterable[Chunk]) -> None:
        """Add an article's chunks."""
        import tantivy

        own: dict[str, Any] = {"title": article.title}
        if article.outlet:
            own["outlet"] = outlet_key(article.outlet)
        if article.published:
            own["published_at"] = published_at(article.published)
        for chunk in chunks:
            self._writer.add_document(tantivy.Document(chunk_id=chunk.id, text=chunk.text, **own))

    def finish(self, state: str) -> None:
        """Write it out for a state of the store."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        target, old = _folder(self._index_dir, state), _folder(self._index_dir, "old")
        shutil.rmtree(old, ignore_errors=True)
        if target.is_dir():
            target.rename(old)
        self._folder.rename(target)

    def discard(self) -> None:
        """Leave no trace."""
        self._writer.rollback()
        shutil.rmtree(self._folder, ignore_errors=True)


def is_there(index_dir: Path, state: str) -> bool:
    """Tell whether there is a lexical half for a state of the store."""
    return (_folder(index_dir, state) / "meta.json").is_file()


def is_begun(index_dir: Path) -> bool:
    """Tell whether there was ever a lexical half."""
    return any(folder.name != "old" for folder in _halves(index_dir))


def keep_only(index_dir: Path, state: str) -> None:
    """Remove the lexical halves of all other states; who reads one of them still can."""
    for folder in _halves(index_dir):
        if folder != _folder(index_dir, state):
            shutil.rmtree(folder, ignore_errors=True)


def _halves(index_dir: Path) -> list[Path]:
    """The folders of lexical halves, but for those in the making."""
    return [folder for folder in (index_dir / _FOLDER).glob("*") if not folder.name.startswith(MAKING)]


def _folder(index_dir: Path, state: str) -> Path:
    return index_dir / _FOLDER / state[:16]


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _open(folder: Path) -> "tantivy.Index":
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published_at", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name=_ANALYZER)
    builder.add_text_field("text", tokenizer_name=_ANALYZER)
    index = tantivy.Index(builder.build(), path=str(folder), reuse=True)
    index.register_tokenizer(_ANALYZER, _analyzer())
    return index


def _chosen(schema: "tantivy.Schema", choice: Choice) -> list["tantivy.Query"]:
    import tantivy

    asked = []
    if choice.outlets:
        asked.append(tantivy.Query.term_set_query(schema, "outlet", list(choice.keys)))
    if choice.has_time:
        first, last = choice.seconds
        asked.append(tantivy.Query.range_query(schema, "published_at", tantivy.FieldType.Integer, first, last))
    return asked


def analyze(text: str) -> list[str]:
    """The words of a text as they are compared: in lower case, without accents or function words, stemmed."""
    return _analyzer().analyze(text)


@cache
def _analyzer() -> "tantivy.TextAnalyzer":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.lowercase())
    builder = builder.filter(Filter.ascii_fold()).filter(Filter.stopword("english"))
    return builder.filter(Filter.stemmer("english")).build()
