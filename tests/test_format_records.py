import csv
import io
import json
import tracemalloc
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import pieces, told
from strategies import has_words, texts

from index.article import Article
from index.columns import FIELDS, NO_COLUMNS, parse_columns
from index.errors import (
    ArticleBinary,
    ArticleEmpty,
    ArticleEncoding,
    ArticleRecord,
    ArticleTooLarge,
    ColumnsUnusable,
)
from index.formats.make import clean
from index.formats.markup import is_html
from index.read import read_all


def as_file(records, name):
    if name.endswith(("jsonl", "ndjson")):
        return "\n".join(map(json.dumps, records))
    if name.endswith("json"):
        return json.dumps(records)
    table = io.StringIO()
    writer = csv.DictWriter(table, list(records[0]), dialect="excel-tab" if name.endswith("tsv") else "excel")
    writer.writeheader()
    writer.writerows(records)
    return table.getvalue()


KINDS = ["a.jsonl", "a.ndjson", "a.json", "a.csv", "a.tsv", "A.CSV"]


@pytest.mark.parametrize("name", KINDS)
def test_a_record_becomes_an_article_with_its_fields(tmp_path, name):
    record = {
        "guid": "7", "Headline": "Flood in Orsk", "Full Text": 'The river rose,\n"fast".', "publisher": "Orsk Daily",
        "By-Line": "Marit Lind", "publish_date": "2024-05-04", "dateModified": "2024-05-05T10:00:00Z",
        "link": "https://news.example/7",
    }  # fmt: skip
    (article,) = pieces(tmp_path, name, as_file([record], name))
    assert (article.text, article.title, article.format) == ('The river rose,\n"fast".', "Flood in Orsk", "record")
    assert (article.outlet, article.author, article.url) == ("Orsk Daily", "Marit Lind", "https://news.example/7")
    assert (article.published, article.updated) == (date(2024, 5, 4), datetime(2024, 5, 5, 10, tzinfo=UTC))
    assert (article.part, article.location) == ("7", f"{tmp_path / name}::7")


@pytest.mark.parametrize("name", KINDS)
def test_records_without_an_id_are_named_by_their_number(tmp_path, name):
    found = pieces(tmp_path, name, as_file([{"text": "One rose.", "x": 1}, {"text": "Two fell.", "x": 2}], name))
    word = {"jsonl": "line", "ndjson": "line", "json": "record"}.get(name.split(".")[1], "row")
    assert told(found) == [(f"{word} 1", "One rose."), (f"{word} 2", "Two fell.")]


NESTED = [
    ({"source": {"id": None, "name": "Orsk Daily"}}, "outlet", "Orsk Daily"),
    ({"authors": ["Marit Lind", {"name": "Per Vale"}]}, "author", "Marit Lind, Per Vale"),
    ({"author": None, "byline": "Marit  Lind"}, "author", "Marit Lind"),
    ({"title": {"rendered": "Flood"}}, "title", "Flood"),
    ({"_id": {"$oid": "5f"}}, "part", "5f"),
    ({"id": 17}, "part", "17"),
    ({"outlet": "nan"}, "outlet", None),
    ({"outlet": {"x": []}}, "outlet", None),
    ({"url": True}, "url", None),
]


@pytest.mark.parametrize(("record", "field", "expected"), NESTED)
def test_nested_values_and_lists_are_read(tmp_path, record, field, expected):
    (article,) = pieces(tmp_path, "a.json", json.dumps([{"text": "The river rose."} | record]))
    assert getattr(article, field) == expected


