"""The engine as LlamaIndex knows it: a retriever of nodes and a query engine."""

from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.answer import Citation, Passage, describe

if TYPE_CHECKING:
    from rag.engine import Engine


class CopydeskRetriever(BaseRetriever):
    """Gives the passages of a search as nodes, scored by reciprocal rank fusion."""

    def __init__(self, engine: "Engine", limit: int) -> None:
        super().__init__()
        self._engine = engine
        self._limit = limit

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(passage) for passage in self._engine.search(query_bundle.query_str, self._limit)]


class CopydeskQueryEngine(BaseQueryEngine):
    """Answers with `[n]` markers; source node n-1 is the sentence that `[n]` cites, `metadata` the answer's JSON."""

    def __init__(self, engine: "Engine") -> None:
        super().__init__(callback_manager=None)
        self._engine = engine

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        answer = self._engine.ask(query_bundle.query_str)
        return Response(answer.text, [_node(citation) for citation in answer.citations], answer.to_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        import asyncio

        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _node(place: Passage | Citation) -> NodeWithScore:
    if isinstance(place, Passage):
        node_id, text, score = place.chunk_id, place.text, place.score
    else:
        node_id, text, score = f"{place.article.id}-{place.start}-{place.end}", place.quote, None
    metadata: dict[str, Any] = {name: value for name, value in describe(place.article).items() if value is not None}
    node = TextNode(
        id_=node_id,
        text=text,
        metadata=metadata | {"start": place.start, "end": place.end},
        start_char_idx=place.start,
        end_char_idx=place.end,
    )
    return NodeWithScore(node=node, score=score)
