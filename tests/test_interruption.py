import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from types import FrameType

import chromadb
import pytest
from contents import BREAD, BRIDGE, QUESTION, contents, held
from processes import forking, started
from rewrites import local, stories

from index.embed import Encoder
from index.errors import IndexUnfinished, NotAnIndex
from index.lexical import Lexical
from index.live import Live
from index.store import Store
from index.sync import sync
from rag.retrieve import HybridRetriever

slow = pytest.mark.slow

_TRACED = (str(Path(sync.__code__.co_filename).parent), str(Path(chromadb.__file__).parent / "api"))
_WORD = "What is said of Perm?"
"""Has a word that is in all articles of `piles`."""

_KILLS = 16


def sync_and_die(news: Path, index_dir: Path, moment: int, moments: "Synchronized[int]") -> None:
    """Index in this process and kill it at the given call into the index or Chroma; at 0, count those calls."""

    def profile(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(_TRACED):
            moments.value += 1
            if moments.value == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(profile)
    sync([news], index_dir)
    sys.setprofile(None)


def run_until(moment: int, news: Path, index_dir: Path) -> int:
    moments = forking().Value("i", 0)
    process = started(sync_and_die, news, index_dir, moment, moments)
    process.join()
    assert process.exitcode == (-signal.SIGKILL if moment else 0)
    return int(moments.value)


def sync_when_ready(news: Path, index_dir: Path, ready: Event, seconds: "Synchronized[float]") -> None:
    """Index, telling when it begins and how long it took."""
    import index.take

    index.take._BATCH = 2
    Encoder().encode(["What takes long the first time."])
    ready.set()
    start = time.perf_counter()
    sync([news], index_dir)
    seconds.value = time.perf_counter() - start


def run_for(wait: float | None, news: Path, index_dir: Path) -> tuple[bool, float]:
    """Index in a process that is killed after a time, if any; gives whether it was, and else how long it took."""
    ready, seconds = forking().Event(), forking().Value("d", 0.0)
    process = started(sync_when_ready, news, index_dir, ready, seconds)
    ready.wait()
    if wait is not None:
        time.sleep(wait)
        process.kill()
    process.join()
    assert process.exitcode in ((0,) if wait is None else (0, -signal.SIGKILL))
    return process.exitcode != 0, float(seconds.value)


def killed(chance: random.Random, news: Path, template: Path, folder: Path, seconds: float) -> Iterator[Path]:
    """Copies of an index in each of which a run was killed at a random time."""
    found = 0
    for number in range(3 * _KILLS):
        disturbed = shutil.copytree(template, folder / f"killed-{number}")
        if run_for(chance.uniform(0, seconds), news, disturbed)[0]:
            yield disturbed
            found += 1
        if found == _KILLS:
            return
    raise AssertionError("Too few runs could be killed before they ended.")


def read(index_dir: Path, encoder: Encoder) -> set[str]:
    """The texts that a reader is shown; none where it is told that there is nothing to read yet."""
    try:
        retriever = HybridRetriever(Live(index_dir), encoder, 50)
        return {a.text for passage in retriever.retrieve(_WORD, 100) for a in (passage.article, *passage.also)}
    except (IndexUnfinished, NotAnIndex):
        return set()


def write(news: Path, pile: dict[str, str]) -> set[str]:
    shutil.rmtree(news, ignore_errors=True)
    news.mkdir()
    for name, text in pile.items():
        (news / name).write_text(text)
    return set(pile.values())


def piles() -> tuple[dict[str, str], dict[str, str]]:
    """Seven articles; and what becomes of them when some go, change, move and come, copies among them."""
    story, other = (f"{stories()[name]}\nPerm.\n" for name in ("01-a", "02-a"))
    boats = {f"boat{n}.txt": f"Boat {n} sank\n\nIt lay at Perm for {n} years.\n" for n in range(4)}
    before = boats | {"story.txt": story, "copy.txt": local(story), "other.txt": other}
    after = before | {"boat1.txt": BREAD, "new.md": BRIDGE, "moved.txt": boats["boat2.txt"], "again.txt": local(other)}
    for name in ("boat2.txt", "boat3.txt", "story.txt"):
        del after[name]
    return before, after


@dataclass(frozen=True, slots=True)
class Case:
    """A folder, an index of what was in it before, and the texts of then and now."""

    news: Path
    template: Path
    old: set[str]
    new: set[str]


@pytest.fixture(params=[True, False], ids=["the first run", "a later run"])
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setattr("index.live._PATIENCE", 0.0)
    news, template, old = tmp_path / "piles", tmp_path / "template", set()
    template.mkdir()
    before, after = piles()
    if not request.param:
        old = write(news, before)
        sync([news], template)
    return Case(news, template, old, write(news, after))


@slow
def test_a_run_killed_at_any_time_leaves_one_state_to_readers_and_ends_as_an_undisturbed_one(
    case: Case, tmp_path: Path
) -> None:
    undisturbed, encoder, seen = shutil.copytree(case.template, tmp_path / "undisturbed"), Encoder(), []
    _, seconds = run_for(None, case.news, undisturbed)
    expected = contents(undisturbed)
    for disturbed in killed(random.Random(4), case.news, case.template, tmp_path, seconds):  # noqa: S311
        seen.append(read(disturbed, encoder))
        sync([case.news], disturbed)
        assert contents(disturbed) == expected, disturbed.name
    assert case.old in seen
    assert all(found in (set(), case.old, case.new) for found in seen)


@slow
def test_a_run_killed_at_any_call_leaves_one_state_to_readers_and_ends_as_an_undisturbed_one(
    case: Case, tmp_path: Path
) -> None:
    undisturbed, encoder = shutil.copytree(case.template, tmp_path / "undisturbed"), Encoder()
    moments = run_until(0, case.news, undisturbed)
    expected = contents(undisturbed)
    for moment in sorted(random.Random(4).sample(range(1, moments), 4)):  # noqa: S311
        disturbed = shutil.copytree(case.template, tmp_path / f"killed-{moment}")
        run_until(moment, case.news, disturbed)
        assert read(disturbed, encoder) in (set(), case.old, case.new), f"killed at call {moment} of {moments}"
        sync([case.news], disturbed)
        assert contents(disturbed) == expected, f"killed at call {moment} of {moments}"


@slow
def test_a_change_interrupted_once_written_leaves_no_older_version(news: Path, index_dir: Path) -> None:
    def interrupt(*_step: object) -> None:
        raise KeyboardInterrupt

    sync([news], index_dir)
    (news / "a.txt").write_text(BREAD)
    with pytest.raises(KeyboardInterrupt):
        sync([news], index_dir, progress=interrupt)
    sync([news], index_dir)
    assert held(index_dir) == {"a.txt": BREAD, "b.md": BRIDGE}


@slow
def test_scores_do_not_depend_on_how_the_index_came_about(news: Path, tmp_path: Path) -> None:
    sync([news], tmp_path / "updated")
    (news / "a.txt").write_text(BREAD)
    for name in ("updated", "fresh"):
        sync([news], tmp_path / name)
    updated, fresh = (Lexical(path, Store.open(path).state) for path in (tmp_path / "updated", tmp_path / "fresh"))
    assert updated.search(QUESTION, 10) == fresh.search(QUESTION, 10) != []
