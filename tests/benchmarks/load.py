"""What the real command bears: many readers at once, more than it takes, and its memory over many questions.

Usage: python tests/benchmarks/load.py [FOLDER] [--total 2000] [--users 50] [--crowd 150] [--limit SECONDS]
(ends by itself)

Readers ask by the API, by its events and by the page in turn. Every answer must be to the question asked, and a
question must be answered the same whenever it is asked and by whichever way.
"""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table
from visitors import WAYS, Misled, Told, Visitor, persist

from eval_questions.questions import load
from index import sync
from rag.follow import leans

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
COMMAND = [sys.executable, "-c", "from ui.cli import main; main()"]
ALONE = 20
"""Questions asked one after the other, before the others come."""

VISIT = 10
"""Questions that a reader asks before leaving; another takes the place."""


@dataclass
class Load:
    """A server under load: what was asked of it, and what came of that."""

    url: str
    process: int
    questions: list[str]
    marks: tuple[int, ...]
    asked: int = 0
    answered: int = 0
    away: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    known: dict[str, Told] = field(default_factory=dict)
    memory: dict[int, int] = field(default_factory=dict)

    def next(self) -> str:
        """The next question; those that are asked at the same time differ."""
        self.asked += 1
        return self.questions[self.asked % len(self.questions)]

    async def visit(self, way: str, count: int, phase: str) -> None:
        """One reader, who asks so many questions."""
        try:
            async with WAYS[way](self.url) as visitor:
                for _ in range(count):
                    await self.ask(visitor, way, phase)
        except httpx.HTTPError as error:
            self.fail(way, error)

    async def ask(self, visitor: Visitor, way: str, phase: str) -> None:
        """Ask the next question, as often as it takes, and look at what comes back."""
        question, start = self.next(), perf_counter()
        try:
            told, away = await persist(visitor, question)
            self.check(question, told)
        except (httpx.HTTPError, Misled) as error:
            self.fail(way, error)
            return
        self.away += away
        self.seconds.setdefault(f"{phase}, {way}", []).append(perf_counter() - start)
        self.count()

    def fail(self, way: str, error: Exception) -> None:
        """Note that something was lost or is another's."""
        self.errors[f"{way}: {type(error).__name__}: {error}"[:200]] += 1

    def check(self, question: str, told: Told) -> None:
        """Raise Misled where an answer is another question's, or differs from an earlier one."""
        if told.question != question:
            raise Misled(f"asked {question!r}, told of {told.question!r}")
        if self.known.setdefault(question, told) != told:
            raise Misled(f"{question!r} had another answer before: {self.known[question].lines} and {told.lines}")

    def count(self) -> None:
        """Count an answer, and look at the memory where that is due."""
        self.answered += 1
        if self.answered in self.marks:
            self.memory[self.answered] = resident(self.process)
            done, memory = self.answered, self.memory[self.answered]
            print(f"{done} answers, {self.errors.total()} errors, {memory} MB", file=sys.stderr, flush=True)

    async def crowded(self, users: int, until: int, phase: str) -> None:
        """So many readers at once, each replaced by another one after some questions."""
        ways = list(WAYS)

        async def place(number: int) -> None:
            while self.asked < until:
                await self.visit(ways[number % len(ways)], min(VISIT, until - self.asked), phase)

        async with asyncio.TaskGroup() as group:
            for number in range(users):
                group.create_task(place(number))

    async def overloaded(self, crowd: int) -> None:
        """More readers at once than may wait, each with one question, until all have their answers."""
        ways = list(WAYS)
        async with asyncio.TaskGroup() as group:
            for number in range(crowd):
                group.create_task(self.visit(ways[number % len(ways)], 1, "overload"))


def resident(process: int) -> int:
    """The megabytes of a process that are in memory."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) // 1024


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """The real command over an index of a folder; its address and its process."""
    with tempfile.TemporaryDirectory() as index_dir, socket.socket() as free:
        sync([folder], index_dir)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [*COMMAND, "ui", "--index", index_dir, "--port", str(port), "--rate", "0"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            assert "Copydesk is at" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


async def run(load: Load, users: int, crowd: int, limit_seconds: float) -> dict[str, float]:
    """All of it, as far as the time suffices; the seconds by phase."""
    total, at_once = load.marks[-1], f"{users} at once"
    phases: dict[str, Callable[[], Awaitable[None]]] = {
        "alone": partial(load.visit, "API", min(ALONE, total), "alone"),
        "overload": partial(load.overloaded, min(crowd, total - ALONE)),
        at_once: partial(load.crowded, users, total, at_once),
    }
    took: dict[str, float] = {}
    load.memory[0] = resident(load.process)
    with suppress(TimeoutError):
        async with asyncio.timeout(limit_seconds):
            for name, phase in phases.items():
                start = perf_counter()
                try:
                    await phase()
                finally:
                    took[name] = perf_counter() - start
    await asyncio.sleep(5)
    load.memory[load.answered + 1] = resident(load.process)
    return took


def show(load: Load, took: dict[str, float], console: Console) -> None:
    """Print the tables."""
    table = Table("", "answers", "a second", "p50, s", "p95, s", "longest, s", title="Questions to the real command")
    for name, seconds in load.seconds.items():
        ninth = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
        rate = len(seconds) / took[name.partition(",")[0]]
        figures = (median(seconds), ninth, max(seconds))
        table.add_row(name, str(len(seconds)), f"{rate:.2f}", *(f"{figure:.2f}" for figure in figures))
    console.print(table)
    for name, seconds in took.items():
        done = sum(len(held) for key, held in load.seconds.items() if key.startswith(name))
        console.print(f"{name}: {done} answers in {seconds:.0f} s, {done / seconds:.2f} a second")
    console.print(f"asked {load.asked}, answered {load.answered}, errors {load.errors.total()}, 429 {load.away}")
    for error, times in load.errors.most_common():
        console.print(f"{times} x {error}", markup=False)
    memory = Table("answers", "memory, MB")
    for answers, megabytes in sorted(load.memory.items()):
        memory.add_row(str(answers) if answers <= load.answered else "at rest after", str(megabytes))
    console.print(memory)


def main(
    folder: Annotated[Path, typer.Argument(help="Articles.")] = ROOT / "eval_questions/herof/articles",
    total: Annotated[int, typer.Option(min=1, help="Questions in all.")] = 2000,
    users: Annotated[int, typer.Option(min=1, help="Readers at once.")] = 50,
    crowd: Annotated[int, typer.Option(min=0, help="Readers at once that are too many, with one question each.")] = 150,
    limit: Annotated[float, typer.Option(help="Seconds after which no more is asked.")] = 3600,
) -> None:
    """Load the server and print what it bore; exit code 1 where an answer was lost or another's."""
    asked = [question.question for question in load(folder.parent).questions]
    questions = [question for question in asked if not leans(question)]  # the page would answer them by the one before
    marks = tuple(sorted({*(n for n in (100, 250, 500, 750, 1000, 1250, 1500, 1750) if n < total), total}))
    with served(folder) as (url, process):
        loaded = Load(url, process, questions, marks)
        took = asyncio.run(run(loaded, users, crowd, limit))
    show(loaded, took, Console(width=110))
    if loaded.errors or loaded.answered != loaded.asked:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
