"""Run a question set: index its articles, ask every question, score every answer, keep it all as JSON."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import index
import rag
from eval_questions.questions import Question, QuestionSet, QuestionSetUnusable, QuestionType
from eval_questions.score import Role, Score, Shown, score
from index.errors import CopydeskError
from index.models import MINILM
from index.place import Where

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

FORMAT = 4

_READ = (3, FORMAT)
"""Formats that are read; the third has no passages of wrong answers."""

DEPTH = 10
"""Passages of a question that count."""


class RunUnusable(CopydeskError):
    """A run file cannot be written, or not be compared with."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run file: the name of its set, when it was finished, by which version of Copydesk, and its scores.

    `llm` is the language model that wrote, None where answers were quotations.
    """

    set: str
    finished: datetime
    copydesk: str
    scores: tuple[Score, ...]
    llm: str | None = None


def run(
    questions: QuestionSet,
    *,
    index_dir: Where | None = None,
    embedding_model: str = MINILM.name,
    llm: "str | LLM | None" = None,
    progress: Callable[[str, int, int], None] = lambda _id, _done, _total: None,
) -> list[Score]:
    """Index the set's articles, ask each question, and score the answers in their order.

    The index is a passing one unless `index_dir` says where; there should be nothing else in it.
    """
    with tempfile.TemporaryDirectory(prefix="copydesk-eval-") as folder:
        where = index_dir or folder
        report = index.sync([questions.articles], where, embedding_model=embedding_model)
        if report.failed:
            raise QuestionSetUnusable(f"{questions.name}: {report.failed[0].fault}", report.failed[0].mend)
        engine = rag.open(where, llm=llm)
        engine.warm_up()
        scores = []
        for number, question in enumerate(questions.questions, start=1):
            scores.append(_ask(engine, question))
            progress(question.id, number, len(questions.questions))
        return scores


def save(questions: QuestionSet, scores: list[Score], folder: Path, llm: str | None = None) -> Path:
    """Write a run file, named after the set and the time, and return its path; `llm` names a model that wrote."""
    now = datetime.now(UTC)
    require_folder(folder)
    file = folder / f"{questions.name}-{now:%Y%m%dT%H%M%S.%fZ}.json"
    content = {
        "format": FORMAT,
        "set": questions.name,
        "finished": now.isoformat(timespec="seconds"),
        "copydesk": version("copydesk"),
        "llm": llm,
        "scores": [asdict(s) for s in scores],
    }
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return file


def require_folder(folder: Path) -> None:
    """Make the folder for run files where it is missing; raises RunUnusable where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunUnusable(
            f"{folder} cannot hold run files ({error.strerror}).", "Name a folder to write to."
        ) from error


def load_run(file: Path) -> list[Score]:
    """Read the scores of a run file again; raises RunUnusable."""
    return list(load(file).scores)


def load(file: Path) -> Run:
    """Read a run file again; raises RunUnusable."""
    try:
        content: dict[str, Any] = json.loads(file.read_text("utf-8"))
        if content["format"] not in _READ:
            raise RunUnusable(f"{file} has the format {content['format']}.", "Make the run again with this version.")
        scores = tuple(map(_score, content["scores"]))
        finished = datetime.fromisoformat(content["finished"])
        return Run(str(content["set"]), finished, str(content["copydesk"]), scores, content.get("llm"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunUnusable(f"{file} is no run file ({error}).", "Name a file that `copydesk eval` wrote.") from error


def _score(fields: dict[str, Any]) -> Score:
    known = fields | {"type": QuestionType(fields["type"])}
    passages = tuple(Shown(**shown | {"role": Role(shown["role"])}) for shown in known.get("passages", ()))
    return Score(**known | {"passages": passages})


def _ask(engine: rag.Engine, question: Question) -> Score:
    answer, passages = engine.ask_and_search(question.question)
    return score(question, answer, passages[:DEPTH])