DATES = [
    ("2024-05-04", date(2024, 5, 4)),
    ("20240504", date(2024, 5, 4)),
    (20240504, date(2024, 5, 4)),
    ("20240504155800", date(2024, 5, 4)),
    ("2024-05-04T15:58:00Z", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    ("2024-05-04 15:58:00", date(2024, 5, 4)),
    ("Sat, 04 May 2024 15:58:00 GMT", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    (1714838280, datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    (1714838280.0, datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    ("1714838280000", datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    ({"$date": "2024-05-04T15:58:00Z"}, datetime(2024, 5, 4, 15, 58, tzinfo=UTC)),
    ("", None),
    (None, None),
    ("NaT", None),
]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize(("value", "expected"), DATES)
def test_dates_are_read_however_they_are_written(tmp_path, name, value, expected):
    (article,) = pieces(tmp_path, name, as_file([{"text": "The river rose.", "date": value}], name))
    assert (article.published, type(article.published)) == (expected, type(expected))


@pytest.mark.parametrize("words", ["last week", "05/04/2024", "2024", "12345", "99", "9" * 200, "2024-02-31"])
def test_a_date_that_cannot_be_read_loses_no_article(tmp_path, words):
    article, error = pieces(tmp_path, "a.json", json.dumps([{"id": "x1", "text": "It rose.", "pubdate": words}]))
    assert (article.text, article.published) == ("It rose.", None)
    assert (type(error), error.part) == (ArticleRecord, "x1")
    assert f"published: {words[:100]}" in error.fault


BAD_LINES = [
    ('{"text": "a b"', ArticleRecord),
    ("[1]", ArticleRecord),
    ('"text"', ArticleRecord),
    ("[" * 50_000, ArticleRecord),
    ('{"text": "a", "n": ' + "9" * 5000 + "}", ArticleRecord),
    ('{"headline": "Flood"}', ArticleRecord),
    ('{"text": ["a b"]}', ArticleRecord),
    ('{"text": 3}', ArticleRecord),
    ('{"text": null}', ArticleEmpty),
    ('{"text": " "}', ArticleEmpty),
    ('{"text": "* * *"}', ArticleEmpty),
    ('{"text": "<p>&nbsp;</p>"}', ArticleEmpty),
    (b'{"text": "caf\xe9 in Orsk"}', ArticleEncoding),
    ('{"text": "' + "a " * 5_000_001 + '"}', ArticleTooLarge),
]


@pytest.mark.parametrize(("line", "error"), BAD_LINES, ids=[str(number) for number in range(len(BAD_LINES))])
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path, line, error):
    bad = line if isinstance(line, bytes) else line.encode()
    found = pieces(tmp_path, "a.jsonl", b'{"text": "One rose."}\n\n' + bad + b'\n{"text": "Two fell."}\n')
    assert told(found) == [("line 1", "One rose."), ("line 3", error), ("line 4", "Two fell.")]
    assert str(tmp_path) in found[1].fault
    assert found[1].mend.endswith((".", ".)"))


def test_a_line_of_a_hundred_megabytes_is_named_and_the_rest_goes_on(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "One rose."}\n{"text": "')
        for _ in range(100):
            file.write(b"a " * 500_000)
        file.write(b'"}\n{"text": "Two fell."}\n')
    assert told(read_all(path)) == [("line 1", "One rose."), ("line 2", ArticleTooLarge), ("line 3", "Two fell.")]


BAD_ROWS = [
    ('"bad" x,1', ArticleRecord),
    ("one cell", ArticleRecord),
    ("a,b,c", ArticleRecord),
    (",1", ArticleEmpty),
    (b"caf\xe9,1", ArticleEncoding),
    (b'"two\nlines \xe9",1', ArticleEncoding),
]


@pytest.mark.parametrize(("row", "error"), BAD_ROWS)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path, row, error):
    bad = row if isinstance(row, bytes) else row.encode()
    found = pieces(tmp_path, "a.csv", b"text,x\nOne rose.,1\n" + bad + b"\n\nTwo fell.,2\n")
    assert told(found) == [("row 1", "One rose."), ("row 2", error), ("row 3", "Two fell.")]


def test_a_quotation_mark_without_its_end_swallows_no_rows_unseen(tmp_path):
    found = pieces(tmp_path, "a.csv", 'text,x\nOne rose.,1\n"Two fell.,2\nThree stood.,3\n')
    assert told(found) == [("row 1", "One rose."), ("row 2", ArticleRecord)]


def test_the_limit_of_cells_is_left_as_it_was(tmp_path):
    before = csv.field_size_limit()
    (article,) = pieces(tmp_path, "a.csv", "text,x\n" + "word " * 50_000 + ",1\n")
    assert len(article.text) == 250_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("delimiter", [";", "|", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_other_delimiters_line_ends_and_a_byte_order_mark_are_understood(tmp_path, delimiter, end):
    rows = ["Title,A,B".replace(",", "_"), "text"], ["Flood", "The river rose, fast."]
    found = pieces(tmp_path, "a.csv", "\ufeff" + end.join(delimiter.join(row) for row in rows) + end)
    assert told(found) == [("row 1", "The river rose, fast.")]


PROSE = '{"Prose": "a b", "x": 1}'


@pytest.mark.parametrize(
    ("name", "file"), [("a.csv", "Prose,x\na b,1\n"), ("a.jsonl", f"{PROSE}\n" * 3), ("a.json", PROSE)]
)
def test_a_file_without_a_text_is_one_error_that_names_its_columns_and_the_mend(tmp_path, name, file):
    (error,) = pieces(tmp_path, name, file)
    assert (type(error), error.part) == (ArticleRecord, None)
    assert "there are: Prose, x." in error.fault
    assert "--map text=COLUMN" in error.mend
    first, *_ = pieces(tmp_path, name, file, parse_columns(["text=prose"]))
    assert first.text == "a b"


def test_a_named_column_is_the_only_one_that_counts(tmp_path):
    record = {"text": "The teaser.", "long": "The story.", "title": "A", "head": "B"}
    columns = parse_columns(["text=Long", "title = head"])
    (article,) = pieces(tmp_path, "a.json", json.dumps([record]), columns)
    assert (article.text, article.title) == ("The story.", "B")


@pytest.mark.parametrize("word", ["text", "story=x", "text=", "=x", "text=_"])
def test_columns_that_name_no_field_are_refused(word):
    with pytest.raises(ColumnsUnusable, match="fields are id, title, text"):
        parse_columns([word])
    with pytest.raises(ColumnsUnusable, match="twice"):
        parse_columns(["text=a", "text=b"])


def test_no_column_is_taken_for_two_fields():
    names = [name for field in FIELDS for name in NO_COLUMNS.of(field)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_utf_16_and_binary_files_are_one_error(tmp_path, name):
    assert told(pieces(tmp_path, name, '{"text": "a b"}'.encode("utf-16"))) == [(None, ArticleEncoding)]
    assert told(pieces(tmp_path, name, b"PK\x00\x01\x02")) == [(None, ArticleBinary)]
    assert told(pieces(tmp_path, name, b"")) == [(None, ArticleEmpty)]


@pytest.mark.parametrize("name", KINDS)
def test_an_id_stands_for_one_text(tmp_path, name):
    records = [{"id": "7", "text": text} for text in ("One rose.", "One rose.", "Two fell.")]
    found = pieces(tmp_path, name, as_file(records, name))
    assert told(found) == [("7", "One rose."), ("7", ArticleRecord)]


def test_html_in_a_text_is_turned_to_text_and_nothing_else_is(tmp_path):
    html = "<p>Hi <b>you</b></p>\n<p>Two<br>three &amp; four</p><script>no()</script><ul><li>a</li><li>b</li></ul>"
    found = pieces(tmp_path, "a.json", json.dumps([{"text": html}, {"text": "a < b & <c> &amp;"}]))
    assert [a.text for a in found] == ["Hi you\n\nTwo\nthree & four\n\na\nb", "a < b & <c> &amp;"]


@settings(max_examples=50)
@given(st.lists(texts, min_size=1, max_size=6))
def test_every_text_comes_back_to_the_letter_and_in_order(tmp_path, written):
    wanted = [clean(text) for text in written if has_words(text) and not is_html(clean(text))]
    for ascii_ in (True, False):
        lines = "\n".join(json.dumps({"text": text}, ensure_ascii=ascii_) for text in written)
        found = pieces(tmp_path, "a.jsonl", lines)
        assert [a.text for a in found if isinstance(a, Article) and not is_html(clean(a.text))] == wanted
    found = pieces(tmp_path, "a.json", json.dumps([{"text": text} for text in written]))
    assert [a.text for a in found if isinstance(a, Article)] == wanted


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_memory_does_not_grow_with_the_file(tmp_path, name):
    path = tmp_path / name
    record = {"text": "The river rose. " * 2000, "x": ""}
    shapes = {"jsonl": ("", "\n", ""), "json": ("[", ",", "]"), "csv": ("text,x\n", "\n", "\n")}
    start, between, end = shapes[name[2:]]
    line = json.dumps(record) if name != "a.csv" else record["text"] + ",1"
    with path.open("w") as file:
        file.write(start + between.join([line] * 1000) + end)
    assert path.stat().st_size > 30_000_000
    next(read_all(path))
    tracemalloc.start()
    try:
        assert sum(isinstance(piece, Article) for piece in read_all(path)) == 1000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
