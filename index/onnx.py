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

_WEIGHTS_IN = "session.model_external_initializers_file_folder_path"
"""kOrtSessionOptionsModelExternalInitializersFileFolderPath in onnxruntime_session_options_config_keys.h."""


def be_silent() -> None:
    """Keep onnxruntime from telling its maker of each model that it loads; call it before onnxruntime is imported.

    Since version 1.29 it does so unless told not to, and leaves an id of the machine in the user's cache folder:
    https://github.com/microsoft/onnxruntime/blob/main/docs/Privacy.md
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def session(model: Path, weights_in: Path | None = None) -> "InferenceSession":
    """Load an ONNX file to run it on the processor, each run on one core: see `side_by_side`.

    A file without weights of its own names those of a file in the folder `weights_in`.
    """
    be_silent()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    if weights_in is None:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    options.add_session_config_entry(_WEIGHTS_IN, str(weights_in.resolve()))
    return onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])


def side_by_side(run: Callable[[Item], Result], items: Iterable[Item], threads: int | None = None) -> list[Result]:
    """Run each item, as many at a time as there are cores, or `threads`, and return the results in the items' order.

    Two runs on a core each take half the time of two runs on two cores each (EXPERIMENTS.md). The first item runs
    alone, for it loads the model.
    """
    waiting = iter(items)
    first = [run(item) for item in islice(waiting, 1)]
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
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
