"""What lies between: a connection that is slow, cut or hangs, and a proxy that is always busy."""

import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import httpx
import pytest
from contents import BREAD, QUESTION, contents
from remote import ChromaServer, Proxy, proxied

import rag
from index.embed import Encoder
from index.errors import IndexUnreachable
from index.live import Live
from index.sync import sync
from index.verify import verify
from rag.retrieve import HybridRetriever
from ui.serve.server import launch

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cache")]


@pytest.fixture
def proxy(chroma: ChromaServer) -> Iterator[Proxy]:
    with proxied(chroma) as proxy:
        yield proxy


@pytest.fixture
def through(proxy: Proxy, address: str) -> str:
    """An address on the server, by way of the proxy."""
    return proxy.address(address.rpartition("/")[2])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.http._PATIENCE", 0.5)
    monkeypatch.setattr("index.http._TIMEOUT", httpx.Timeout(0.4))
    monkeypatch.setattr("index.http._LOOKING", httpx.Timeout(0.4))


def test_a_slow_connection_changes_nothing(
    proxy: Proxy, through: str, news: Path, encoder: Encoder, index_dir: Path
) -> None:
    proxy.delay = 0.03
    sync([news], through, embedding_model=encoder)
    sync([news], index_dir, embedding_model=encoder)
    assert contents(through) == contents(index_dir)


def test_answers_that_are_cut_are_asked_for_again(
    proxy: Proxy, through: str, news: Path, encoder: Encoder, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_stage: str, _done: int, _total: int) -> None:
        proxy.cuts = 1

    (news / "c.txt").write_text(BREAD)
    for name in ("take._BATCH", "spread.hands.Here.batch", "vectors._ARTICLES"):
        monkeypatch.setattr(f"index.{name}", 1)
    proxy.cuts = 3
    sync([news], through, embedding_model=encoder, progress=cut)
    retriever = HybridRetriever(Live(through), encoder, 10)
    whole = retriever.retrieve(QUESTION, 10)
    proxy.cuts = 2
    assert retriever.retrieve(QUESTION, 10) == whole != []
    proxy.cuts = 2
    assert verify(through).faults == ()
    proxy.cuts = 0
    sync([news], index_dir, embedding_model=encoder)
    assert contents(through) == contents(index_dir)


@pytest.mark.usefixtures("impatient")
def test_a_connection_that_hangs_is_given_up_in_a_bounded_time(
    proxy: Proxy, through: str, news: Path, encoder: Encoder
) -> None:
    sync([news], through, embedding_model=encoder)
    live = Live(through)
    proxy.hangs = True
    for ask in (lambda: live.store, lambda: live._now.store.count_articles()):
        began = monotonic()
        with pytest.raises(IndexUnreachable, match="does not answer"):
            ask()
        assert monotonic() < began + 5
    proxy.hangs = False
    assert live.store.count_articles() == 2


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable\r\nRetry-After: 3600"])
def test_many_who_ask_a_server_that_is_always_busy_are_all_told_in_a_bounded_time(
    proxy: Proxy, through: str, news: Path, encoder: Encoder, status: str
) -> None:
    sync([news], through, embedding_model=encoder)
    retriever = HybridRetriever(Live(through), encoder, 10)
    whole, told = retriever.retrieve(QUESTION, 10), list[str]()

    def ask() -> None:
        try:
            retriever.retrieve(QUESTION, 10)
        except IndexUnreachable as error:
            told.append(error.fault)

    proxy.busy = status
    threads, began = [threading.Thread(target=ask) for _ in range(10)], monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert monotonic() < began + 4  # one after the other, they would take half a second each
    assert len(told) == 10
    assert all(status.partition("\r")[0] in fault for fault in told)
    proxy.busy = ""
    assert retriever.retrieve(QUESTION, 10) == whole


@pytest.mark.usefixtures("impatient")
def test_who_asks_the_page_is_told_that_the_server_is_away_and_answered_when_it_is_back(
    proxy: Proxy, through: str, news: Path, encoder: Encoder
) -> None:
    sync([news], through, embedding_model=encoder)
    asking = {"json": {"question": "How many people were saved by a trawler?"}}
    engine = rag.open(through)
    engine.warm_up()
    served = launch(engine)
    with httpx.Client(base_url=served.url, timeout=30, trust_env=False) as client:
        proxy.busy = "503 Service Unavailable"
        refused = client.post("/api/ask", **asking)
        assert refused.status_code == 503
        assert "does not take questions now" in refused.text
        assert proxy.address("") not in refused.text
        proxy.busy = ""
        assert client.post("/api/ask", **asking).json()["text"].startswith("Forty [1]")
    served.close()
    engine.close()
