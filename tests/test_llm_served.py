import os
import time
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from llama_index.core.llms import ChatMessage
from llm_servers import WORDS, Act, AnthropicServer, OllamaServer, OpenAiServer

from rag import LlmUnusable
from rag.llm.model import open_llm
from rag.llm.served import TRIES

KEY = "sk-fake-4Tz9-nobody-has-this-81723"
TEXT = "".join(WORDS)
ASKED = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="What sank?")]
VARIABLES = {"ollama": "OLLAMA_API_KEY", "openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY",
             "openai-like": "OPENAI_LIKE_API_KEY"}  # fmt: skip
SPEAKERS = {"ollama": OllamaServer, "openai": OpenAiServer, "anthropic": AnthropicServer, "openai-like": OpenAiServer}
NAMES = {"ollama": "tiny", "openai": "gpt-4o", "anthropic": "claude-tiny", "openai-like": "tiny"}
SILENT = Act(pause=30)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in os.environ:
        if name.startswith(("OPENAI_", "ANTHROPIC_", "OLLAMA_", "COPYDESK_LLM_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(params=SPEAKERS)
def kind(request):
    return request.param


@pytest.fixture
def server(kind, monkeypatch):
    with SPEAKERS[kind]() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv(VARIABLES[kind], KEY)
        yield server


@pytest.fixture
def spec(kind, server):
    return f"{kind}/{NAMES[kind]}" + (f"@{server.url}" if kind == "openai-like" else "")


@pytest.fixture
def llm(spec):
    llm = open_llm(spec, timeout=20)
    llm.backoff = 0.02
    return llm


def failure(call):
    with pytest.raises(LlmUnusable) as caught:
        call()
    return caught.value


def words(stream):
    return [reply.delta for reply in stream if reply.delta]


def test_a_reply_comes_whole(llm, server):
    assert llm.chat(ASKED).message.content == TEXT
    assert llm.complete("What sank?").text == TEXT
    assert len(server.asked) == 2


def test_a_reply_comes_word_by_word(llm):
    assert words(llm.stream_chat(ASKED)) == list(WORDS)
    assert words(llm.stream_complete("What sank?")) == list(WORDS)
    assert [reply.message.content for reply in llm.stream_chat(ASKED)][-1] == TEXT


def test_what_is_asked_reaches_the_server_with_the_key_and_a_bound(llm, server):
    llm.chat(ASKED)
    (asked,) = server.asked
    assert "What sank?" in str(asked.body)
    assert "Be brief." in str(asked.body)
    assert "1024" in str(asked.body)
    assert KEY in str(asked.headers)


def test_a_model_says_its_name_and_context(llm, kind):
    assert llm.metadata.model_name == NAMES[kind]
    assert llm.metadata.context_window >= 4096
    assert llm.metadata.is_chat_model


@pytest.mark.parametrize("ask", ["chat", "stream_chat"])
def test_what_may_pass_is_tried_again(llm, server, ask):
    server.acts = [Act(status=429, headers={"Retry-After": "0.1"}), Act(status=503), Act()]
    replies = getattr(llm, ask)(ASKED)
    assert (replies if ask == "chat" else [*replies][-1]).message.content == TEXT
    assert len(server.asked) == 3


def test_a_connection_that_breaks_before_the_first_word_is_tried_again(llm, server):
    server.acts = [Act(cut=0), Act(cut=0, quiet=True), Act()]
    assert words(llm.stream_chat(ASKED)) == list(WORDS)


def test_a_whole_reply_that_breaks_off_is_tried_again(llm, server):
    server.acts = [Act(cut=40), Act()]
    assert llm.chat(ASKED).message.content == TEXT


@pytest.mark.parametrize(
    ("status", "told"), [(429, "too many requests"), (500, "fault of its own"), (529, "fault of its own")]
)
def test_the_tries_have_a_bound(llm, server, status, told):
    server.acts = [Act(status=status, said="the quota of Ostholm is used up", headers={"Retry-After": "0.05"})]
    error = failure(lambda: llm.chat(ASKED))
    assert told in error.fault
    assert "the quota of Ostholm is used up" in error.fault
    assert error.mend
    assert len(server.asked) == TRIES


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_what_does_not_pass_is_not_tried_again(llm, server, status):
    server.acts = [Act(status=status)]
    assert failure(lambda: words(llm.stream_chat(ASKED))).mend
    assert len(server.asked) == 1


def test_a_server_that_asks_to_wait_too_long_is_not_waited_for(llm, server, kind):
    server.acts = [Act(status=429, headers={"Retry-After": "3600"})]
    began = time.monotonic()
    error = failure(lambda: llm.chat(ASKED))
    assert time.monotonic() - began < 15
    if kind != "ollama":  # its client keeps no headers
        assert len(server.asked) == 1
        assert "3600 s" in error.mend


def test_a_server_may_ask_to_wait_by_a_date(llm, server):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    server.acts = [Act(status=503, headers={"Retry-After": moment}), Act()]
    assert llm.chat(ASKED).message.content == TEXT


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "inf", ""])
def test_a_senseless_wish_to_wait_does_no_harm(llm, server, said):
    server.acts = [Act(status=503, headers={"Retry-After": said}), Act()]
    assert llm.chat(ASKED).message.content == TEXT


