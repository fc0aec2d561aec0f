import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import ModelUnusable
from index.models import MINILM, RERANKER, BundledModel, sha256

WEIGHTS = b"weights"


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BundledModel:
    """A model carried by a package that is installed under `tmp_path`."""
    folder = tmp_path / "carrier_of_a_model" / "data" / "model"
    folder.mkdir(parents=True)
    (tmp_path / "carrier_of_a_model" / "__init__.py").write_text("raise RuntimeError('imported')")
    (folder / "weights.bin").write_bytes(WEIGHTS)
    monkeypatch.syspath_prepend(tmp_path)
    digest = hashlib.sha256(WEIGHTS).hexdigest()
    return BundledModel("a-model", "carrier_of_a_model", "data/model", "weights.bin", digest)


def test_a_model_is_found_without_importing_its_package(bundled: BundledModel, tmp_path: Path) -> None:
    assert bundled.locate() == tmp_path / "carrier_of_a_model" / "data" / "model"


def test_a_tampered_model_is_refused(bundled: BundledModel) -> None:
    (bundled.locate() / "weights.bin").write_bytes(b"weighty")
    with pytest.raises(ModelUnusable, match=r"weights\.bin is not the official a-model\. Install carrier_of_a_model"):
        bundled.locate()


def test_a_missing_file_is_named(bundled: BundledModel) -> None:
    (bundled.locate() / "weights.bin").unlink()
    with pytest.raises(ModelUnusable, match=r"weights\.bin is missing"):
        bundled.locate()


def test_a_missing_package_is_named(bundled: BundledModel) -> None:
    with pytest.raises(ModelUnusable, match="The package no_such_package with the model a-model is not installed"):
        replace(bundled, package="no_such_package").locate()


@pytest.mark.parametrize("model", [MINILM, RERANKER])
def test_the_bundled_models_are_the_official_ones(model: BundledModel) -> None:
    assert sha256(model.locate() / model.weights) == model.sha256
