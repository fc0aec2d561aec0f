import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embed import Encoder
from index.errors import ModelUnusable
from index.minilm import GRAPH
from index.models import MINILM

TEXTS = (
    "",
    " ",
    "?",
    "The ferry sank.",
    "THE FERRY SANK!",
    "Who sank the ferry, and when?",
    "the " * 253 + "ferry",
    "the " * 254 + "ferry",
    "ferry " * 2000,
    "🚢 " * 500,
    "Ferry\x00sank\u200b in O\u2019Hara\u2019s harbour \ufffd",
    "渡船沉没了。 Паром затонул. Le bac a coulé à Sète. غرقت العبارة",
    "unsplittablewordofgreatlength" * 40,
    "Port of Orsk (14 March 2031)\nThe ferry Marit, with 214 aboard, sank at 04:10; 37 were saved. “It was quick,” "
    "said Captain Ada Holm, 58. Repairs had cost $4.2 million in 2029, a tenth more than planned, records show.",
)
"""Empty, short, at the window's edge, beyond it, of no known words, and like news."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def transformers() -> Encoder:
    """The same model as any other that is given by its path."""
    return Encoder(str(MINILM.locate()))


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_no_test_can_reach_beyond_this_machine(refused: list[Any], address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as open_socket:
        for connect in (open_socket.connect, open_socket.connect_ex):
            with pytest.raises(AssertionError, match="a connection to"):
                connect(address)
    with pytest.raises(AssertionError, match="a look-up of"):
        socket.create_connection(("news.example", 80))
    refused.clear()


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model", "../no/such/folder", "a b c"])
def test_a_model_that_is_not_on_this_machine_is_not_downloaded(refused: list[Any], name: str) -> None:
    with pytest.raises(ModelUnusable) as caught:
        Encoder(name)
    assert repr(name) in caught.value.fault
    assert refused == []


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match=r"holds no model\.safetensors"):
        _ = Encoder(str(tmp_path)).fingerprint


def test_the_fingerprint_is_that_of_the_weights(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    first = Encoder(str(tmp_path)).fingerprint
    (tmp_path / "model.safetensors").write_bytes(b"weighty")
    assert Encoder(str(tmp_path)).fingerprint != first
    assert Encoder().fingerprint == MINILM.sha256


def test_vectors_are_of_unit_length_one_for_each_text(encoder: Encoder) -> None:
    vectors = encoder.encode(["The ferry sank.", "", "🚢 " * 500])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_the_vectors_are_those_of_sentence_transformers(encoder: Encoder, transformers: Encoder) -> None:
    agreement = (encoder.encode(TEXTS) * transformers.encode(TEXTS)).sum(axis=1)
    assert agreement.min() > 0.99999


@pytest.mark.slow
def test_tokens_are_those_of_sentence_transformers(encoder: Encoder, transformers: Encoder) -> None:
    assert encoder.count_tokens(TEXTS) == transformers.count_tokens(TEXTS)
    assert encoder.window == transformers.window


def test_a_vector_depends_on_neither_batch_nor_order_nor_threads(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    assert np.array_equal(encoder.encode(TEXTS[::-1])[::-1], together)
    assert np.array_equal(np.concatenate([encoder.encode([text]) for text in TEXTS]), together)
    fresh = Encoder()
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(fresh.encode, [TEXTS] * 4):
            assert np.array_equal(vectors, together)


def test_each_token_has_a_unit_vector_of_its_own(encoder: Encoder) -> None:
    assert encoder.bundled is not None
    for text, count in zip(TEXTS, encoder.count_tokens(TEXTS), strict=True):
        ids, vectors = encoder.bundled.token_vectors(text)
        assert len(ids) == min(count, encoder.window - 2)
        assert vectors.shape == (len(ids), 384)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_another_model_or_device_is_not_the_bundled_one(transformers: Encoder) -> None:
    assert transformers.bundled is None


def test_what_is_beyond_the_window_is_cut(encoder: Encoder) -> None:
    within, beyond, other = encoder.encode(["ferry " * 254, "ferry " * 254 + "bread " * 99, "ferry " * 253 + "bread"])
    assert np.array_equal(within, beyond)
    assert not np.allclose(within, other, atol=1e-3)


def test_no_texts_have_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.count_tokens([]) == []


def test_the_bundled_model_needs_no_torch() -> None:
    lines = "from index.embed import Encoder; import sys; Encoder().encode(['ferry']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert "onnxruntime" in done.stdout.split()
    assert not {"torch", "transformers", "sentence_transformers"} & set(done.stdout.split())


def test_the_graph_is_the_one_that_is_drawn() -> None:
    pytest.importorskip("onnx", reason="only the drawing needs it: pip install 'copydesk[train]'")
    from index.weights.draw import draw

    assert GRAPH.read_bytes() == draw(MINILM.locate()).SerializeToString(deterministic=True)


def test_the_same_text_has_the_same_vector_whatever_its_neighbours(encoder: Encoder) -> None:
    alone = encoder.encode(["The ferry sank."])[0]
    beside = encoder.encode(["The ferry sank.", "A long sentence about the bridge at Perm, shut since May."])[0]
    assert np.array_equal(encoder.encode(["The ferry sank."])[0], alone)
    assert np.allclose(alone, beside, atol=1e-5)


def test_a_paraphrase_is_nearer_than_another_story(encoder: Encoder) -> None:
    ferry, boat, bread = encoder.encode(["The ferry sank.", "A boat went down.", "Bread prices doubled in spring."])
    assert ferry @ boat > ferry @ bread + 0.1


def test_tokens_are_counted_beyond_the_window_and_without_special_ones(encoder: Encoder) -> None:
    assert encoder.count_tokens(["", "ferry", "the ferry sank", "ferry " * 1000]) == [0, 1, 3, 1000]
    assert encoder.window == 256


@pytest.mark.slow
def test_a_local_folder_is_a_model_too(encoder: Encoder, tmp_path: Path) -> None:
    copy = shutil.copytree(MINILM.locate(), tmp_path / "copy")
    texts = ["The ferry sank."]
    assert np.allclose(Encoder(str(copy)).encode(texts), encoder.encode(texts), atol=1e-5)
