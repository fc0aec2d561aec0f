import json
import subprocess
import sys

import pytest
from benching import write_data
from typer.testing import CliRunner

from eval_questions.bench.__main__ import app

QUESTIONS = {"nq": 2, "squad": 3, "multihop": 2, "clapnq": 2, "ramdocs": 2, "time": 2}
PERFECT = {
    "nq": ("gold passage's answer @1", "an answer's words @1"),
    "squad": ("own paragraph @5",),
    "multihop": ("Hits@4", "all facts @10", "MRR@10"),
    "clapnq": ("own passage @5",),
}


def bench(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def test_help_names_the_benchmarks():
    assert all(name in bench("--help").stdout for name in QUESTIONS)


def test_a_mistake_exits_with_2_and_names_fault_and_mend(tmp_path):
    command = [sys.executable, "-m", "eval_questions.bench", "nq", "--data", tmp_path, "--index", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nq-open-oracle.jsonl.gz cannot be read" in done.stderr
    assert "Name the files of the data set." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_benchmark_prints_a_table_and_keeps_a_row_a_question(tmp_path, name):
    data, out = write_data(tmp_path / "data"), tmp_path / "run.json"
    result = bench(name, "--data", data, "--index", tmp_path / "indexes", "--out", out)
    assert result.exit_code == 0
    assert f"{name}: " in result.stdout
    kept = json.loads(out.read_text("utf-8"))
    assert len(kept["rows"]) == len({row["id"] for row in kept["rows"]}) == QUESTIONS[name]
    assert all(kept["figures"]["all"][figure] == 1 for figure in PERFECT.get(name, ()))


@pytest.mark.slow
def test_articles_of_squad_are_reported_apart(tmp_path):
    data = write_data(tmp_path / "data")
    result = bench("squad", "--data", data, "--index", tmp_path / "indexes", "--apart", "Ferry_Marit")
    assert result.exit_code == 0
    assert "apart" in result.stdout
