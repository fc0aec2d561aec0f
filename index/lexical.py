"""The lexical half: BM25 over the chunks, by tantivy, in a folder beside Chroma from which it can be rebuilt."""

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.article import Chunk
from index.errors import IndexUnfinished
from index.store import Hit

if TYPE_CHECKING:
    import tantivy

_FOLDER = "lexical"
_STAMP = "state"
_ANALYZER = "news"
_TITLE_WEIGHT = 0.5
_MEMORY = 50_000_000
"""Bytes that tantivy may take for one writer before it flushes; its minimum is 15 MB."""


class Lexical:
    """A BM25 index of chunks. `state` is the store's state at the last commit, or "" before the first."""

    def __init__(self, index_dir: Path, *, create: bool = False) -> None:
        import tantivy

        self._folder = index_dir / _FOLDER
        if create:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
        elif not (self._folder / "meta.json").is_file():
            mend = "Run the same `copydesk index` again: it is made from what Chroma holds."
            raise IndexUnfinished(index_dir, "its lexical half is missing.", mend)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("title", tokenizer_name=_ANALYZER)
        builder.add_text_field("text", tokenizer_name=_ANALYZER)
        self._index = tantivy.Index(builder.build(), path=str(self._folder), reuse=True)
        self._index.register_tokenizer(_ANALYZER, _analyzer())

    @staticmethod
    def is_in_step(index_dir: Path, state: str) -> bool:
        """Tell whether there is a lexical half that was stamped with the store's `state`."""
        return _stamped(index_dir / _FOLDER) == state

    @property
    def state(self) -> str:
        """The store's state that this half was last committed for."""
        return _stamped(self._folder)

    def update(self, added: Iterable[tuple[Chunk, str]]) -> None:
        """Add chunks, each with its article's title; `stamp` it after."""
        import tantivy

        (self._folder / _STAMP).unlink(missing_ok=True)
        writer = self._index.writer(_MEMORY, num_threads=1)
        for chunk, title in added:
            writer.add_document(tantivy.Document(chunk_id=chunk.id, title=title, text=chunk.text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def stamp(self, state: str) -> None:
        """Record that this half is in step with the store's `state`."""
        (self._folder / _STAMP).write_text(state, "ascii")

    def search(self, question: str, limit: int) -> list[Hit]:
        """The chunks that share the question's words, by BM25, best first; the order of equals is that of their ids."""
        query = self._query(question)
        if query is None:
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

    def _query(self, question: str) -> "tantivy.Query | None":
        """Any of the question's words may match; they are given as terms, so no query syntax is read from them."""
        import tantivy

        words = dict.fromkeys(analyze(question))
        schema = self._index.schema
        should: list[Any] = []
        for word in words:
            title = tantivy.Query.term_query(schema, "title", word)
            should.append((tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)))
            should.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, _TITLE_WEIGHT)))
        return tantivy.Query.boolean_query(should) if should else None


def _stamped(folder: Path) -> str:
    stamp = folder / _STAMP
    return stamp.read_text("ascii") if stamp.is_file() else ""


def analyze(text: str) -> list[str]:
    """The words of a text as they are compared: in lower case, without accents or function words, stemmed."""
    return _analyzer().analyze(text)


@cache
def _analyzer() -> "tantivy.TextAnalyzer":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.lowercase())
    builder = builder.filter(Filter.ascii_fold()).filter(Filter.stopword("english"))
    return builder.filter(Filter.stemmer("english")).build()
