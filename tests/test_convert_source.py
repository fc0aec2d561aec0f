import gzip
import json
from dataclasses import dataclass

import pytest

from eval_questions.convert.source import SourceUnusable, read_rows, read_whole


@dataclass(frozen=True)
class Boat:
    name: str
    seats: int = 2


BOATS = [{"name": "Marit", "seats": 40, "colour": "red"}, {"name": "Élan"}]
LINES = "".join(json.dumps(boat, ensure_ascii=False) + "\n" for boat in BOATS).encode()


def read_all(file):
    return [row for _, row in read_rows(file, Boat)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("boats.jsonl", LINES),
        ("boats.jsonl", LINES.replace(b"\n", b"\n\n").rstrip()),
        ("boats.jsonl.gz", gzip.compress(LINES)),
        ("boats.json", json.dumps(BOATS, indent=1).encode()),
    ],
    ids=["lines", "blank lines", "packed", "list"],
)
def test_rows_are_read_from_lines_and_from_a_list_and_other_fields_are_ignored(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert read_all(tmp_path / name) == [Boat("Marit", 40), Boat("Élan")]


def test_a_separator_within_a_text_ends_no_line(tmp_path):
    (tmp_path / "boats.jsonl").write_text(json.dumps({"name": "Ma\u2028rit"}, ensure_ascii=False), "utf-8")
    assert read_all(tmp_path / "boats.jsonl") == [Boat("Ma\u2028rit")]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("boats.jsonl", b'{"name": "Marit"}\nboat\n', r"boats\.jsonl, line 2: "),
        ("boats.jsonl", b'{"name": "Marit"}\n\n{"seats": 1}\n', r"boats\.jsonl, line 3: `name`: "),
        ("boats.jsonl", b'{"name": "Mar\xffit"}\n', r"boats\.jsonl, line 1: "),
        ("boats.json", b'[{"name": "Marit"}, {"name": "Elan", "seats": "many"}]', r"boats\.json, entry 2: `seats`: "),
        ("boats.json", b"{}", r"boats\.json is no JSON list of objects"),
        ("boats.json", b"[]", r"boats\.json is no JSON list of objects"),
        ("boats.jsonl", b"\n\n", r"boats\.jsonl is empty"),
        ("boats.json", b"boats", r"boats\.json is no JSON: "),
        ("boats.jsonl.gz", b"not packed", r"boats\.jsonl\.gz cannot be read"),
    ],
)
def test_what_does_not_fit_is_named_with_its_file_and_line(tmp_path, name, content, place):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceUnusable, match=place) as error:
        read_all(tmp_path / name)
    assert error.value.mend


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(SourceUnusable, match="cannot be read"):
        read_all(tmp_path / name)


def test_a_whole_file_is_read_by_its_schema(tmp_path):
    (tmp_path / "boat.json").write_text('{"name": "Marit", "seats": "forty"}')
    with pytest.raises(SourceUnusable, match=r"boat\.json: `seats`"):
        read_whole(tmp_path / "boat.json", Boat)
    (tmp_path / "boat.json").write_text('{"name": "Marit", "seats": 40}')
    assert read_whole(tmp_path / "boat.json", Boat) == Boat("Marit", 40)
