from dataclasses import replace

import pytest

pytest.importorskip("onnx", reason="only the training needs it: pip install 'copydesk[train]'")

from eval_questions.reader.watch import watch

pytestmark = pytest.mark.slow


def test_watching_gives_each_source_a_row_with_the_number_of_its_examples(network, items):
    table = watch(network, [*items, replace(items[0])])
    columns = {column.header: list(column.cells) for column in table.columns}
    assert columns["source"] == ["made up", "near miss"]
    assert columns["examples"] == ["4", "1"]
    assert columns["exact spans"][1] == "–"
    assert columns["answered"] == columns["span against none"] == ["–", "–"]
    assert 0 <= float(columns["exact spans"][0]) <= 1
    assert 0 <= float(columns["support"][0]) <= 1
    assert columns["support"][1] == "–"


def test_where_some_are_answered_and_some_are_not_the_area_is_a_share(network, items):
    table = watch(network, [replace(item, example=replace(item.example, source="all")) for item in items])
    columns = {column.header: list(column.cells) for column in table.columns}
    assert all(0 <= float(columns[name][0]) <= 1 for name in ("answered", "span against none", "support"))
