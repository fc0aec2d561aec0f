import shutil
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embed import Encoder
from index.errors import ModelUnusable
from index.models import MINILM


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


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


@pytest.mark.slow
def test_vectors_are_of_unit_length_one_for_each_text(encoder: Encoder) -> None:
    vectors = encoder.encode(["The ferry sank.", "", "🚢 " * 500])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_the_same_text_has_the_same_vector_whatever_its_neighbours(encoder: Encoder) -> None:
    alone = encoder.encode(["The ferry sank."])[0]
    beside = encoder.encode(["The ferry sank.", "A long sentence about the bridge at Perm, shut since May."])[0]
    assert np.array_equal(encoder.encode(["The ferry sank."])[0], alone)
    assert np.allclose(alone, beside, atol=1e-5)


@pytest.mark.slow
def test_a_paraphrase_is_nearer_than_another_story(encoder: Encoder) -> None:
    ferry, boat, bread = encoder.encode(["The ferry sank.", "A boat went down.", "Bread prices doubled in spring."])
    assert ferry @ boat > ferry @ bread + 0.1


@pytest.mark.slow
def test_tokens_are_counted_beyond_the_window_and_without_special_ones(encoder: Encoder) -> None:
    assert encoder.count_tokens(["", "ferry", "the ferry sank", "ferry " * 1000]) == [0, 1, 3, 1000]
    assert encoder.window == 256


@pytest.mark.slow
def test_a_local_folder_is_a_model_too(encoder: Encoder, tmp_path: Path) -> None:
    copy = shutil.copytree(MINILM.locate(), tmp_path / "copy")
    texts = ["The ferry sank."]
    assert np.array_equal(Encoder(str(copy)).encode(texts), encoder.encode(texts))
