"""The baseline: plain LlamaIndex over a folder of articles, with the same embedding model, as its own tutorial does it.

Usage: python tests/benchmarks/plain_llamaindex.py FOLDER QUESTION [TIMES]
It prints the seconds of each query after the first, one a line; there is no language model, so a query is a retrieval.
"""

import sys
from time import perf_counter

from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from index.models import MINILM

folder, question, times = sys.argv[1], sys.argv[2], int((sys.argv[3:] or ["1"])[0])
embedding = HuggingFaceEmbedding(str(MINILM.locate()), device="cpu")
documents = SimpleDirectoryReader(folder, recursive=True).load_data()
retriever = VectorStoreIndex.from_documents(documents, embed_model=embedding).as_retriever(similarity_top_k=3)
print(retriever.retrieve(question)[0].text[:80], file=sys.stderr)
for _ in range(times):
    start = perf_counter()
    retriever.retrieve(question)
    print(perf_counter() - start)
