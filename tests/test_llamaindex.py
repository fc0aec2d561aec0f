import asyncio
import shutil

import pytest

from index.embed import Encoder

pytestmark = pytest.mark.slow

QUESTION = "How much is a rifle used by the rebels worth?"


def test_a_retriever_gives_passages_as_nodes(engine):
    found = engine.as_retriever(3).retrieve(QUESTION)
    passages = engine.search(QUESTION, 3)
    assert [(n.node.node_id, n.node.text, n.score) for n in found] == [(p.chunk_id, p.text, p.score) for p in passages]
    for node, passage in zip(found, passages, strict=True):
        assert (node.metadata["start"], node.metadata["end"]) == (passage.start, passage.end)
        assert (node.node.start_char_idx, node.node.end_char_idx) == (passage.start, passage.end)
        assert node.metadata["title"] == passage.article.title


def test_a_query_engine_gives_the_answer_with_its_cited_sentences_as_sources(engine):
    response = engine.as_query_engine().query(QUESTION)
    answer = engine.ask(QUESTION)
    assert response.response == str(response) == answer.text
    assert [n.node.text for n in response.source_nodes] == [c.quote for c in answer.citations]
    assert [n.metadata["start"] for n in response.source_nodes] == [c.start for c in answer.citations]
    assert response.metadata | {"timings": 0} == answer.to_dict() | {"timings": 0}


def test_a_query_engine_can_be_awaited(engine):
    response = asyncio.run(engine.as_query_engine().aquery(QUESTION))
    assert response.response == engine.ask(QUESTION).text


def test_a_retriever_can_be_awaited(engine):
    assert len(asyncio.run(engine.as_retriever(2).aretrieve(QUESTION))) == 2


def test_an_abstention_has_no_sources(engine):
    response = engine.as_query_engine().query("How high is Mount Kilimanjaro?")
    assert response.metadata["abstained"] is True
    assert response.source_nodes == []


def test_a_retriever_fits_into_a_query_engine_of_llamaindex(engine):
    from llama_index.core.llms.mock import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine

    response = RetrieverQueryEngine.from_args(engine.as_retriever(3), llm=MockLLM()).query(QUESTION)
    assert len(response.source_nodes) == 3


def test_a_plain_vector_store_index_of_llamaindex_reads_our_chunks(engine, herof_index, tmp_path):
    import chromadb
    from llama_index.core import VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    encoder = Encoder()

    class Embedding(BaseEmbedding):
        def _get_text_embedding(self, text):
            return encoder.encode([text])[0].tolist()

        _get_query_embedding = _get_text_embedding

        async def _aget_query_embedding(self, query):
            return self._get_text_embedding(query)

    copy = shutil.copytree(herof_index, tmp_path / "index")
    client = chromadb.PersistentClient(str(copy), chromadb.config.Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.get_collection("chunks", embedding_function=None))
    index = VectorStoreIndex.from_vector_store(store, embed_model=Embedding())
    nodes = index.as_retriever(similarity_top_k=3).retrieve(QUESTION)
    assert len(nodes) == 3
    for node in nodes:
        article = engine.article(node.metadata["article_id"])
        assert node.metadata["title"] == article.title
        assert article.text[node.metadata["start"] : node.metadata["end"]] == node.node.text
        assert (node.node.start_char_idx, node.node.end_char_idx) == (node.metadata["start"], node.metadata["end"])
        assert node.node.ref_doc_id == article.id
