import os
import subprocess
import sys

import pytest

from index.onnx import side_by_side

TELLS_NO_MAKER = """
from index.embed import Encoder
assert Encoder("all-MiniLM-L6-v2").encode(["The ferry sank."]).shape == (1, 384)
"""


@pytest.mark.slow
def test_loading_a_model_leaves_nothing_for_the_maker_of_the_runtime(tmp_path):
    """Its telemetry keeps an id of the machine, and what could not be sent yet, where caches are."""
    told_otherwise = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in told_otherwise}
    code = [sys.executable, "-c", TELLS_NO_MAKER]
    subprocess.run(code, check=True, env=environment | {"HOME": str(tmp_path)}, timeout=120)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("threads", [None, 1, 3])
def test_results_come_in_the_order_of_the_items(threads):
    assert side_by_side(lambda item: item * 2, range(20), threads) == [item * 2 for item in range(20)]
