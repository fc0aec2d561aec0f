"""What readers say of answers is kept whole, by whoever says it, and never in an index."""

import json
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conversing import AT, MAKING, answered, silent
from hostile import PAYLOADS
from hypothesis import given
from hypothesis import strategies as st
from making import make_article

from index.choice import Choice
from ui.feedback import MAX_COMMENT, Feedback, FeedbackUnusable, beside
from ui.kept_article import from_json, to_json


@pytest.fixture
def store(tmp_path):
    return Feedback(tmp_path / "made" / "feedback.sqlite3")


def test_nothing_is_kept_and_no_file_made_before_the_first_entry(store):
    assert store.all() == []
    assert store.articles() == {}
    assert not store.path.parent.exists()


def test_an_entry_is_kept_with_all_that_the_answer_was_made_of(store):
    answer, choice = answered(), Choice(("The Gull",), date(2026, 2, 1), AT)
    id_ = store.add(answer, MAKING, good=True, comment=" Right. ", choice=choice)
    [entry] = Feedback(store.path).all()
    assert (entry.id, entry.good, entry.comment, entry.question) == (id_, True, "Right.", answer.question)
    assert entry.answer == json.loads(json.dumps(answer.to_dict()))
    assert entry.making == MAKING
    assert entry.filters == {"outlets": ["The Gull"], "since": "2026-02-01", "until": AT.isoformat()}
    assert abs((datetime.now(UTC) - entry.at).total_seconds()) < 60
    assert store.articles() == {"a1": answer.citations[0].article}
    assert json.loads(json.dumps(entry.to_dict()))["at"] == entry.at.isoformat()


def test_entries_come_in_their_order_and_silence_keeps_the_nearest_articles(store):
    ids = [store.add(silent(question=f"Why {n}?"), MAKING, good=False) for n in range(3)]
    assert [entry.id for entry in store.all()] == ids
    assert [entry.question for entry in store.all()] == ["Why 0?", "Why 1?", "Why 2?"]
    assert set(store.articles()) == {"a1"}


def test_a_reader_can_think_again(store):
    id_ = store.add(answered(), MAKING, good=True)
    store.amend(id_, good=False, comment="It was 41.")
    [entry] = store.all()
    assert (entry.good, entry.comment) == (False, "It was 41.")
    with pytest.raises(FeedbackUnusable, match="no entry 7"):
        store.amend(7, good=True)


@pytest.mark.parametrize("text", [*PAYLOADS.values(), "half \ud800 a character"], ids=[*PAYLOADS, "surrogate"])
def test_whatever_is_said_is_kept_as_text(store, text):
    store.add(answered(question=text), MAKING, good=True, comment=f"|{text}|")
    [entry] = store.all()
    expected = text.replace("\ud800", "?")
    assert (entry.question, entry.comment) == (expected, f"|{expected}|")


def test_many_at_once_are_all_kept(store):
    def say(number):
        return Feedback(store.path).add(answered(question=f"{number}?"), MAKING, good=True)

    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(say, range(64)))
    assert len(set(ids)) == 64
    assert sorted(entry.question for entry in store.all()) == sorted(f"{n}?" for n in range(64))


def test_nobody_else_on_the_machine_reads_it(store):
    store.add(answered(), MAKING, good=True)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


def test_it_lies_beside_the_index_and_not_in_it(tmp_path):
    assert beside(tmp_path / "my.index") == tmp_path / "my.index.feedback.sqlite3"
    assert beside("my.index").is_absolute()
    index_dir = tmp_path / "index"
    index_dir.mkdir()
    (index_dir / "chroma.sqlite3").touch()
    for name in ("feedback.sqlite3", "chroma.sqlite3"):
        with pytest.raises(FeedbackUnusable, match="in an index"):
            Feedback(index_dir / name).add(answered(), MAKING, good=True)
    assert [path.name for path in index_dir.iterdir()] == ["chroma.sqlite3"]


def test_a_comment_has_an_end(store):
    store.add(answered(), MAKING, good=True, comment="a" * MAX_COMMENT)
    with pytest.raises(FeedbackUnusable, match="4,000"):
        store.add(answered(), MAKING, good=True, comment="a" * (MAX_COMMENT + 1))


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()


def newer(path: Path) -> None:
    Feedback(path).add(answered(), MAKING, good=True)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


@pytest.mark.parametrize(("make", "fault"), [
    (foreign, "a database of something else"),
    (newer, "newer version"),
    (lambda path: path.write_bytes(b"no database" * 100), "not a database"),
    (lambda path: path.mkdir(), "cannot be used"),
])  # fmt: skip
def test_a_file_that_cannot_be_used_is_left_alone_and_said_so(tmp_path, make, fault):
    path = tmp_path / "file"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for use in (Feedback(path).all, lambda: Feedback(path).add(answered(), MAKING, good=True)):
        with pytest.raises(FeedbackUnusable, match=fault) as error:
            use()
        assert error.value.mend
    assert (path.read_bytes() if path.is_file() else b"") == before


times = st.none() | st.dates() | st.datetimes(timezones=st.just(UTC))


@given(st.text(), times, times)
def test_a_kept_article_comes_back_as_it_was(text, published, updated):
    article = make_article(text, published=published, updated=updated, outlet=None, part="1", body=1)
    assert from_json(to_json(article)) == article
