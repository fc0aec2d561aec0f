"""all-MiniLM-L6-v2 in onnxruntime, in float32: the vectors of sentence-transformers in half the time or less."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index import onnx

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

GRAPH = Path(__file__).parent / "weights" / "minilm.onnx"
"""The model without its weights, made by `index/weights/draw.py`."""

INPUT = "input_ids"
DIMENSIONS = 384


class MiniLM:
    """The model whose weights lie in a folder; loaded when first used, in some tenths of a second, without torch.

    A text is a run of its own, never padded, so that its vector does not depend on its neighbours; as many run at a
    time as there are cores, or `threads`.
    """

    window = 256
    """The longest text, in tokens, that the model reads: `max_seq_length` in its sentence_bert_config.json."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without the special ones that are added once a sequence."""
        return [len(found) for found in self._counter.encode_batch_fast(list(texts), add_special_tokens=False)]

    def encode(self, texts: Sequence[str], batch_size: int = 1) -> "NDArray[np.float32]":  # noqa: ARG002  # no batches
        """Return unit vectors, shape (len(texts), dimensions)."""
        import numpy as np

        vectors = [np.empty((0, DIMENSIONS), np.float32), *onnx.side_by_side(self._encode_one, texts, self._threads)]
        return np.concatenate(vectors, dtype=np.float32)

    def token_vectors(self, text: str) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
        """The text's tokens by their numbers in the vocabulary, and a unit vector for each: shape (tokens, dimensions).

        The special tokens at both ends are left out.
        """
        import numpy as np

        ids = np.array(self._tokenizer.encode(text).ids, dtype=np.int64)
        found = np.asarray(self._session.run(None, {INPUT: ids[None]})[1], np.float32)[0, 1:-1]
        return ids[1:-1], found / np.linalg.norm(found, axis=1, keepdims=True)

    def _encode_one(self, text: str) -> "NDArray[np.float32]":
        import numpy as np

        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return np.asarray(self._session.run(None, {INPUT: ids})[0], np.float32)

    @cached_property
    def _counter(self) -> "Tokenizer":
        return onnx.tokenizer(self._folder)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return onnx.tokenizer(self._folder, self.window)

    @cached_property
    def _session(self) -> "InferenceSession":
        return onnx.session(GRAPH, weights_in=self._folder)
