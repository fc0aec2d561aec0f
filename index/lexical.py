"""The lexical half: BM25 over the chunks, by tantivy, in a folder beside Chroma from which it can be rebuilt.

For each state of the store there is a folder of its own, named by the state, which is whole before the store has that
state: who reads an older one goes on reading it. A folder that adds to an older one begins as hard links to its files,
which tantivy never changes once they are written.
"""

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.choice import ALL, Choice
from index.errors import IndexUnfinished
from index.hit import Hit

if TYPE_CHECKING:
    import tantivy

MAKING = "making"
FOLDER = "lexical"
_ANALYZER = "news"
TITLE_WEIGHT = 0.5


class Lexical:
    """A BM25 index of the chunks of one state of the store; raises IndexUnfinished where there is none.

    `since` is when it was made, in seconds since 1970.
    """

    def __init__(self, index_dir: Path, state: str) -> None:
        if not is_there(index_dir, state):
            raise IndexUnfinished(index_dir, "its lexical half is missing.", "Make it anew: copydesk rebuild.")
        self.state = state
        self.since = half(index_dir, state).stat().st_mtime
        self._index = open_half(half(index_dir, state))

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
            should.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_WEIGHT)))
        if not should:
            return None
        asked = tantivy.Query.boolean_query(should)
        kept = [(tantivy.Occur.Must, tantivy.Query.const_score_query(q, 0.0)) for q in _chosen(schema, choice)]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), *kept]) if kept else asked


def is_there(index_dir: Path, state: str) -> bool:
    """Tell whether there is a lexical half for a state of the store."""
    return (half(index_dir, state) / "meta.json").is_file()


def is_begun(index_dir: Path) -> bool:
    """Tell whether there was ever a lexical half."""
    return any(folder.name != "old" for folder in _halves(index_dir))


def keep_only(index_dir: Path, state: str) -> None:
    """Remove the lexical halves of all other states; who reads one of them still can."""
    for folder in _halves(index_dir):
        if folder != half(index_dir, state):
            shutil.rmtree(folder, ignore_errors=True)


def _halves(index_dir: Path) -> list[Path]:
    """The folders of lexical halves, but for those in the making."""
    return [folder for folder in (index_dir / FOLDER).glob("*") if not folder.name.startswith(MAKING)]


def half(index_dir: Path, state: str) -> Path:
    """The folder of the lexical half of a state."""
    return index_dir / FOLDER / state[:16]


def open_half(folder: Path) -> "tantivy.Index":
    """The index in such a folder, made where there is none."""
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
