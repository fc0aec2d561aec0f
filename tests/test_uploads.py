"""A reader's own articles are asked alone, kept from everybody else, bounded, and gone in the end."""

import gc
import json
import os
import stat
from pathlib import Path

import pytest
from contents import BRIDGE, FERRY
from hostile import FILE_NAMES, PAYLOADS, repainting
from hypothesis import given
from hypothesis import strategies as st

from ui.upload_names import safe_name, shown_name
from ui.uploads import SessionIndex, Upload, UploadLimits

FITTING = set("abcdefghijklmnopqrstuvwxyz0123456789 ._-")


@given(st.sampled_from(FILE_NAMES) | st.sampled_from(list(PAYLOADS.values())) | st.text(st.characters()))
def test_a_name_to_write_under_is_one_plain_part_of_a_path(name):
    safe = safe_name(name)
    assert safe == Path(safe).name
    assert not safe.startswith((".", "-", "~"))
    assert ".." not in f"/{safe}/".replace("...", "") or Path("/a", safe).parent == Path("/a")
    assert len(safe.encode()) <= 255
    assert all(c in FITTING or c.isalnum() or c.isalpha() or c == "_" or not c.isascii() for c in safe.lower())


@given(st.sampled_from(FILE_NAMES) | st.sampled_from(list(PAYLOADS.values())) | st.text(st.characters()))
def test_a_name_to_show_does_nothing_and_names_no_folder(name):
    shown = shown_name(name)
    assert not repainting(shown)
    assert shown
    assert len(shown) <= 80
    assert not {"/", "\\", "\n", "\t"} & set(shown)


@pytest.mark.parametrize(("name", "shown", "safe"), [
    ("ferry.txt", "ferry.txt", "ferry.txt"),
    ("Der Fährmann 2.TXT", "Der Fährmann 2.TXT", "Der Fährmann 2.txt"),
    ("../../etc/passwd.txt", "passwd.txt", "passwd.txt"),
    ("C:\\news\\a.md", "a.md", "a.md"),
    ("\u202etxt.exe.txt", "<U+202E>txt.exe.txt", "txt.exe.txt"),
    ("a／b.txt", "a／b.txt", "a_b.txt"),
    ("", "a file without a name", "article"),
    ("..", "a file without a name", "article"),
])  # fmt: skip
def test_names_are_kept_as_far_as_they_are_fit(name, shown, safe):
    assert (shown_name(name), safe_name(name)) == (shown, safe)


@pytest.fixture
def given_file(tmp_path):
    def make(text, name="article.txt"):
        path = tmp_path / f"received-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Upload(path, name)

    return make


@pytest.fixture
def session(engine):
    opened = SessionIndex(engine)
    yield opened
    opened.close()


def folder_of(session):
    return session._folder


def said(taken):
    return [str(error) for error in taken.refused]


slow = pytest.mark.slow


@slow
def test_uploaded_articles_are_asked_by_themselves_with_the_models_that_are_loaded(engine, session, given_file):
    assert (session.engine, session.count) == (None, 0)
    steps = []
    taken = session.add([given_file(FERRY, "ferry.txt"), given_file(BRIDGE, "b.md")], lambda *step: steps.append(step))
    assert (taken.names, taken.refused) == (("ferry.txt", "b.md"), ())
    assert session.count == 2
    assert steps
    answer = session.engine.ask("How many people were saved?")
    assert "Forty" in answer.text
    assert session.engine.encoder is engine.encoder
    assert "Forty people were saved" not in engine.ask("How many people were saved by the trawler?").text
    assert Path(answer.citations[0].article.path).name == "ferry.txt"


@slow
def test_articles_can_be_added_later(session, given_file):
    session.add([given_file(FERRY, "same.txt")])
    own = session.engine
    session.add([given_file(BRIDGE, "same.txt")])
    assert session.engine is own
    assert session.count == 2
    assert "May" in own.ask("When does the bridge open?").text


@slow
def test_a_session_sees_nothing_of_another(engine, session, given_file):
    session.add([given_file(FERRY)])
    other = SessionIndex(engine)
    other.add([given_file(BRIDGE)])
    titles = [{p.article.title for p in one.engine.search("ferry bridge", 10)} for one in (session, other)]
    other.close()
    assert titles[0].isdisjoint(titles[1])


