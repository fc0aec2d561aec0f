import socket
import sys

import pytest
from doubles import Double, tokens
from llama_index.core.llms import LLMMetadata, MockLLM
from llm_asked import KEY, VARIABLES
from llm_servers import OllamaServer, OpenAiServer
from llm_socket import Act

from index.errors import CopydeskError
from rag import LlmUnusable, Settings
from rag.llm.model import named, open_llm

pytestmark = pytest.mark.usefixtures("bare_llm_environment")

EXTRAS = {
    "ollama/tiny": "llama_index.llms.ollama",
    "openai/gpt-4o": "llama_index.llms.openai",
    "anthropic/claude-tiny": "anthropic",
    "openai-like/tiny@http://127.0.0.1:1": "llama_index.llms.openai_like",
    "gguf:{gguf}": "xllamacpp",
}


@pytest.fixture
def keys(monkeypatch, bare_llm_environment):  # noqa: ARG001  # the keys come after
    for name in VARIABLES.values():
        monkeypatch.setenv(name, KEY)


@pytest.fixture
def nowhere():
    """A port of the loopback at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def gguf(tmp_path):
    file = tmp_path / "tiny.gguf"
    file.write_bytes(b"GGUF\x03\x00\x00\x00 and no more")
    return file


def fault(*args, **kwargs):
    with pytest.raises(LlmUnusable) as caught:
        open_llm(*args, **kwargs)
    assert isinstance(caught.value, CopydeskError)
    assert caught.value.fault
    assert caught.value.mend
    return caught.value


def test_a_model_of_llamaindex_is_taken_as_it_is():
    model = MockLLM()
    assert open_llm(model) is model


@pytest.mark.parametrize(
    "spec", ["", "tiny", "ollama", "ollama/", "ollama:tiny", "/", "gguf:", "gguf/x", "bard/x", "OpenAI/gpt-4o", "\n"]
)
def test_what_names_no_model_is_refused_with_the_forms_that_do(spec):
    assert "openai-like/NAME@URL" in fault(spec).mend


@pytest.mark.parametrize("rest", ["tiny", "tiny@", "@http://h/v1", "tiny@localhost:80", "tiny@ftp://h/v1", "t@http://"])
def test_an_openai_like_model_wants_a_name_and_a_url(rest):
    assert "NAME@URL" in fault(f"openai-like/{rest}").fault


@pytest.mark.parametrize(
    "url", [f"http://me:{KEY}@h/v1", f"http://{KEY}@h/v1", f"http://h/v1?key={KEY}", f"http://h/v1#{KEY}"]
)
def test_a_key_in_a_url_is_refused_and_not_repeated(url):
    error = fault(f"openai-like/tiny@{url}")
    assert "OPENAI_LIKE_API_KEY" in error.mend
    assert KEY not in str(error)


@pytest.mark.parametrize("url", ["http://localhost:port/v1", "http://[::1/v1", "http://localhost:99999/v1"])
def test_a_url_that_is_none_is_refused(url):
    assert "NAME@URL" in fault(f"openai-like/tiny@{url}").fault


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("url", ["http://localhost:port", "http://[::1", "http://localhost:99999", "http://"])
@pytest.mark.parametrize(
    ("spec", "variable"),
    [("ollama/tiny", "OLLAMA_HOST"), ("openai/gpt-4o", "OPENAI_BASE_URL"), ("anthropic/tiny", "ANTHROPIC_BASE_URL")],
)
def test_an_address_in_the_environment_that_is_none_is_refused(monkeypatch, spec, variable, url):
    monkeypatch.setenv(variable, url)
    assert variable in fault(spec).fault


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(("spec", "package"), EXTRAS.items())
def test_a_missing_extra_is_named_with_how_to_install_it(monkeypatch, gguf, spec, package):
    monkeypatch.setitem(sys.modules, package, None)
    kind = spec.partition("/")[0].partition(":")[0]
    assert f"pip install 'copydesk[{kind}]'" in fault(spec.format(gguf=gguf)).mend


@pytest.mark.parametrize(
    ("spec", "variable"), [("openai/gpt-4o", "OPENAI_API_KEY"), ("anthropic/claude-tiny", "ANTHROPIC_API_KEY")]
)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_key_is_named_with_its_variable(monkeypatch, spec, variable, value):
    if value is not None:
        monkeypatch.setenv(variable, value)
    assert f"Set {variable}" in fault(spec).mend


@pytest.mark.parametrize("value", [f"{KEY}\nX-More: 1", f"{KEY} # mine", f"{KEY}é", f"{KEY}\x7f", f"Bearer {KEY}"])
@pytest.mark.parametrize(
    ("spec", "variable"),
    [
        ("openai/gpt-4o", "OPENAI_API_KEY"),
        ("anthropic/claude-tiny", "ANTHROPIC_API_KEY"),
        ("ollama/tiny", "OLLAMA_API_KEY"),
        ("openai-like/tiny@http://127.0.0.1:1", "OPENAI_LIKE_API_KEY"),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(monkeypatch, spec, variable, value):
    monkeypatch.setenv(variable, value)
    error = fault(spec)
    assert variable in error.fault
    assert KEY not in str(error)


@pytest.mark.usefixtures("keys")
def test_a_server_that_is_not_there_is_found_out_at_once(monkeypatch, nowhere):
    monkeypatch.setenv("OLLAMA_HOST", nowhere)
    assert "ollama serve" in fault("ollama/tiny").mend
    assert nowhere in fault(f"openai-like/tiny@{nowhere}").fault


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("spec", "variable"), [("openai/gpt-4o", "OPENAI_BASE_URL"), ("anthropic/claude-tiny", "ANTHROPIC_BASE_URL")]
)
def test_a_service_that_cannot_be_reached_is_found_out_when_it_is_asked(monkeypatch, nowhere, spec, variable):
    monkeypatch.setenv(variable, nowhere)
    llm = open_llm(spec, timeout=20)
    llm.backoff = 0.02
    with pytest.raises(LlmUnusable, match="cannot be reached") as caught:
        llm.complete("What sank?")
    assert KEY not in str(caught.value)


def test_a_model_that_ollama_lacks_is_to_be_pulled(monkeypatch):
    with OllamaServer() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        server.acts = [Act(status=404, said="model 'tiny' not found")]
        server.probed = server.acts[0]
        assert "ollama pull tiny" in fault("ollama/tiny").mend


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("name", ["gpt-0", "gpt-3.5-turbo-instruct", "gpt-5.2-pro"])
def test_a_model_that_is_no_chat_model_of_openai_is_named(name):
    assert repr(name) in fault(f"openai/{name}").fault


@pytest.mark.parametrize(("probed", "told"), [(Act(status=401), "wants a key"), (Act(status=503), "fault of its own")])
def test_an_openai_like_server_that_refuses_is_found_out_at_once(probed, told):
    with OpenAiServer() as server:
        server.probed = probed
        assert told in fault(f"openai-like/tiny@{server.url}/v1").fault


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/"])
def test_an_openai_like_server_need_not_list_its_models_and_is_asked_below_its_path(path):
    with OpenAiServer() as server:
        server.probed = Act(status=404)
        assert open_llm(f"openai-like/a/b@{server.url}{path}").complete("What sank?").text
        assert server.asked[0].path == "/v1/chat/completions"
        assert server.asked[0].body["model"] == "a/b"


def test_what_is_meant_for_openai_goes_to_no_other_server(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-ostholm")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-ostholm")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Gate: sesame-ostholm")
    with OpenAiServer() as server:
        open_llm(f"openai-like/tiny@{server.url}").complete("What sank?")
        sent = str(server.asked[0].headers)
    assert KEY not in sent
    assert "ostholm" not in sent


def test_settings_reach_the_server(monkeypatch):
    with OllamaServer() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        open_llm("ollama/tiny", settings=Settings(llm_context=2048, llm_tokens=77)).complete("What sank?")
        assert server.asked[0].body["options"] == {"temperature": 0.0, "num_ctx": 2048, "num_predict": 77}


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "gone.gguf" in fault(f"gguf:{tmp_path / 'gone.gguf'}").fault
    assert str(tmp_path) in fault(f"gguf:{tmp_path}").fault


def test_a_file_that_is_no_model_is_refused(tmp_path, gguf):
    (tmp_path / "story.gguf").write_text("Two ferries sank.")
    assert "is no GGUF file" in fault(f"gguf:{tmp_path / 'story.gguf'}").fault
    assert "cannot be loaded" in fault(f"gguf:{gguf}").fault


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tiny", "tiny"),
        ("maker/tiny", "maker/tiny"),
        ("/home/ada/models/tiny.gguf", "tiny.gguf"),
        ("http://key@host/v1", "Naming"),
        ("", "Naming"),
        ("unknown", "Naming"),
    ],
)
def test_a_model_is_named_without_addresses_and_folders(name, told):
    class Naming(Double):
        @property
        def metadata(self):
            return LLMMetadata(model_name=name)

        @classmethod
        def class_name(cls):
            return "Naming"

    assert named(Naming(tokens)) == told


def test_a_model_that_does_not_say_its_name_is_called_by_its_kind():
    class Silent(Double):
        @property
        def metadata(self):
            raise ConnectionError

        @classmethod
        def class_name(cls):
            return "Silent"

    assert named(Silent(tokens)) == "Silent"
