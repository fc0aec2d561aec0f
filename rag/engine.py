"""The whole flow on one screen: retrieve, read, rerank, decide, claim, write and check."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.article import Article
from index.choice import ALL, Choice, When
from index.embed import Encoder
from index.live import Live
from index.place import Where
from index.store import Store
from rag.abstain import decide
from rag.alike import Alike
from rag.answer import Answer, Evidence, Passage
from rag.chat import Chat
from rag.claim import Timeline
from rag.claims import claims
from rag.clock import Clock
from rag.compose import ExtractiveGenerator, Generator
from rag.conclude import concluded
from rag.errors import QuestionError
from rag.events import Flow, Heed, Stage, Stream, carry_on, outcome
from rag.grouping import by_time
from rag.making import Making, making
from rag.matter import Matter
from rag.models import Models
from rag.overview import Overview, overview
from rag.question import checked, parts, printable
from rag.read import read
from rag.rerank import best_first, rerank
from rag.retrieve import HybridRetriever
from rag.settings import Settings
from rag.tell import Numbering
from rag.vitals import Vitals, vitals

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever


class Engine:
    """Answers questions over one index; made by `rag.open`. It can be used from several threads."""

    def __init__(self, live: Live, models: Models, generator: Generator, settings: Settings) -> None:
        self._live = live
        self._models = models
        self._generator = generator
        self._settings = settings
        self._retriever = HybridRetriever(live, models.encoder, settings.candidates)

    @property
    def store(self) -> Store:
        """What the index holds now."""
        return self._live.store

    @property
    def encoder(self) -> Encoder:
        """The embedding model of the index."""
        return self._models.encoder

    @property
    def making(self) -> Making:
        """What answers are made with now: version, embedding model, the index's fingerprint and a model that writes."""
        return making(self._live, self.encoder, self._generator.writer)

    def overview(self) -> Overview:
        """How many articles, of which outlets and days, the index holds now."""
        return overview(self._live)

    def vitals(self) -> Vitals:
        """How large the index is, and since when it is searched by words as it is; raises IndexUnusable."""
        return vitals(self._live)

    def look(self) -> None:
        """Raise IndexUnusable where the index cannot be read now."""
        _ = self._live.store

    def beside(self, index_dir: Where) -> "Engine":
        """An engine over another index that shares this one's models and settings; raises as `rag.open` does."""
        live = Live(index_dir)
        self._models.require(live.store.index_dir, live.store.recipe)
        return Engine(live, self._models, self._generator, self._settings)

    def close(self) -> None:
        """Give back what the index holds open; nothing can be asked after. The models stay, others may use them."""
        self._live.close()

    def quoting(self) -> "Engine":
        """The same engine without a language model: its answers are quotations."""
        return Engine(self._live, self._models, ExtractiveGenerator(self._settings.answer_sentences), self._settings)

    def ask(
        self, question: str, *, outlets: Sequence[str] = (), since: When | None = None, until: When | None = None
    ) -> Answer:
        """Answer a question from the index, or abstain: also where what is given cannot be read as a question.

        Only articles of `outlets`, published from `since` to `until`, are asked (`index.choice.Choice`).
        """
        return self.ask_and_search(question, Choice(tuple(outlets), since, until))[0]

    def stream(
        self, question: str, *, outlets: Sequence[str] = (), since: When | None = None, until: When | None = None
    ) -> Stream:
        """Answer a question as `ask` does, and tell of it meanwhile: stages, then lines, last the answer."""
        choice = Choice(tuple(outlets), since, until)
        return Stream(lambda heed: self.flow(question, choice, heed))

    def chat(
        self,
        *,
        outlets: Sequence[str] = (),
        since: When | None = None,
        until: When | None = None,
        history: Sequence[Answer] = (),
    ) -> Chat:
        """A conversation, in which a question can lean on those before; the articles are chosen once, as by `ask`.

        `history` are answers to go on from.
        """
        return Chat(self.flow, Choice(tuple(outlets), since, until), self._generator.restate, history)

    def ask_and_search(self, question: str, choice: Choice = ALL) -> tuple[Answer, list[Passage]]:
        """Answer a question, and give the passages that were read for it, best first, at the cost of the answer."""
        return outcome(self.flow(question, choice))

    def flow(self, question: str, choice: Choice = ALL, heed: Heed = carry_on) -> Flow:
        """The work of answering a question, for who tells of it while it goes on."""
        clock = Clock()
        try:
            asked = checked(question)
        except QuestionError as error:
            told = f"{error.fault} {error.mend}"
            return Answer(printable(question), told, abstained=True, timings=clock.timings()), []
        yield Stage.SEARCHING
        with clock("retrieve"):
            passages = self._retriever.retrieve(asked, self._settings.candidates, choice)
        yield Stage.READING
        evidence = [(part, self._read(part, passages, clock, heed)) for part in parts(asked)]
        ordered = best_first(passages, [found for _, part in evidence for found in part])
        yield Stage.CHECKING
        with clock("decide"):
            verdicts = [decide(part, found, self._models.judge) for part, found in evidence]
        with clock("claims"):
            matter = Matter.of(asked, verdicts, Alike(self.encoder))
        written = yield from self._generator.write(matter, clock, heed)
        return concluded(matter, written, ordered, clock), ordered

    def timeline(
        self, question: str, *, outlets: Sequence[str] = (), since: When | None = None, until: When | None = None
    ) -> Timeline:
        """The values that the articles give for a question, by the time of their publication.

        The articles are chosen as by `ask`. Raises QuestionEmpty and QuestionTooLong.
        """
        asked, choice = checked(question), Choice(tuple(outlets), since, until)
        passages = self._retriever.retrieve(asked, self._settings.candidates, choice)
        verdict = decide(asked, self._read(asked, passages, Clock()), self._models.judge)
        found = [] if verdict.missing else claims(asked, verdict.evidence, Alike(self.encoder))
        numbers = Numbering()
        return Timeline(asked, numbers.of_claims(sorted(found, key=by_time)), numbers.all)

    def read(self, question: str) -> list[Evidence]:
        """The sentences that were read for a question, not yet judged, the cross-encoder's best first."""
        asked = checked(question)
        return self._read(asked, self._retriever.retrieve(asked, self._settings.candidates), Clock())

    def _read(self, question: str, passages: Sequence[Passage], clock: Clock, heed: Heed = carry_on) -> list[Evidence]:
        with clock("read"):
            evidence = read(question, passages[: self._settings.candidates], self._models.reader, heed)
        with clock("rerank"):
            return rerank(question, evidence, self._models.reranker, self._settings.rerank_sentences, heed)

    def search(
        self,
        question: str,
        limit: int = 10,
        *,
        outlets: Sequence[str] = (),
        since: When | None = None,
        until: When | None = None,
    ) -> list[Passage]:
        """The `limit` passages nearest to a question, best first; raises QuestionEmpty or QuestionTooLong.

        Retriever, cross-encoder and reader have a say in the order: see `best_first`. The articles are chosen as by
        `ask`; of copies of one report there is one, with the others in `also`.
        """
        asked, choice = checked(question), Choice(tuple(outlets), since, until)
        passages = self._retriever.retrieve(asked, max(limit, self._settings.candidates), choice)
        return best_first(passages, self._read(asked, passages, Clock()))[: max(limit, 0)]

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        return self.store.articles([article_id]).get(article_id)

    def warm_up(self) -> None:
        """Load the models now rather than with the first question."""
        self._models.load()
        self._retriever.retrieve("warm up", 1)

    def as_retriever(self, limit: int = 10) -> "BaseRetriever":
        """The engine as a LlamaIndex retriever, which gives `limit` nodes."""
        from rag.llamaindex import CopydeskRetriever

        return CopydeskRetriever(self, limit)

    def as_query_engine(self) -> "BaseQueryEngine":
        """The engine as a LlamaIndex query engine, whose source nodes are the cited sentences."""
        from rag.llamaindex import CopydeskQueryEngine

        return CopydeskQueryEngine(self)
