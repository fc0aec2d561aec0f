import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("index", "rag", "eval_questions", "ui")
HEAVY = ("ray", "torch", "sentence_transformers", "transformers", "chromadb", "llama_index", "gradio", "tantivy",
         "onnxruntime", "numpy", "dateparser", "openai", "anthropic", "ollama", "xllamacpp", "tenacity")  # fmt: skip
MODULES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
PUBLIC = [(p, name) for p in PACKAGES for name in getattr(import_module(p), "__all__", ())]
LIGHT = ("index, rag, ui, eval_questions", "ui.cli", "index.sync, index.status, rag.engine, rag.answer",
         "rag.llm.model")  # fmt: skip


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_no_package_imports_upward():
    done = run(Path(sys.executable).with_name("lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_is_short_and_says_what_it_is_for(module):
    source = module.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    assert source.startswith('"""')


@pytest.mark.parametrize("modules", LIGHT)
def test_an_import_loads_nothing_heavy(modules):
    done = run(sys.executable, "-c", f"import {modules}; import sys; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    assert not set(HEAVY) & set(done.stdout.split())


@pytest.mark.parametrize(("package", "name"), PUBLIC)
def test_a_public_name_is_there_and_says_what_it_is(package, name):
    thing = getattr(import_module(package), name)
    assert inspect.getdoc(thing)


@pytest.mark.parametrize(("package", "name"), PUBLIC)
def test_what_is_public_of_a_public_class_says_what_it_does(package, name):
    thing = getattr(import_module(package), name)
    members = vars(thing).items() if inspect.isclass(thing) else ()
    silent = [n for n, member in members if not n.startswith("_") and callable(member) and not inspect.getdoc(member)]
    assert not silent


def test_public_names_are_listed_once():
    assert len(PUBLIC) == len(set(PUBLIC))
    assert {package for package, _ in PUBLIC} >= {"index", "rag"}
