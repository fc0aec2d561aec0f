import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
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


@slow
@pytest.mark.parametrize("first", [True, False], ids=["the first run", "a later run"])
def test_a_run_killed_at_any_time_leaves_one_state_to_readers_and_ends_as_an_undisturbed_one(
    tmp_path: Path, first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.live._PATIENCE", 0.0)
    news, template, encoder, chance = tmp_path / "piles", tmp_path / "template", Encoder(), random.Random(first)  # noqa: S311
    template.mkdir()
    before, after = piles()
    old: set[str] = set()
    if not first:
        old = write(news, before)
        sync([news], template)
    new = write(news, after)
    undisturbed = shutil.copytree(template, tmp_path / "undisturbed")
    _, seconds = run_for(None, news, undisturbed)
    expected = contents(undisturbed)
    seen = []
    for disturbed in killed(chance, news, template, tmp_path, seconds):
        seen.append(read(disturbed, encoder))
        assert seen[-1] in (set(), old, new), disturbed.name
        sync([news], disturbed)
        assert contents(disturbed) == expected, disturbed.name
        shutil.rmtree(disturbed)
    assert old in seen


@slow
@pytest.mark.parametrize("first", [True, False], ids=["the first run", "a later run"])
def test_a_run_killed_at_any_call_and_run_again_ends_as_an_undisturbed_one(
    news: Path, tmp_path: Path, first: bool
) -> None:
    template = tmp_path / "template"
    template.mkdir()
    if not first:
        run_until(0, news, template)
        (news / "a.txt").write_text(BREAD)
        (news / "b.md").rename(news / "d.md")
    for number in range(3):
        (news / f"c{number}.txt").write_text(f"Boat {number} sank.\n\n" + "It was old. It was not insured. " * 60)
    undisturbed = shutil.copytree(template, tmp_path / "undisturbed")
    moments = run_until(0, news, undisturbed)
    expected = contents(undisturbed)
    chance = random.Random(4)  # noqa: S311
    for moment in sorted(chance.sample(range(1, moments), 4)):
        disturbed = shutil.copytree(template, tmp_path / f"killed-{moment}")
        run_until(moment, news, disturbed)
        sync([news], disturbed)
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
