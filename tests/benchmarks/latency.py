"""Cold and warm seconds to an answer, beside plain LlamaIndex over the same articles and model, in one run.

Usage: python tests/benchmarks/latency.py [FOLDER]   (ends by itself; medians of 10)
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

import index
import rag

QUESTION = "How many security personnel were killed?"
TIMES = 10
HERE = Path(__file__).parent


def cold(command: list[str]) -> float:
    """The median seconds of a whole process, from start to exit."""
    seconds = []
    for _ in range(TIMES):
        start = perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(perf_counter() - start)
    return median(seconds)


def main() -> None:
    """Print the table."""
    folder = sys.argv[1] if len(sys.argv) > 1 else "eval_questions/herof/articles"
    plain = [sys.executable, str(HERE / "plain_llamaindex.py"), folder, QUESTION]
    with tempfile.TemporaryDirectory() as index_dir:
        index.sync([folder], index_dir)
        ours = [str(Path(sys.executable).parent / "copydesk"), "ask", QUESTION, "--index", index_dir]
        engine = rag.open(index_dir)
        engine.warm_up()
        warm = median(engine.ask(QUESTION).timings["total"] for _ in range(TIMES))
        rows = [("Copydesk", cold(ours), warm)]
        output = subprocess.run([*plain, str(TIMES)], check=True, capture_output=True, text=True).stdout
        rows.append(("plain LlamaIndex", cold(plain), median(map(float, output.split()))))
    table = Table("", "cold, s", "warm, s", title=f"Median of {TIMES}: one question over {folder}")
    for name, *seconds in rows:
        table.add_row(name, *(f"{s:.3f}" for s in seconds))
    table.add_row("ratio", *(f"{a / b:.2f}" for a, b in zip(rows[0][1:], rows[1][1:], strict=True)))
    Console().print(table)


if __name__ == "__main__":
    main()
