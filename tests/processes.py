"""Indexing in a process of its own, which has all that is heavy imported before it starts."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any


def forking() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "onnxruntime", "tantivy", "index.sync", "llama_index.core.schema"])
    return context


def started(work: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    process = forking().Process(target=work, args=arguments)
    process.start()
    return process


def run(work: Callable[..., None], *arguments: Any) -> None:
    """Do it in another process, to its end."""
    process = started(work, *arguments)
    process.join()
    assert process.exitcode == 0
