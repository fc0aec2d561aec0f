import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from contents import BREAD, BRIDGE, FERRY

from index import sync
from index.live import Live
from index.models import MINILM
from rag.making import Making, fingerprint

DIGITS = set("0123456789abcdef")


def made(index_dir: Path, folder: Path, **texts: str) -> str:
    """The fingerprint of an index over files of these texts."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    sync([folder], index_dir, prune=True, embed=False)
    return Live(index_dir).known(fingerprint)


def test_the_same_articles_have_the_same_fingerprint_wherever_they_lie_and_however_they_came(tmp_path):
    one = made(tmp_path / "one", tmp_path / "here", a=FERRY, b=BRIDGE)
    first = made(tmp_path / "two", tmp_path / "there", c=BREAD, y=BRIDGE)
    two = made(tmp_path / "two", tmp_path / "there", x=FERRY, y=BRIDGE)
    assert one == two != first
    assert len(one) == 64
    assert set(one) <= DIGITS


@pytest.mark.parametrize(
    "texts", [{"a": FERRY}, {"a": FERRY, "b": BRIDGE, "c": BREAD}, {"a": FERRY + " ", "b": BRIDGE}]
)
def test_other_articles_have_another_fingerprint(tmp_path, texts):
    one = made(tmp_path / "one", tmp_path / "news", a=FERRY, b=BRIDGE)
    assert made(tmp_path / "two", tmp_path / "news", **texts) != one


def test_a_fingerprint_follows_the_index(tmp_path):
    made(tmp_path / "one", tmp_path / "news", a=FERRY)
    live = Live(tmp_path / "one")
    before = live.known(fingerprint)
    assert live.known(fingerprint) == before
    after = made(tmp_path / "one", tmp_path / "news", a=FERRY, b=BRIDGE)
    assert live.known(fingerprint) == after != before


def test_another_recipe_is_another_fingerprint(tmp_path, monkeypatch):
    made(tmp_path / "one", tmp_path / "news", a=FERRY)
    store = Live(tmp_path / "one").store
    before = fingerprint(store)
    monkeypatch.setattr(store, "recipe", type(store.recipe)("another", "f" * 64, store.recipe.chunk_tokens))
    assert fingerprint(store) != before


def test_a_making_is_plain_json():
    making = Making("1.0", "a model", "ab", "cd")
    assert json.loads(json.dumps(making.to_dict())) == {
        "copydesk": "1.0", "model": "a model", "model_sha256": "ab", "index": "cd", "llm": None
    }  # fmt: skip


@pytest.mark.slow
def test_an_engine_names_version_model_and_index(engine, herof_index):
    live = Live(herof_index)
    assert engine.making == Making(version("copydesk"), MINILM.name, MINILM.sha256, live.known(fingerprint))


@pytest.mark.slow
def test_a_copied_index_is_the_same_making(engine, herof_index, tmp_path):
    copy = shutil.copytree(herof_index, tmp_path / "index")
    assert engine.beside(copy).making == engine.making