@slow
def test_what_cannot_be_read_is_told_by_its_own_name_and_stops_nothing(session, given_file):
    files = [given_file(FERRY, "good.txt"), given_file(b"caf\xe9", "bad.txt"), given_file("x", "run.exe"),
             given_file("", "empty.txt"), given_file(json.dumps({"no": "text"}) + "\n", "rows.jsonl")]  # fmt: skip
    taken = session.add(files)
    assert taken.names == ("good.txt",)
    assert [error.name for error in taken.refused][:3] == ["bad.txt", "run.exe", "empty.txt"]
    assert taken.refused[3].name.startswith("rows.jsonl")
    assert all(error.mend for error in taken.refused)
    assert not any("/" in text.split("Give files")[0].replace("UTF-8/", "") for text in said(taken)), said(taken)


@slow
def test_of_a_file_of_which_a_part_cannot_be_read_the_rest_is_taken(session, given_file):
    rows = [{"text": FERRY}, {"text": ""}, {"text": BRIDGE}]
    taken = session.add([given_file("".join(json.dumps(row) + "\n" for row in rows), "rows.jsonl")])
    assert taken.names == ("rows.jsonl",)
    assert session.count == 2
    [error] = taken.refused
    assert error.fault.startswith("rows.jsonl, ")
    assert str(folder_of(session)) not in str(error)


@slow
def test_without_one_good_file_there_is_no_index(session, given_file):
    assert session.add([given_file(b"\x00\x01", "bad.txt")]).names == ()
    assert (session.engine, session.count) == (None, 0)


@slow
@pytest.mark.parametrize(("limits", "fault"), [
    (UploadLimits(files=1), "1 files were uploaded already"),
    (UploadLimits(articles=1), "more than 1 articles"),
    (UploadLimits(characters=len(FERRY) + 5), "too much text"),
    (UploadLimits(file_bytes=len(FERRY)), "more than"),
    (UploadLimits(all_bytes=len(FERRY) + 9), "more than the 0.0 MB that are left"),
])  # fmt: skip
def test_there_is_an_end_to_what_is_taken(engine, given_file, limits, fault):
    session = SessionIndex(engine, limits)
    taken = session.add([given_file(FERRY, "a.txt"), given_file(BRIDGE + BRIDGE, "b.md")])
    assert taken.names == ("a.txt",)
    assert fault in said(taken)[0]
    assert session.count == 1
    assert len(list(folder_of(session).glob("files/*/*"))) == 1
    session.close()


@slow
def test_no_link_pipe_or_folder_is_taken_for_a_file(session, tmp_path):
    (tmp_path / "secret.txt").write_text(FERRY)
    (tmp_path / "link").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    names = ("link", "pipe", "folder", "missing")
    taken = session.add([Upload(tmp_path / name, f"{name}.txt") for name in names])
    assert taken.names == ()
    assert len(taken.refused) == 4


@slow
def test_hostile_names_and_texts_are_taken_as_names_and_texts(session, given_file):
    session._limits = UploadLimits(files=1000)
    files = [given_file(f"{FERRY}\n{number}", name) for number, name in enumerate(FILE_NAMES)]
    taken = session.add(files)
    assert len(taken.names) + len(taken.refused) == len(FILE_NAMES)
    assert session.count == len(taken.names) > 10
    inside = folder_of(session)
    assert all(inside in path.parents for path in inside.rglob("*"))
    assert not repainting("".join([*taken.names, *said(taken)]))


@slow
def test_nobody_else_on_the_machine_can_look_in_and_in_the_end_nothing_is_left(engine, given_file):
    session = SessionIndex(engine)
    session.add([given_file(FERRY)])
    folder = folder_of(session)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    session.close()
    assert not folder.exists()
    assert (session.engine, session.count) == (None, 0)
    session.close()
    assert "session has ended" in said(session.add([given_file(FERRY)]))[0]
    assert not folder.exists()


@slow
def test_a_session_that_is_forgotten_leaves_nothing(engine, given_file):
    session = SessionIndex(engine)
    session.add([given_file(FERRY)])
    folder = folder_of(session)
    del session
    gc.collect()
    assert not folder.exists()
