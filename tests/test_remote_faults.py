import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from contents import BREAD, QUESTION, contents, held
from processes import forking, started
from remote import ChromaServer, serving

from index.embed import Encoder
from index.errors import IndexLocked, IndexRefused, IndexUnreachable, IndexUnusable
from index.live import Live
from index.server import Server
from index.sync import sync
from index.take import SyncReport
from index.verify import verify
from index.watch import Outcome, watch
from rag.retrieve import HybridRetriever

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cache")]

PILE = {f"{n:02d}.txt": f"Boat {n} sank\n\nBoat {n} lay at Perm for {n} years. It was raised.\n" for n in range(12)}


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A server that is killed."""
    with serving(tmp_path_factory.mktemp("frail")) as server:
        yield server


@pytest.fixture
def pile(news: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dozen more articles, that are written one by one."""
    for name, text in PILE.items():
        (news / name).write_text(text)
    monkeypatch.setattr("index.take._BATCH", 1)
    monkeypatch.setattr("index.spread.hands.Here.batch", 2)
    monkeypatch.setattr("index.vectors._ARTICLES", 1)
    return news


@pytest.fixture
def expected(pile: Path, tmp_path: Path, encoder: Encoder) -> dict[str, object]:
    """What an undisturbed run into a folder leaves."""
    sync([pile], tmp_path / "undisturbed", embedding_model=encoder)
    return contents(tmp_path / "undisturbed")


def restart_at(server: ChromaServer, stage: str, at: int):
    """Progress that kills the server, and starts it in another thread, when so much of a stage is done."""
    threads: list[threading.Thread] = []

    def progress(what: str, done: int, _total: int) -> None:
        if what == stage and done >= at and not threads:
            server.kill()
            threads.append(threading.Thread(target=server.start))
            threads[0].start()

    return progress, threads


@pytest.mark.parametrize(("stage", "at"), [("reading files", 7), ("embedding articles", 5)])
def test_a_server_killed_and_restarted_under_indexing_loses_nothing_and_has_nothing_twice(
    frail: ChromaServer, pile: Path, expected: dict[str, object], encoder: Encoder, stage: str, at: int
) -> None:
    address = frail.address(f"under-{at}")
    progress, threads = restart_at(frail, stage, at)
    sync([pile], address, embedding_model=encoder, progress=progress)
    assert threads
    threads[0].join()
    assert contents(address) == expected
    assert verify(address).faults == ()


def test_a_server_that_stays_away_ends_a_run_with_an_error_and_the_next_run_mends_it(
    frail: ChromaServer, pile: Path, expected: dict[str, object], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(what: str, done: int, _total: int) -> None:
        if (what, done) == ("reading files", 7):
            frail.kill()

    with monkeypatch.context() as patch:
        patch.setattr("index.http._PATIENCE", 0.5)
        with pytest.raises(IndexUnreachable, match="does not answer"):
            sync([pile], frail.address("away"), embedding_model=encoder, progress=kill)
    frail.start()
    Server(frail.base, "away").connect().delete_collection("away-lease")  # else the next run waits till it is over
    sync([pile], frail.address("away"), embedding_model=encoder)
    assert contents(frail.address("away")) == expected
    assert verify(frail.address("away")).faults == ()


def test_a_change_while_the_server_is_away_is_taken_in_when_it_is_back(
    frail: ChromaServer, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.http._OPENING", 0.2)
    stop, reports = threading.Event(), list[Outcome]()

    def told(report: Outcome) -> None:
        reports.append(report)
        if len(reports) == 1:
            frail.kill()
            (news / "c.txt").write_text(BREAD)
        elif len(reports) == 2:
            frail.start()
        else:
            stop.set()

    watch([news], frail.address("watched"), on_report=told, stop_event=stop, quiet=50)
    assert [type(report) for report in reports] == [SyncReport, IndexUnreachable, SyncReport]
    assert set(held(frail.address("watched"))) == {"a.txt", "b.md", "c.txt"}


def test_questions_go_on_when_the_server_was_killed_and_restarted(
    frail: ChromaServer, news: Path, encoder: Encoder
) -> None:
    sync([news], frail.address("asked"), embedding_model=encoder)
    retriever = HybridRetriever(Live(frail.address("asked")), encoder, 10)
    before = retriever.retrieve(QUESTION, 10)
    frail.kill()
    thread = threading.Thread(target=frail.start)
    thread.start()
    assert retriever.retrieve(QUESTION, 10) == before != []
    thread.join()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of its own; called again with another size, it is the same one with more room."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def sized(size: str) -> Path:
        options = f"{'remount,' if folder.is_mount() else ''}size={size}"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=False).returncode:
            pytest.skip("a disk cannot be made here")
        return folder

    yield sized
    if folder.is_mount():
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def heavy(news: Path) -> Path:
    """A hundred articles of six kilobytes."""
    drawn = random.Random(1)  # noqa: S311
    for n in range(100):
        (news / f"{n}.txt").write_text(f"Boat {n} sank\n\n{drawn.randbytes(3000).hex()} lay at Perm. It was raised.\n")
    return news


def test_a_server_whose_disk_is_full_is_told_and_made_whole_when_there_is_room(
    disk: Callable[[str], Path], heavy: Path
) -> None:
    with serving(disk("3m")) as server, pytest.raises(IndexRefused, match="whether its disk is full"):
        sync([heavy], server.address("full"), embed=False)
    with serving(disk("100m")) as server:
        sync([heavy], server.address("full"), embed=False)
        found = verify(server.address("full"))
    assert (found.articles, found.faults) == (102, ())


def test_a_reader_whose_disk_is_full_is_told_and_reads_when_there_is_room(
    disk: Callable[[str], Path], address: str, heavy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync([heavy], address, embed=False)
    monkeypatch.setenv("COPYDESK_CACHE", str(disk("12k")))
    with pytest.raises(IndexUnusable, match="cannot be written there") as caught:
        Live(address)
    assert "COPYDESK_CACHE" in caught.value.mend
    assert not list(disk("12k").rglob("making*"))
    disk("20m")
    assert verify(address).faults == ()


def sync_and_tell(news: Path, address: str, far: Event) -> None:
    """Index, with a lease that is over soon, and tell when vectors are being made."""
    import index.lease
    import index.spread.hands
    import index.vectors

    index.lease._SECONDS, index.lease._RENEWED = 6.0, 0.5
    index.vectors._ARTICLES = index.spread.hands.Here.batch = 1

    def progress(stage: str, done: int, _total: int) -> None:
        if stage == "embedding articles" and done > 2:
            far.set()
            threading.Event().wait(60)

    sync([news], address, progress=progress)


def test_a_writer_that_is_killed_is_followed_by_one_that_ends_its_work(
    address: str, pile: Path, expected: dict[str, object], encoder: Encoder
) -> None:
    far = forking().Event()
    process = started(sync_and_tell, pile, address, far)
    assert far.wait(60)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    sync([pile], address, embedding_model=encoder)
    assert contents(address) == expected
    assert verify(address).faults == ()


def test_two_writers_at_once_leave_one_state(address: str, pile: Path, encoder: Encoder) -> None:
    (pile / "bread.txt").write_text(BREAD)
    refused: list[Exception] = []

    def write() -> None:
        try:
            sync([pile], address, embedding_model=encoder)
        except IndexLocked as error:
            refused.append(error)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) <= 1
    assert verify(address).faults == ()
    assert verify(address).articles == len(PILE) + 3
