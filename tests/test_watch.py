import queue
from threading import Event, Thread

import pytest

from index.errors import IndexLocked, NoArticles, NotAnIndex, PathMissing
from index.lock import locked
from index.take import SyncReport
from index.watch import watch

pytestmark = pytest.mark.slow


class Watched:
    """A watch in a thread of its own, with what it has told."""

    def __init__(self, *paths, index_dir):
        self.told = queue.Queue()
        self._stop = Event()
        options = {"on_report": self.told.put, "stop_event": self._stop, "quiet": 100}
        self._thread = Thread(target=watch, args=(paths, index_dir), kwargs=options)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(timeout=20)
        assert not self._thread.is_alive()

    def next(self):
        return self.told.get(timeout=60)


def names(outcome):
    assert isinstance(outcome, SyncReport), outcome
    return [[path.rpartition("/")[2] for path in paths] for paths in (outcome.added, outcome.changed, outcome.removed)]


def test_what_is_there_is_indexed_and_then_each_change(news):
    with Watched(news, index_dir=news / "index") as watched:  # among the articles, whose own changes are none
        assert names(watched.next()) == [["a.txt", "b.md"], [], []]
        (news / "c.txt").write_text("The bakers of Aldwick want more flour.\n", "utf-8")
        assert names(watched.next()) == [["c.txt"], [], []]
        (news / "c.txt").unlink()
        assert names(watched.next()) == [[], [], ["c.txt"]]
        (news / "notes.tmp").write_text("no article", "utf-8")
        (news / "a.txt").touch()
    assert watched.told.empty()


def test_a_run_that_fails_is_told_and_the_next_change_is_a_new_try(tmp_path, index_dir):
    news = tmp_path / "feed"
    news.mkdir()
    with Watched(news, index_dir=index_dir) as watched:
        assert isinstance(watched.next(), NoArticles)
        (news / "a.txt").write_text("The pier of Orsk opened on Friday.\n", "utf-8")
        assert names(watched.next()) == [["a.txt"], [], []]
        with locked(index_dir):
            (news / "b.txt").write_text("The pier of Orsk shut on Monday.\n", "utf-8")
            assert isinstance(watched.next(), IndexLocked)
        (news / "c.txt").touch()
        outcome = watched.next()
        assert names(outcome) == [["b.txt"], [], []]
        assert [error.path.name for error in outcome.failed] == ["c.txt"]


def test_a_mistake_of_the_first_run_ends_the_watch(news, tmp_path):
    (tmp_path / "file").touch()
    for paths, index_dir, error in (
        ([news / "nowhere"], tmp_path / "index", PathMissing),
        ([news], tmp_path / "file", NotAnIndex),
    ):
        with pytest.raises(error):
            watch(paths, index_dir, on_report=lambda outcome: pytest.fail(str(outcome)))