@pytest.mark.parametrize("quiet", [False, True], ids=["with a noise", "quietly"])
def test_a_stream_that_breaks_in_its_middle_gives_its_words_and_then_the_error(llm, server, quiet):
    server.acts = [Act(cut=3, quiet=quiet)]
    got = []
    error = failure(lambda: got.extend(reply.delta for reply in llm.stream_chat(ASKED) if reply.delta))
    assert got == list(WORDS[:3])
    assert "broke off" in error.fault
    assert len(server.asked) == 1


def test_an_error_told_in_the_middle_of_a_stream_is_passed_on(llm, server):
    server.acts = [Act(cut=3, fault="the model ran ashore")]
    error = failure(lambda: words(llm.stream_chat(ASKED)))
    assert "ran ashore" in error.fault


@pytest.mark.parametrize("body", ["<html>Nothing here</html>", "{}", "[]", "null", '"words"', '{"choices": null}', ""])
@pytest.mark.parametrize("ask", ["chat", "stream_chat"])
def test_what_is_no_reply_is_an_error_in_words(llm, server, body, ask):
    server.acts = [Act(body=body)]
    assert failure(lambda: [*getattr(llm, ask)(ASKED)]).mend


def test_a_slow_stream_goes_through_and_gives_a_chance_to_leave(llm, server):
    server.acts = [Act(pause=0.5, words=WORDS[:2])]
    deltas = [reply.delta for reply in llm.stream_chat(ASKED)]
    assert "".join(deltas) == "".join(WORDS[:2])
    assert "" in deltas


@pytest.mark.parametrize(
    ("ask", "act"),
    [("chat", SILENT), ("stream_chat", SILENT), ("stream_chat", Act(pause=0.1, words=WORDS * 100))],
)
def test_a_reply_that_takes_too_long_is_given_up(spec, server, ask, act):
    llm = open_llm(spec, timeout=0.5)
    server.acts = [act]
    began = time.monotonic()
    error = failure(lambda: [*getattr(llm, ask)(ASKED)])
    assert 0.4 < time.monotonic() - began < 5
    assert error.mend


def test_closing_a_stream_ends_the_request(llm, server):
    server.acts = [Act(pause=0.02, words=WORDS * 500)]
    stream = llm.stream_chat(ASKED)
    while not next(stream).delta:
        pass
    stream.close()
    assert server.left.wait(5)


def test_a_stream_that_nobody_takes_asks_nothing(llm, server):
    llm.stream_chat(ASKED).close()
    assert not server.asked


def told(error):
    """All that a traceback, a log or a look at the error could show."""
    chain = []
    while error:
        chain += [str(error), repr(error), *map(str, vars(error).values())]
        error = error.__cause__ or error.__context__
    return "\n".join(chain)


FAILURES = {
    **{str(status): Act(status=status, said=f"the key {KEY} is odd") for status in (400, 401, 403, 404, 422)},
    "429": Act(status=429, said=f"not so often, {KEY}", headers={"Retry-After": "0"}),
    "500": Act(status=500, said=f"Bearer {KEY}", headers={"Retry-After": "0"}),
    "a part of it": Act(status=400, said=f"the key {KEY[:10]}... is odd"),
    "garbled": Act(body=f"<html>{KEY}</html>"),
    "garbled JSON": Act(body=f'{{"choices": "{KEY}", "message": "{KEY}", "content": "{KEY}"}}'),
    "cut": Act(cut=2),
    "cut at once": Act(cut=0),
    "told in the middle": Act(cut=2, fault=f"the key {KEY} is odd"),
    "silent": SILENT,
}


@pytest.mark.parametrize("act", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("ask", ["chat", "stream_chat"])
def test_no_failure_tells_the_key(spec, server, act, ask, caplog):
    caplog.set_level("DEBUG")
    llm = open_llm(spec, timeout=0.5 if act is SILENT else 20)
    llm.backoff = 0.02
    server.acts = [act]
    try:
        [*getattr(llm, ask)(ASKED)]
    except LlmUnusable as error:
        shown = told(error) + "".join(traceback.format_exception(error))
    else:
        assert act.cut, "a failure was to be told"
        return
    assert KEY in str(server.asked[0].headers)
    for secret in (KEY, KEY[:10], KEY[-8:]):
        assert secret not in shown
        assert secret not in caplog.text


def test_no_look_at_the_model_tells_the_key(llm, caplog):
    caplog.set_level("DEBUG")
    llm.chat(ASKED)
    shown = [repr(llm), str(llm), str(llm.to_dict()), str(llm.to_payload()), str(llm.metadata), caplog.text]
    assert KEY not in "".join(shown)
    assert KEY not in repr(llm._inner)
    assert KEY not in str(llm._inner.to_dict())


def test_what_llamaindex_tells_its_listeners_has_no_key(llm):
    from llama_index.core.instrumentation import get_dispatcher
    from llama_index.core.instrumentation.event_handlers import BaseEventHandler

    heard = []

    class Listener(BaseEventHandler):
        def handle(self, event, **_):
            heard.append(f"{event!r} {event.model_dump()}")

    root, listener = get_dispatcher(), Listener()
    root.add_event_handler(listener)
    try:
        words(llm.stream_chat(ASKED))
    finally:
        root.event_handlers.remove(listener)
    assert heard
    assert KEY not in "".join(heard)
