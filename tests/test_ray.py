import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import clustering
import pytest
from clustering import RayCluster, clustered, kill
from contents import seen
from test_spread import mixed
from typer.testing import CliRunner

from index.embed import Encoder
from index.errors import ClusterUnusable
from index.spread.crew import Crew, crew
from index.store import Store
from index.sync import sync
from index.verify import verify
from ui.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cache")]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayCluster]:
    """A head and two workers of one core."""
    pytest.importorskip("ray", reason="Ray is an extra")
    with clustered() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of each kind, and two hundred articles more, some of them copies of each other."""
    folder = mixed(tmp_path_factory.mktemp("pile") / "pile")
    for number in range(200):
        story = f"The boat {number} lay at Perm for {number} years. " + "It was old and it was not insured. " * 12
        (folder / f"z{number // 2 if number % 10 == 9 else number}.txt").write_text(f"Boat {number} sank\n\n{story}\n")
    return folder


@pytest.fixture(scope="module")
def expected(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], Any]:
    """What one machine makes of it."""
    index_dir = tmp_path_factory.mktemp("alone") / "index"
    report = sync([pile], index_dir)
    return index_dir, seen(index_dir), told(report)


@pytest.fixture
def hands(cluster: RayCluster) -> Iterator[Crew]:
    with crew(cluster.address, Encoder()) as hands:
        yield hands


def told(report: Any) -> list[Any]:
    fields = (report.added, report.changed, report.removed, report.unchanged, report.duplicates)
    return [*fields, [(type(error), str(error), error.location) for error in report.failed]]


def at(stage: str, done: int, then: Callable[[], None]) -> tuple[Callable[[str, int, int], None], list[int]]:
    """Progress that does something once, when so much of a stage is done."""
    fired: list[int] = []

    def progress(what: str, so_far: int, _total: int) -> None:
        if what == stage and so_far >= done and not fired:
            fired.append(so_far)
            then()

    return progress, fired


def kill_a_task(cluster: RayCluster) -> None:
    """Kill what works, by its process id; between tasks, what waits for one."""
    found = cluster.working() or cluster.workers()
    assert found
    kill(found[0])


def test_a_cluster_makes_the_same_index_as_one_machine_and_shows_the_same_progress(
    cluster: RayCluster, pile: Path, expected: Any, index_dir: Path
) -> None:
    steps: list[tuple[str, int, int]] = []
    report = sync([pile], index_dir, ray=cluster.address, progress=lambda *step: steps.append(step))
    alone, contents, said = expected
    assert told(report) == said
    assert report.failed
    assert seen(index_dir) == contents
    one, other = (Store.open(place).vectors(sorted(Store.open(place).vector_ids())) for place in (alone, index_dir))
    assert all(abs(one[id_] - other[id_]).max() < 1e-6 for id_ in one)
    files = [(done, total) for stage, done, total in steps if stage == "reading files"]
    assert files == [(number + 1, len(files)) for number in range(len(files))]
    embedded = [(done, total) for stage, done, total in steps if stage == "embedding articles"]
    assert embedded == sorted(embedded)
    assert embedded[-1][0] == embedded[-1][1]
    assert verify(index_dir).faults == ()


def test_a_cluster_keeps_an_index_in_step_as_one_machine_does(
    cluster: RayCluster, tmp_path: Path, news: Path, address: str
) -> None:
    def steps(where: Path | str, ray: str | None) -> list[Any]:
        folder = tmp_path / f"news-{ray is None}"
        folder.mkdir()
        for file in news.iterdir():
            (folder / file.name).write_text(file.read_text())
        reports = [sync([folder], where, ray=ray)]
        (folder / "a.txt").write_text("Ferry raised\n\nThe ferry was raised off Orsk.\n")
        (folder / "c.txt").write_text("Quay sold\n\nThe quay was sold.\n")
        (folder / "b.md").unlink()
        reports.append(sync([folder], where, ray=ray))
        reports.append(sync([folder], where, ray=ray))
        return [re.sub(r"news-(True|False)", "news", str(told(report))) for report in reports]

    assert steps(address, cluster.address) == steps(tmp_path / "index", None)
    texts = [
        sorted(article.text for article in Store.open(place).all_articles()) for place in (address, tmp_path / "index")
    ]
    assert texts[0] == texts[1]
    assert verify(address).faults == ()


@pytest.mark.parametrize(("stage", "done"), [("reading files", 40), ("embedding articles", 1)])
def test_a_worker_killed_half_way_loses_nothing_and_makes_nothing_twice(
    cluster: RayCluster, pile: Path, expected: Any, index_dir: Path, stage: str, done: int
) -> None:
    progress, fired = at(stage, done, lambda: kill_a_task(cluster))
    report = sync([pile], index_dir, ray=cluster.address, progress=progress)
    assert fired
    assert told(report) == expected[2]
    assert seen(index_dir) == expected[1]
    assert verify(index_dir).faults == ()


def test_whoever_writes_killed_half_way_and_run_again_ends_as_an_undisturbed_run(
    cluster: RayCluster, pile: Path, expected: Any, index_dir: Path
) -> None:
    lines = """
