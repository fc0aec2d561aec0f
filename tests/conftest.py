"""What all tests share: indexes over the bundled articles, a closed network, and Hypothesis without chance."""

import ipaddress
import logging
import os

os.environ["OMP_WAIT_POLICY"] = "PASSIVE"  # read when torch is imported: waiting threads sleep

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import llm_asked
import pytest
from contents import BRIDGE, FERRY
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from index.models import MINILM, RERANKER

if TYPE_CHECKING:
    from remote import ChromaServer

    from index.embed import Encoder
    from rag import Engine
    from rag.faithful.support import Support

ROOT = Path(__file__).resolve().parents[1]

set_hypothesis_home_dir(ROOT / ".hypothesis")
settings.register_profile(
    "copydesk",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("copydesk")


@pytest.fixture(autouse=True)
def log() -> Iterator[None]:
    """A command that a test runs in this process sets up the log; the next test has none that writes where it did."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = before, level


class NetworkRefusedError(AssertionError):
    """Something tried to reach beyond this machine."""


def is_local(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified  # the second is what servers listen on


@pytest.fixture(autouse=True, scope="session")
def refused() -> Iterator[list[Any]]:
    """Refuse every connection and look-up beyond loopback; the attempts are listed, and fail the run at its end."""
    attempts: list[Any] = []

    def guarded(call: Callable[..., Any]) -> Callable[..., Any]:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
                attempts.append(address)
                raise NetworkRefusedError(f"a connection to {address} was tried")
            return call(self, address)

        return connect

    real_getaddrinfo = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_local(host):
            attempts.append(host)
            raise NetworkRefusedError(f"a look-up of {host!r} was tried")
        return real_getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield attempts
    assert not attempts, f"refused, but tried: {attempts}"


@pytest.fixture(scope="session")
def herof_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the articles that come with the question set `herof`; loads the real model."""
    from index import sync

    index_dir = tmp_path_factory.mktemp("herof") / "index"
    report = sync([ROOT / "eval_questions" / "herof" / "articles"], index_dir)
    assert report.added
    assert not report.failed
    return index_dir


@pytest.fixture(scope="session")
def engine(herof_index: Path) -> "Engine":
    import rag

    return rag.open(herof_index)


@pytest.fixture(scope="session")
def support() -> "Support":
    """Tells by words alone whether evidence carries a sentence; loads no model."""
    from writing import ByWords

    return cast("Support", ByWords())


@pytest.fixture(scope="session")
def real_support() -> "Support":
    """Tells with the real models whether evidence carries a sentence."""
    from rag.faithful.support import Support
    from rag.models import Models

    return Support.load(Models.locate(MINILM.name))


@pytest.fixture(scope="session")
def shared_corpus() -> Path:
    """Five real articles that are not part of the repository."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the real articles are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shared_bench() -> Path:
    """Public data sets for the benchmarks, which are not part of the repository."""
    folder = ROOT.parent / "shared" / "bench"
    if not folder.is_dir():
        pytest.skip("the public data sets are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[ChromaServer]":
    """A Chroma server that all share who do not harm it."""
    from remote import serving

    with serving(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for lexical halves, of this test alone."""
    for name in ("TOKEN", "HEADERS"):
        monkeypatch.delenv(f"COPYDESK_INDEX_{name}", raising=False)
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def address(chroma: "ChromaServer", cache: Path) -> str:  # noqa: ARG001  # it is set
    """Where an index can be made on the server, for this test alone."""
    from uuid import uuid4

    return chroma.address(f"news-{uuid4().hex[:12]}")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(FERRY)
    (folder / "b.md").write_text(BRIDGE)
    return folder


@pytest.fixture(scope="session")
def encoder() -> "Encoder":
    from index.embed import Encoder

    return Encoder()


@pytest.fixture
def made(news: Path, address: str, encoder: "Encoder") -> str:
    """An index of a.txt and b.md on the server."""
    from index.sync import sync

    sync([news], address, embedding_model=encoder)
    return address


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture(scope="session")
def tokenizer():
    """The reader's tokenizer."""
    from index import onnx

    return onnx.tokenizer(RERANKER.directory())


@pytest.fixture(scope="session")
def items(tokenizer):
    """The made-up examples of the training in tokens."""
    from training import EXAMPLES

    from eval_questions.reader.network import itemise

    return [itemise(example, tokenizer) for example in EXAMPLES]


@pytest.fixture
def network():
    """The reader's network with one layer."""
    import torch

    from eval_questions.reader.network import Network

    torch.manual_seed(0)
    return Network(layers=1).eval()


@pytest.fixture
def decided(network):
    """A network whose logits are about as great as those of a trained one."""
    import torch

    for head in (network.tokens, network.answered):
        torch.nn.init.normal_(head.weight, std=0.1)
    return network


@pytest.fixture
def bare_llm_environment(monkeypatch):
    """No keys, addresses or proxies of language models but those that a test sets."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "ANTHROPIC_", "OLLAMA_", "COPYDESK_LLM_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(params=llm_asked.NAMES)
def provider(request):
    """Each provider of language models that is asked over HTTP."""
    return request.param


@pytest.fixture
def llm_server(provider, bare_llm_environment, monkeypatch):  # noqa: ARG001  # what it sets comes after
    """A server of the provider, to which its client goes, with the key that goes with it."""
    with llm_asked.SPEAKERS[provider]() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        monkeypatch.setenv(llm_asked.VARIABLES[provider], llm_asked.KEY)
        yield server


@pytest.fixture
def llm_spec(provider, llm_server):
    """The name of a model of that server."""
    return f"{provider}/{llm_asked.NAMES[provider]}" + (f"@{llm_server.url}" if provider == "openai-like" else "")


@pytest.fixture
def llm(llm_spec):
    """That model, which does not wait long before it tries again."""
    from rag.llm.model import open_llm

    llm = open_llm(llm_spec, timeout=20)
    llm.backoff = 0.02
    return llm
