import json

import pytest
from pieces import pieces, told

from index.errors import ArticleEmpty, ArticleEncoding, ArticleRecord, ArticleTooLarge

SHAPES = [
    ({"status": "ok", "articles": [{"text": "a b"}, {"text": "c"}]}, [("record 1", "a b"), ("record 2", "c")]),
    ({"tags": [{"n": 1}], "id": "x", "text": "a b"}, [("x", "a b")]),
    ({"article": [{"text": "a b"}], "n": {"text": "no"}}, [("record 1", "a b")]),
    ([{"text": "a b"}, 3, None, ["x"]],
     [("record 1", "a b"), *((f"record {n}", ArticleRecord) for n in (2, 3, 4))]),
    ({"title": "A", "text": None}, [("record 1", ArticleEmpty)]),
    ({"a": [{"text": "x"}], "b": [{"text": "y"}]}, [(None, ArticleRecord)]),
    ([], [(None, ArticleEmpty)]),
    ({}, [(None, ArticleRecord)]),
    ("a b", [("record 1", ArticleRecord)]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), SHAPES)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_json_may_be_a_list_an_object_with_a_list_or_an_article(tmp_path, value, expected, mark):
    assert told(pieces(tmp_path, "a.json", mark + json.dumps(value, indent=1))) == expected


def test_json_lines_by_the_name_of_json_are_read(tmp_path):
    found = pieces(tmp_path, "a.json", '{"text": "a b"}\n{"text": "c d"}\n{bad\n{"text": "e"}\n')
    assert told(found) == [("line 1", "a b"), ("line 2", "c d"), ("line 3", ArticleRecord), ("line 4", "e")]


BROKEN = [
    ('[{"text": "a b"}, {"text": "c"', ArticleRecord),
    ('{"articles": [{"text": "a b"}, {"text" "c"}]}', ArticleRecord),
    ('[{"text": "a b"}] more', ArticleRecord),
    ('[{"text": "a b"}, {"n": ' + "9" * 70_000 + "}]", ArticleRecord),
    (b'[{"text": "a b"}, {"text": "caf\xe9"}]', ArticleEncoding),
    (b'[{"text": "a b"}, {"text": "' + b"a" * 31_000_000 + b'"}]', ArticleTooLarge),
]


@pytest.mark.parametrize(("file", "error"), BROKEN, ids=[str(number) for number in range(len(BROKEN))])
def test_what_stands_before_json_breaks_is_read(tmp_path, file, error):
    found = pieces(tmp_path, "a.json", file)
    assert told(found) in ([("record 1", "a b"), ("record 2", error)], [("record 1", error)])
    assert told(found)[0][1] == "a b" or "9999" in str(file)  # such a number is seen before its piece is parsed
