import pytest
from pydantic import ValidationError

from rag import Settings, SettingUnusable

DEFAULTS = {
    "candidates": 30,
    "rerank_sentences": 48,
    "answer_sentences": 6,
    "checks": "strict",
    "device": None,
    "llm_timeout": 120,
    "llm_tokens": 1024,
    "llm_context": 4096,
    "llm_threads": None,
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in DEFAULTS:
        monkeypatch.delenv(f"COPYDESK_{name.upper()}", raising=False)


def test_without_an_environment_the_defaults_hold():
    assert Settings().model_dump() == DEFAULTS


@pytest.mark.parametrize(
    ("variable", "words", "name", "value"),
    [
        ("COPYDESK_CANDIDATES", "7", "candidates", 7),
        ("COPYDESK_RERANK_SENTENCES", "9", "rerank_sentences", 9),
        ("COPYDESK_ANSWER_SENTENCES", "2", "answer_sentences", 2),
        ("COPYDESK_CHECKS", "lenient", "checks", "lenient"),
        ("COPYDESK_DEVICE", "cpu", "device", "cpu"),
        ("COPYDESK_LLM_TIMEOUT", "2.5", "llm_timeout", 2.5),
        ("COPYDESK_LLM_TOKENS", "64", "llm_tokens", 64),
        ("COPYDESK_LLM_CONTEXT", "2048", "llm_context", 2048),
        ("COPYDESK_LLM_THREADS", "2", "llm_threads", 2),
    ],
)
def test_each_can_be_given_by_the_environment(monkeypatch, variable, words, name, value):
    monkeypatch.setenv(variable, words)
    assert Settings().model_dump() == DEFAULTS | {name: value}


def test_what_is_passed_outweighs_the_environment(monkeypatch):
    monkeypatch.setenv("COPYDESK_CANDIDATES", "7")
    assert Settings(candidates=8).candidates == 8


def test_the_command_line_keeps_its_own_variable(monkeypatch):
    monkeypatch.setenv("COPYDESK_INDEX", "/news/index")
    assert Settings().model_dump() == DEFAULTS


@pytest.mark.parametrize(
    ("name", "value"),
    [("candidates", 0), ("candidates", 501), ("rerank_sentences", 0), ("rerank_sentences", 2001),
     ("answer_sentences", 0), ("answer_sentences", 21), ("candidates", "many"), ("checks", "loose"),
     ("llm_timeout", 0), ("llm_timeout", float("inf")), ("llm_tokens", 0), ("llm_context", 255), ("llm_threads", 0)],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(name, value):
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: value})


@pytest.mark.parametrize("words", ["many", "0", "-1", "", "501", "2.5"])
def test_a_variable_that_makes_no_sense_is_named_with_its_value_and_a_mend(monkeypatch, words):
    monkeypatch.setenv("COPYDESK_CANDIDATES", words)
    with pytest.raises(SettingUnusable, match=f"COPYDESK_CANDIDATES={words} ") as error:
        Settings.from_environment()
    assert error.value.mend


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().candidates = 3