import os, signal, sys
from index.sync import sync
def progress(stage, done, total):
    if stage == "embedding articles" and done > 60:
        os.kill(os.getpid(), signal.SIGKILL)
sync([sys.argv[1]], sys.argv[2], ray=sys.argv[3], progress=progress)
"""
    done = subprocess.run(
        [sys.executable, "-c", lines, pile, index_dir, cluster.address], cwd=ROOT, timeout=120, capture_output=True
    )
    assert done.returncode == -9
    assert 0 < Store.open(index_dir).count_vectors() < len(expected[1]["vectors"])
    sync([pile], index_dir, ray=cluster.address)
    assert seen(index_dir) == expected[1]
    assert verify(index_dir).faults == ()


def test_the_command_says_what_it_says_of_one_machine_and_nothing_of_ray(
    cluster: RayCluster, news: Path, index_dir: Path
) -> None:
    (news / "torn.pdf").write_bytes(b"%PDF-1.4 torn")

    def run(where: Path, *more: str) -> tuple[int, str, str]:
        line = "from ui.cli import main; main()"
        command = [sys.executable, "-c", line, "index", news, "--index", where, *more]
        done = subprocess.run(command, cwd=ROOT, timeout=120, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    code, said, complained = run(index_dir, "--ray", cluster.address)
    assert (code, said, complained) == run(index_dir.with_name("other"))
    assert code == 1
    assert "torn.pdf" in said + complained


def test_the_command_tells_where_no_cluster_is(news: Path) -> None:
    pytest.importorskip("ray", reason="Ray is an extra")
    result = CliRunner().invoke(app, ["index", str(news), "--ray", "127.0.0.1:1"])
    assert result.exit_code == 2
    assert "cannot be reached" in result.output


@pytest.mark.parametrize(("what", "said"), [("locked", "It is locked"), ("boat", "There is no boat")])
def test_an_error_in_a_task_is_told_in_words_even_where_it_cannot_be_sent(hands: Crew, what: str, said: str) -> None:
    task = hands._task(clustering.fail)
    with pytest.raises(ClusterUnusable, match=said):
        list(hands.spread(task, [what]))


def test_no_more_is_in_flight_than_two_tasks_for_each_core(hands: Crew) -> None:
    taken: list[int] = []

    def items() -> Iterator[float]:
        for number in range(20):
            taken.append(number)
            yield 0.01 if number else 0.5

    task = hands._task(clustering.rest)
    back = hands.spread(task, items(), in_order=True)
    for number, (seconds, result) in enumerate(back):
        assert seconds == result
        assert len(taken) <= number + 4
    assert len(taken) == 20


def test_a_cluster_that_loses_all_cores_ends_a_run_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="Ray is an extra")
    monkeypatch.setattr("index.spread.crew._PATIENCE", 1.0)
    monkeypatch.setattr("index.spread.crew._LOOK", 0.5)
    with clustered(workers=1) as frail, crew(frail.address, Encoder()) as hands:
        task = hands._task(clustering.rest)
        back = hands.spread(task, [0.01, 30.0])
        next(back)
        frail.kill_worker_node()
        with pytest.raises(ClusterUnusable, match="no core to work on"):
            next(back)


def test_where_nobody_listens_it_is_told_at_once(news: Path, index_dir: Path) -> None:
    pytest.importorskip("ray", reason="Ray is an extra")
    start = monotonic()
    with pytest.raises(ClusterUnusable, match=r"cannot be reached \(Connection refused\)"):
        sync([news], index_dir, ray="127.0.0.1:1")
    assert monotonic() - start < 10
    assert not index_dir.exists()


def test_what_is_no_cluster_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="Ray is an extra")
    monkeypatch.setattr("index.spread.cluster.SECONDS", 4)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(ClusterUnusable, match="no answer in 4 s"),
        crew(f"127.0.0.1:{silent.getsockname()[1]}", Encoder()),
    ):
        pass


def test_nothing_of_the_cluster_listens_beyond_this_machine(cluster: RayCluster, hands: Crew) -> None:
    list(hands.spread(hands._task(clustering.rest), [0.01] * 4))
    heard = listening({*cluster.processes(), os.getpid()})
    assert heard
    assert all(host == "127.0.0.1" for host in heard), heard


def listening(pids: set[int]) -> list[str]:
    """The addresses on which processes listen for TCP."""
    sockets = set()
    for pid in pids:
        for file in Path(f"/proc/{pid}/fd").glob("*"):
            try:
                sockets.add(str(file.readlink()))
            except OSError:
                continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found.append(host(fields[1].partition(":")[0]))
    return found


def host(words: str) -> str:
    """An address as Linux writes it, four bytes at a time from the end."""
    data = b"".join(bytes.fromhex(words[at : at + 8])[::-1] for at in range(0, len(words), 8))
    if len(data) == 16 and data[:12] == b"\0" * 10 + b"\xff\xff":
        data = data[12:]
    return socket.inet_ntop(socket.AF_INET if len(data) == 4 else socket.AF_INET6, data)
