"""The whole flow on one screen: retrieve, read, decide, compose, check."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from index.article import Article
from index.embed import Encoder
from index.errors import IndexMismatch, IndexUnfinished
from index.lexical import Lexical
from index.store import Store
from rag.abstain import doubt
from rag.answer import Answer, Passage
from rag.check import check
from rag.compose import ExtractiveGenerator, Generator
from rag.errors import QuestionEmpty, QuestionTooLong
from rag.read import CrossEncoder, read
from rag.retrieve import HybridRetriever
from rag.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever

MAX_QUESTION = 1000
"""Code points: what the cross-encoder can read beside a sentence."""

_NEAREST = 3


class Engine:
    """Answers questions over one index; made by `rag.open`. It can be used from several threads."""

    def __init__(self, store: Store, retriever: HybridRetriever, reader: CrossEncoder, generator: Generator,
                 settings: Settings) -> None:  # fmt: skip
        self.store = store
        self._retriever = retriever
        self._reader = reader
        self._generator = generator
        self._settings = settings

    def ask(self, question: str) -> Answer:
        """Answer a question from the index, or abstain; raises QuestionEmpty or QuestionTooLong."""
        question = _checked(question)
        clock = _Clock()
        with clock("retrieve"):
            passages = self._retriever.retrieve(question, self._settings.candidates)
        with clock("read"):
            evidence = read(question, passages, self._reader, self._settings.read_sentences)
        with clock("decide"):
            doubts = doubt(question, evidence)
        with clock("compose"):
            draft = [] if doubts else self._generator.compose(question, evidence)
        with clock("check"):
            text, citations = check(draft)
        if citations:
            return Answer(question, text, abstained=False, citations=citations, timings=clock.timings())
        silence = f"The articles do not say: {doubts or 'no sentence could be held against its source'}."
        nearest = tuple(passages[:_NEAREST])
        return Answer(question, silence, abstained=True, nearest=nearest, timings=clock.timings())

    def search(self, question: str, limit: int = 10) -> list[Passage]:
        """The `limit` passages nearest to a question, best first; raises QuestionEmpty or QuestionTooLong."""
        return self._retriever.retrieve(_checked(question), max(limit, 0))

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        return self.store.articles([article_id]).get(article_id)

    def warm_up(self) -> None:
        """Load the models now rather than with the first question."""
        self._reader.load()
        self._retriever.retrieve("warm up", 1)

    def as_retriever(self, limit: int = 10) -> "BaseRetriever":
        """The engine as a LlamaIndex retriever, which gives `limit` nodes."""
        from rag.llamaindex import CopydeskRetriever

        return CopydeskRetriever(self, limit)

    def as_query_engine(self) -> "BaseQueryEngine":
        """The engine as a LlamaIndex query engine, whose source nodes are the cited sentences."""
        from rag.llamaindex import CopydeskQueryEngine

        return CopydeskQueryEngine(self)


def open(index_dir: Path | str, *, embedding_model: str | None = None, settings: Settings | None = None) -> Engine:  # noqa: A001
    """Open an index for questions, with the embedding model that it was made with.

    Raises IndexUnusable where there is no index, it is unfinished, or was made by another model (or another version of
    it) or by a newer Copydesk, ModelUnusable where the model is not on this machine, and SettingUnusable.
    """
    settings = settings or Settings.from_environment()
    index_dir = Path(index_dir).absolute()
    store = Store.open(index_dir)
    encoder = Encoder(embedding_model or store.recipe.model, settings.device)
    if (encoder.name, encoder.fingerprint) != (store.recipe.model, store.recipe.fingerprint):
        mend = f"Open it with {store.recipe.model}, or index the articles into a new directory."
        raise IndexMismatch(
            index_dir, f"it was made with the model {store.recipe.model}, which is not this {encoder.name}.", mend
        )
    lexical = Lexical(index_dir)
    if lexical.state != store.state:
        raise IndexUnfinished(index_dir, "its lexical half is not in step with Chroma.")
    retriever = HybridRetriever(store, lexical, encoder, settings.candidates)
    return Engine(store, retriever, CrossEncoder(), ExtractiveGenerator(settings.answer_sentences), settings)


def _checked(question: str) -> str:
    if not any(c.isalnum() for c in question):
        raise QuestionEmpty("There are no words in the question.", "Ask in words, for example: Who said what?")
    if len(question) > MAX_QUESTION:
        fault = f"The question has {len(question):,} characters; {MAX_QUESTION:,} are the limit."
        raise QuestionTooLong(fault, "Ask in one or two sentences.")
    return " ".join(question.encode("utf-8", "replace").decode().split())  # half a character becomes "?"


class _Clock:
    """Seconds by stage, in the order of the stages."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._start = perf_counter()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self._seconds[stage] = perf_counter() - start

    def timings(self) -> dict[str, float]:
        return self._seconds | {"total": perf_counter() - self._start}
