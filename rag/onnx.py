"""The files of a model that onnxruntime reads: its graph, and the tokenizer that goes with it."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


def session(weights: Path) -> "InferenceSession":
    """Load an ONNX file to run it on the processor."""
    import onnxruntime

    return onnxruntime.InferenceSession(weights, providers=["CPUExecutionProvider"])


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
