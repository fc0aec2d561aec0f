import io
import json

import pytest
from rich.console import Console

from eval_questions.bench import figures
from eval_questions.bench.common import Options, PoolUnusable, Row
from eval_questions.bench.figures import Result, abstentions, by_half, mean, p95, save, seconds, table, within
from index.status import Status

HELD = Status(
    "pool", articles=1200, reports=1100, embedded=1200, chunks=3400, in_step=True, model="m", chunk_tokens=192, format=2
)


def make_row(**fields):
    given = {"id": "q1", "split": "report", "question": "When?", "abstained": False, "text": "At dawn. [1]"}
    return Row(**(given | {"short": "", "confidence": 0.5, "seconds": 0.5} | fields))


@pytest.fixture
def result(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "status", lambda _: HELD)
    groups = {"[bold]": {"questions": 1200, "F1": 0.12345}, "all": {"F1": None, "late": 1.0}}
    return Result("ferries", tmp_path, [make_row()], groups)


def test_a_mean_is_of_something():
    assert mean([]) is None
    assert mean([True, False, False, True]) == 0.5


@pytest.mark.parametrize(("count", "value"), [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95)])
def test_the_95th_percentile_is_the_nearest_rank(count, value):
    assert p95(reversed(range(1, count + 1))) == value


def test_there_is_no_percentile_of_nothing():
    assert p95([]) is None
    assert set(seconds([]).values()) == {None}


def test_the_seconds_are_those_of_the_answers():
    rows = [make_row(seconds=s) for s in (0.1, 0.2, 3.0)]
    assert seconds(rows) == {"seconds, median": 0.2, "seconds, p95": 3.0}


@pytest.mark.parametrize(("rank", "depth", "found"), [(1, 1, True), (5, 5, True), (6, 5, False), (None, 5, False)])
def test_a_rank_is_within_a_depth(rank, depth, found):
    assert within(rank, depth) is found


def test_abstentions_are_a_class_with_precision_and_recall():
    assert list(abstentions(right=3, silent=4, unanswerable=6).values()) == [0.75, 0.5, 0.6]
    assert list(abstentions(right=0, silent=0, unanswerable=6).values()) == [None, 0.0, 0.0]
    assert list(abstentions(right=0, silent=0, unanswerable=0).values()) == [None, None, None]


def test_each_half_is_given_where_there_are_both():
    def count(rows):
        return {"questions": len(rows)}

    develop, report = make_row(split="develop"), make_row(split="report")
    assert by_half([report, report], count) == {"all": {"questions": 2}}
    both = by_half([develop, report, report], count)
    assert both == {"develop": {"questions": 1}, "report": {"questions": 2}, "all": {"questions": 3}}


def test_the_table_has_a_column_a_group_and_a_row_a_figure(result):
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(table(result))
    text = console.export_text()
    assert "ferries: 1,200 texts, 3,400 chunks" in " ".join(text.split())
    rows = [line.replace("│", "").split() for line in text.splitlines() if line.startswith("│")]
    assert rows == [["questions", "1,200", "–"], ["F1", "0.123", "–"], ["late", "–", "1.000"]]
    assert "[bold]" in text


def test_the_file_has_the_figures_and_the_rows(result, tmp_path):
    save(result, Options(tmp_path, tmp_path, "report", 7), tmp_path / "run.json")
    kept = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (kept["format"], kept["benchmark"], kept["half"], kept["limit"]) == (1, "ferries", "report", 7)
    assert (kept["texts"], kept["chunks"], kept["figures"]["all"]["F1"]) == (1200, 3400, None)
    assert [Row(**row) for row in kept["rows"]] == result.rows


def test_a_file_that_cannot_be_written_is_named(result, tmp_path):
    with pytest.raises(PoolUnusable, match=r"run\.json cannot be written"):
        save(result, Options(tmp_path, tmp_path), tmp_path / "nowhere" / "run.json")
