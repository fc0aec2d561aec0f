"""Texts to vectors, from files on this machine: the bundled model by onnxruntime, others by sentence-transformers."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import ModelUnusable
from index.minilm import MiniLM
from index.models import MINILM, sha256

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEIGHTS = ("model.safetensors", "pytorch_model.bin")


class Encoder:
    """An embedding model: the bundled all-MiniLM-L6-v2, a local path, or a hub name that is in the local cache.

    The files are located and compared at once; the model is loaded when it is first used. On a processor the
    bundled one runs in onnxruntime, in float32, and gives the vectors of sentence-transformers (EXPERIMENTS.md); on
    another device, named, and from a path, models run in sentence-transformers, whose import alone takes seconds.
    The bundled one uses so many `threads`, all cores unless given; for others OMP_NUM_THREADS says it.
    Raises ModelUnusable where the files are missing; it never downloads.
    """

    def __init__(self, name: str = MINILM.name, device: str | None = None, threads: int | None = None) -> None:
        self.name = name
        self._threads = threads
        self._device = device
        self._path = MINILM.locate() if name == MINILM.name else _resolve(name)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the model's weights."""
        if self.name == MINILM.name:
            return MINILM.sha256
        weights = [self._path / name for name in _WEIGHTS if (self._path / name).is_file()]
        if not weights:
            raise ModelUnusable(
                f"{self._path} holds no {' or '.join(_WEIGHTS)}.", "Name a sentence-transformers model."
            )
        return sha256(weights[0])

    @property
    def window(self) -> int:
        """The longest text, in tokens, that the model reads; what is longer is cut."""
        return self._model.window

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text, without the special ones that are added once a sequence."""
        return self._model.count_tokens(texts)

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> "NDArray[np.float32]":
        """Return unit vectors, shape (len(texts), dimensions); `batch_size` bounds what a GPU holds at a time."""
        return self._model.encode(texts, batch_size)

    @property
    def bundled(self) -> MiniLM | None:
        """The bundled model, where it is this one; None where another is, or another device."""
        return self._model if self._is_bundled and isinstance(self._model, MiniLM) else None

    @property
    def _is_bundled(self) -> bool:
        return self.name == MINILM.name and self._device in (None, "cpu")

    @cached_property
    def _model(self) -> "_Model":
        if self._is_bundled:
            return MiniLM(self._path, self._threads)
        return _SentenceTransformers(self._path, self._device)


class _Model(Protocol):
    @property
    def window(self) -> int: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def encode(self, texts: Sequence[str], batch_size: int) -> "NDArray[np.float32]": ...


class _SentenceTransformers:
    """Any model of a folder, loaded at once."""

    def __init__(self, path: Path, device: str | None) -> None:
        # Waiting threads that spin starve a busy two-core machine; read by OpenMP when torch is first imported:
        # https://gcc.gnu.org/onlinedocs/libgomp/OMP_005fWAIT_005fPOLICY.html
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(path), device=device, local_files_only=True)

    @property
    def window(self) -> int:
        return int(self._model.max_seq_length or 512)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str], batch_size: int) -> "NDArray[np.float32]":
        vectors: Any = self._model.encode(
            list(texts), batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors  # type: ignore[no-any-return]


def _resolve(name: str) -> Path:
    if name and Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        mend = f"Copydesk does not download by itself: run `hf download {name}` once, or give a local folder."
        raise ModelUnusable(f"The embedding model {name!r} is not on this machine.", mend) from error
