import multiprocessing
import os
import random
import shutil
import signal
import sys
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import FrameType

import chromadb
import pytest
from contents import BREAD, BRIDGE, QUESTION, contents, held

from index.lexical import Lexical
from index.sync import sync

slow = pytest.mark.slow

_TRACED = (str(Path(sync.__code__.co_filename).parent), str(Path(chromadb.__file__).parent / "api"))


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
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sentence_transformers", "chromadb", "index.sync", "llama_index.core.schema"])
    moments = context.Value("i", 0)
    process = context.Process(target=sync_and_die, args=(news, index_dir, moment, moments))
    process.start()
    process.join()
    assert process.exitcode == (-signal.SIGKILL if moment else 0)
    return int(moments.value)


@slow
@pytest.mark.parametrize("first", [True, False], ids=["the first run", "a later run"])
def test_a_run_killed_at_any_moment_and_run_again_ends_as_an_undisturbed_one(
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
    for moment in sorted(chance.sample(range(1, moments), 6)):
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
    assert Lexical(tmp_path / "updated").search(QUESTION, 10) == Lexical(tmp_path / "fresh").search(QUESTION, 10)
