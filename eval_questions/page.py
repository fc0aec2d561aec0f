"""A run as one HTML file that loads nothing: tables, curves of confidence, and the answers that are not right."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from eval_questions.calibration import BINS, PRECISION
from eval_questions.compare import SIGNIFICANT, Change, Difference, changes, differences
from eval_questions.figures import ANSWERS, DIFFERENCES, SILENCE
from eval_questions.resample import RESAMPLES
from eval_questions.score import Score
from eval_questions.summary import Group, by_type, main_groups, rows, sections
from eval_questions.texts import number, signed, span, verdict
from index.errors import CopydeskError
from rag.visible import visible

_PACKAGES = ("jinja2", "matplotlib")


class PageUnusable(CopydeskError):
    """The page cannot be made or not be written."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a page shows of a run before."""

    differences: list[Difference]
    changes: list[Change]


def require(file: Path) -> None:
    """Make sure that a page can be made and written to a file, which is there from then on; raises PageUnusable."""
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise PageUnusable(
            f"The page needs {' and '.join(missing)}.", "Install the extra: `pip install 'copydesk[eval]'`."
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.open("ab").close()
    except OSError as error:
        raise PageUnusable(f"{file} cannot be written ({error.strerror}).", "Name a file to write.") from error


def render(title: str, scores: Sequence[Score], before: Sequence[Score] | None = None) -> str:
    """The page of a run, with a comparison where there is a run before; the same scores give the same page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from eval_questions import plots

    environment = Environment(
        loader=PackageLoader("eval_questions", "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "number": number,
        "signed": signed,
        "span": span,
        "visible": visible,
        "verdict": verdict,
        "fault": fault,
    }
    return environment.get_template("run.html").render(
        title=title,
        main=main_groups(scores),
        rows=rows(main_groups(scores)),
        sections=sections(scores),
        tables=(ANSWERS, SILENCE, DIFFERENCES),
        comparison=None if before is None else Comparison(differences(before, scores), changes(before, scores)),
        reliability=plots.reliability_diagram(scores),
        silence=plots.silence_curve(scores),
        risk=plots.risk_curve(scores),
        not_right=[_not_right(group) for group in by_type(scores)],
        bins=BINS, precision=PRECISION, resamples=RESAMPLES, significant=SIGNIFICANT, signed=signed,
    )  # fmt: skip


def fault(score: Score) -> str:
    """What is not right with an answer."""
    if score.abstained:
        return "silent, though the articles answer"
    return "wrong or incomplete" if score.answerable else "answered, though the articles do not"


def _not_right(group: Group) -> Group:
    wrong = (s for s in group.scores if not s.right)
    return Group(group.name, tuple(sorted(wrong, key=lambda s: -s.confidence)))
