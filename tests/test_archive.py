import gzip
import io
import json
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import told

import index.archive as archive
from index.article import Article
from index.errors import ArticleEmpty, ArticleError, ArticleLocked, ArticleRecord, ArticleTooLarge, ArticleUnreadable
from index.read import read_all

LINES = '{"text": "One rose.", "id": "a"}\n{"text": "Two fell.", "id": "b"}\n'


def packed(entries, method=zipfile.ZIP_DEFLATED):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as file:
        for name, content in entries:
            file.writestr(name, content)
    return memory.getvalue()


def read_zip(folder: Path, data: bytes, name="a.zip"):
    path = folder / name
    path.write_bytes(data)
    return list(read_all(path))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt.gz", "Orsk is dry.", [(None, "Orsk is dry.")]),
        ("A.JSONL.GZ", LINES, [("a", "One rose."), ("b", "Two fell.")]),
        ("a.json.gz", json.dumps({"x": [{"text": "a b"}]}), [("record 1", "a b")]),
        ("a.csv.gz", "text,x\na b,1\n", [("row 1", "a b")]),
        ("a.tar.gz", "Orsk is dry.", [(None, ArticleUnreadable)]),
        ("a.gz", "Orsk is dry.", [(None, ArticleUnreadable)]),
    ],
)
def test_a_compressed_file_is_read_by_the_ending_below(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(gzip.compress(content.encode()))
    assert told(read_all(path)) == expected


def test_a_compressed_file_that_breaks_off_gives_what_stands_before(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    stream = zlib.compressobj(wbits=31)
    start = stream.compress(LINES.encode()) + stream.flush(zlib.Z_FULL_FLUSH)
    path.write_bytes(start)
    *found, error = read_all(path)
    assert told(found) == [("a", "One rose."), ("b", "Two fell.")]
    assert type(error) is ArticleUnreadable
    assert "to its end" in error.fault
    path.write_bytes(start + b"\xff" * 50)
    assert type(list(read_all(path))[-1]) is ArticleUnreadable
    path.write_bytes(b"no gzip")
    assert told(read_all(path)) == [(None, ArticleUnreadable)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.csv.gz", "a.txt.gz", "a.xml.gz"])
def test_a_file_that_unpacks_without_end_is_refused(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(b" " * 60_000_000))
    assert told(read_all(path)) == [(None, ArticleTooLarge)]


def test_the_entries_of_an_archive_are_read_in_their_order(tmp_path):
    entries = [
        ("news/b.txt", "Two fell."), ("news/", ""), ("news/a.md", "---\ntitle: A\n---\nOne rose."),
        ("news/c.jsonl", LINES), ("news/photo.jpg", b"\xff\xd8"), (".hidden.txt", "no"), ("news/.x/a.txt", "no"),
        ("__MACOSX/news/b.txt", "no"), ("news/empty.txt", ""), ("bad.json", "{"), ("Größe.txt", "Orsk is dry."),
        ("sub\\d.txt", "Perm is wet."),
    ]  # fmt: skip
    found = read_zip(tmp_path, packed(entries), "A.ZIP")
    assert told(found) == [
        ("news/b.txt", "Two fell."), ("news/a.md", "---\ntitle: A\n---\nOne rose."),
        ("news/c.jsonl/a", "One rose."), ("news/c.jsonl/b", "Two fell."), ("news/empty.txt", ArticleEmpty),
        ("bad.json/record 1", ArticleRecord), ("Größe.txt", "Orsk is dry."), ("sub/d.txt", "Perm is wet."),
    ]  # fmt: skip
    assert found[0].location == f"{tmp_path}/A.ZIP::news/b.txt"
    assert found[1].format == "md"


@pytest.mark.parametrize("name", ["../a.txt", "x/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "//a/b.txt"])
def test_an_entry_that_leads_out_of_the_archive_is_named_and_not_read(tmp_path, name):
    found = read_zip(tmp_path, packed([(name, "Two fell."), ("b.txt", "One rose.")]))
    assert [type(piece) for piece in found] == [ArticleUnreadable, Article]
    assert "leads out" in found[0].fault


@pytest.mark.parametrize("name", ["b.zip", "b.txt.gz", "b.tar", "b.7z"])
def test_an_archive_in_an_archive_is_named_and_not_opened(tmp_path, name):
    found = read_zip(tmp_path, packed([(name, packed([("a.txt", "x")])), ("b.txt", "One rose.")]))
    assert told(found) == [(name, ArticleUnreadable), ("b.txt", "One rose.")]


def test_an_archive_that_holds_nothing_of_use_is_told(tmp_path):
    for entries in ([], [("a.jpg", b"x")], [("news/", "")]):
        assert told(read_zip(tmp_path, packed(entries))) == [(None, ArticleEmpty)]


def test_of_two_entries_with_one_name_the_second_is_named(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed([("a.txt", "One rose."), ("a.txt", "Two fell.")])
    assert told(read_zip(tmp_path, data)) == [("a.txt", "One rose."), ("a.txt", ArticleUnreadable)]


def test_a_protected_entry_is_named_and_the_rest_goes_on(tmp_path):
    data = bytearray(packed([("a.txt", "One rose."), ("b.txt", "Two fell.")]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert told(read_zip(tmp_path, bytes(data))) == [("a.txt", ArticleLocked), ("b.txt", "Two fell.")]


def test_a_way_of_packing_that_is_not_known_is_named(tmp_path):
    data = bytearray(packed([("a.txt", "One rose."), ("b.txt", "Two fell.")]))
    for mark, at in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        struct.pack_into("<H", data, data.index(mark) + at, 97)
    assert told(read_zip(tmp_path, bytes(data))) == [("a.txt", ArticleUnreadable), ("b.txt", "Two fell.")]


def test_a_damaged_entry_is_named_and_the_rest_goes_on(tmp_path):
    data = packed([("a.txt", "One rose."), ("b.txt", "Two fell.")], zipfile.ZIP_STORED)
    found = read_zip(tmp_path, data.replace(b"One rose.", b"One fell."))
    assert told(found) == [("a.txt", ArticleUnreadable), ("b.txt", "Two fell.")]
    assert "CRC" in found[0].fault


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", packed([("a.txt", "One rose.")])[:-10]])
def test_what_is_no_archive_is_told(tmp_path, data):
    assert told(read_zip(tmp_path, data)) == [(None, ArticleUnreadable)]


def test_an_entry_packed_beyond_reason_is_refused_before_it_is_unpacked(tmp_path):
    found = read_zip(tmp_path, packed([("a.jsonl", b" " * 20_000_000), ("b.txt", "One rose.")]))
    assert told(found) == [("a.jsonl", ArticleTooLarge), ("b.txt", "One rose.")]


def test_an_entry_gives_no_more_than_it_declares(tmp_path):
    data = bytearray(packed([("a.jsonl", b" " * 5_000_000 + LINES.encode())]))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + at, 50)
    assert told(read_zip(tmp_path, bytes(data))) == [("a.jsonl", ArticleUnreadable)]


@pytest.mark.parametrize(("limit", "value"), [("MAX_ENTRIES", 2), ("MAX_TOTAL", 20)])
def test_an_archive_has_bounds(tmp_path, monkeypatch, limit, value):
    data = packed([(f"{n}.txt", "Orsk is dry.") for n in range(3)])
    assert len(read_zip(tmp_path, data)) == 3
    monkeypatch.setattr(archive, limit, value)
    assert told(read_zip(tmp_path, data)) == [(None, ArticleTooLarge)]


@pytest.mark.parametrize(("name", "shown"), [(b"caf\xc3\xa9.txt", "café.txt"), (b"caf\x82\xff.txt", "café\u00a0.txt")])
def test_a_name_in_any_encoding_is_shown(tmp_path, name, shown):
    data = packed([("x" * len(name[:-4]) + ".txt", "One rose.")]).replace(b"x" * len(name[:-4]) + b".txt", name)
    assert told(read_zip(tmp_path, data)) == [(shown, "One rose.")]


def test_a_name_that_is_not_what_it_is_said_to_be_is_told(tmp_path):
    data = packed([("caf\u00e9.txt", "One rose.")]).replace(b"\xc3\xa9", b"\xff\xff")
    assert told(read_zip(tmp_path, data)) == [(None, ArticleUnreadable)]


def test_a_name_that_differs_where_the_entry_begins_is_told(tmp_path):
    data = packed([("caf\u00e9.txt", "One rose."), ("b.txt", "Two fell.")]).replace(b"\xc3\xa9", b"\xff\xff", 1)
    assert told(read_zip(tmp_path, data)) == [("café.txt", ArticleUnreadable), ("b.txt", "Two fell.")]


def test_an_entry_without_a_name_is_passed_over(tmp_path):
    nameless = zipfile.ZipInfo("x")
    nameless.filename = ""
    assert told(read_zip(tmp_path, packed([("b.txt", "Two fell."), (nameless, b"x")]))) == [("b.txt", "Two fell.")]


def test_a_link_in_an_archive_leads_nowhere(tmp_path):
    (tmp_path / "secret.txt").write_text("Nobody may know.")
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    found = read_zip(tmp_path, packed([(link, str(tmp_path / "secret.txt"))]))
    assert "Nobody" not in str(told(found))


WHOLE = packed([("a.txt", "Orsk is dry. " * 9), ("b.jsonl", LINES * 9), ("c.csv", "text,x\na b,1\n")])


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_whatever_is_damaged_in_an_archive_is_told(tmp_path, damages):
    data = bytearray(WHOLE)
    for at, byte in damages:
        data[at] = byte
    found = read_zip(tmp_path, bytes(data))
    assert found
    assert all(isinstance(piece, Article | ArticleError) for piece in found)
