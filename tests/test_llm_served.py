import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from llama_index.core.llms import ChatMessage
from llm_asked import KEY, NAMES
from llm_socket import WORDS, Act

from rag import LlmUnusable
from rag.llm.model import open_llm
from rag.llm.served import TRIES

pytestmark = pytest.mark.usefixtures("bare_llm_environment")

TEXT = "".join(WORDS)
ASKED = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="What sank?")]
SILENT = Act(pause=30)


def failure(call):
    with pytest.raises(LlmUnusable) as caught:
        call()
    return caught.value


def words(stream):
    return [reply.delta for reply in stream if reply.delta]


def test_a_reply_comes_whole(llm, llm_server):
    assert llm.chat(ASKED).message.content == TEXT
    assert llm.complete("What sank?").text == TEXT
    assert len(llm_server.asked) == 2


def test_a_reply_comes_word_by_word(llm):
    assert words(llm.stream_chat(ASKED)) == list(WORDS)
    assert words(llm.stream_complete("What sank?")) == list(WORDS)
    assert [reply.message.content for reply in llm.stream_chat(ASKED)][-1] == TEXT


def test_what_is_asked_reaches_the_server_with_the_key_and_a_bound(llm, llm_server):
    llm.chat(ASKED)
    (asked,) = llm_server.asked
    assert "What sank?" in str(asked.body)
    assert "Be brief." in str(asked.body)
    assert "1024" in str(asked.body)
    assert KEY in str(asked.headers)


def test_a_model_says_its_name_and_context(llm, provider):
    assert llm.metadata.model_name == NAMES[provider]
    assert llm.metadata.context_window >= 4096
    assert llm.metadata.is_chat_model


@pytest.mark.parametrize("ask", ["chat", "stream_chat"])
def test_what_may_pass_is_tried_again(llm, llm_server, ask):
    llm_server.acts = [Act(status=429, headers={"Retry-After": "0.1"}), Act(status=503), Act()]
    replies = getattr(llm, ask)(ASKED)
    assert (replies if ask == "chat" else [*replies][-1]).message.content == TEXT
    assert len(llm_server.asked) == 3


def test_a_connection_that_breaks_before_the_first_word_is_tried_again(llm, llm_server):
    llm_server.acts = [Act(cut=0), Act(cut=0, quiet=True), Act()]
    assert words(llm.stream_chat(ASKED)) == list(WORDS)


def test_a_whole_reply_that_breaks_off_is_tried_again(llm, llm_server):
    llm_server.acts = [Act(cut=40), Act()]
    assert llm.chat(ASKED).message.content == TEXT


@pytest.mark.parametrize(
    ("status", "told"), [(429, "too many requests"), (500, "fault of its own"), (529, "fault of its own")]
)
def test_the_tries_have_a_bound(llm, llm_server, status, told):
    llm_server.acts = [Act(status=status, said="the quota of Ostholm is used up", headers={"Retry-After": "0.05"})]
    error = failure(lambda: llm.chat(ASKED))
    assert told in error.fault
    assert "the quota of Ostholm is used up" in error.fault
    assert error.mend
    assert len(llm_server.asked) == TRIES


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_what_does_not_pass_is_not_tried_again(llm, llm_server, status):
    llm_server.acts = [Act(status=status)]
    assert failure(lambda: words(llm.stream_chat(ASKED))).mend
    assert len(llm_server.asked) == 1


def test_a_server_that_asks_to_wait_too_long_is_not_waited_for(llm, llm_server, provider):
    llm_server.acts = [Act(status=429, headers={"Retry-After": "3600"})]
    began = time.monotonic()
    error = failure(lambda: llm.chat(ASKED))
    assert time.monotonic() - began < 15
    if provider != "ollama":  # its client keeps no headers
        assert len(llm_server.asked) == 1
        assert "3600 s" in error.mend


def test_a_server_may_ask_to_wait_by_a_date(llm, llm_server):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    llm_server.acts = [Act(status=503, headers={"Retry-After": moment}), Act()]
    assert llm.chat(ASKED).message.content == TEXT


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "inf", ""])
def test_a_senseless_wish_to_wait_does_no_harm(llm, llm_server, said):
    llm_server.acts = [Act(status=503, headers={"Retry-After": said}), Act()]
    assert llm.chat(ASKED).message.content == TEXT


@pytest.mark.parametrize("quiet", [False, True], ids=["with a noise", "quietly"])
def test_a_stream_that_breaks_in_its_middle_gives_its_words_and_then_the_error(llm, llm_server, quiet):
    llm_server.acts = [Act(cut=3, quiet=quiet)]
    got = []
    error = failure(lambda: got.extend(reply.delta for reply in llm.stream_chat(ASKED) if reply.delta))
    assert got == list(WORDS[:3])
    assert "broke off" in error.fault
    assert len(llm_server.asked) == 1


def test_an_error_told_in_the_middle_of_a_stream_is_passed_on(llm, llm_server):
    llm_server.acts = [Act(cut=3, fault="the model ran ashore")]
    error = failure(lambda: words(llm.stream_chat(ASKED)))
    assert "ran ashore" in error.fault


@pytest.mark.parametrize("body", ["<html>Nothing here</html>", "{}", "[]", "null", '"words"', '{"choices": null}', ""])
@pytest.mark.parametrize("ask", ["chat", "stream_chat"])
def test_what_is_no_reply_is_an_error_in_words(llm, llm_server, body, ask):
    llm_server.acts = [Act(body=body)]
    assert failure(lambda: [*getattr(llm, ask)(ASKED)]).mend


def test_a_slow_stream_goes_through_and_gives_a_chance_to_leave(llm, llm_server):
    llm_server.acts = [Act(pause=0.5, words=WORDS[:2])]
    deltas = [reply.delta for reply in llm.stream_chat(ASKED)]
    assert "".join(deltas) == "".join(WORDS[:2])
    assert "" in deltas


@pytest.mark.parametrize(
    ("ask", "act"),
    [("chat", SILENT), ("stream_chat", SILENT), ("stream_chat", Act(pause=0.1, words=WORDS * 100))],
)
def test_a_reply_that_takes_too_long_is_given_up(llm_spec, llm_server, ask, act):
    llm = open_llm(llm_spec, timeout=0.5)
    llm_server.acts = [act]
    began = time.monotonic()
    error = failure(lambda: [*getattr(llm, ask)(ASKED)])
    assert 0.4 < time.monotonic() - began < 5
    assert error.mend


def test_closing_a_stream_ends_the_request(llm, llm_server):
    llm_server.acts = [Act(pause=0.02, words=WORDS * 500)]
    stream = llm.stream_chat(ASKED)
    while not next(stream).delta:
        pass
    stream.close()
    assert llm_server.left.wait(5)


def test_a_stream_that_nobody_takes_asks_nothing(llm, llm_server):
    llm.stream_chat(ASKED).close()
    assert not llm_server.asked
