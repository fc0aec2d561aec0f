"""The files of a model that onnxruntime reads, and many runs of it side by side."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Item = TypeVar("Item")
Result = TypeVar("Result")


def session(weights: Path) -> "InferenceSession":
    """Load an ONNX file to run it on the processor, each run on one core: see `side_by_side`."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def side_by_side(run: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Run each item, as many at a time as there are cores, and return the results in the items' order.

    Two runs on a core each take half the time of two runs on two cores each (EXPERIMENTS.md). The first item runs
    alone, for it loads the model.
    """
    waiting = iter(items)
    first = [run(item) for item in islice(waiting, 1)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return first + list(pool.map(run, waiting))


def tokenizer(folder: Path, longest: int | None = None) -> "Tokenizer":
    """Load `tokenizer.json` of a folder, without padding; what is over `longest` tokens is cut, None cuts nothing."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(folder / "tokenizer.json"))
    loaded.no_padding()
    if longest is None:
        loaded.no_truncation()
    else:
        loaded.enable_truncation(longest)
    return loaded
