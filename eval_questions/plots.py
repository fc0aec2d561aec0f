"""Curves of confidence as SVG: the same scores give the same bytes."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from eval_questions.calibration import PRECISION, reliability, risks, silences
from eval_questions.figures import ECE, RECALL_AT_PRECISION
from eval_questions.score import Score

_STYLE = Path(__file__).parent / "assets" / "plots.mplstyle"

_QUIET, _ACCENT, _SECOND = "#8a857a", "#1c4f78", "#a05a00"


def reliability_diagram(scores: Sequence[Score]) -> Markup | None:
    """The share of right answers over the confidence, a dot a bin; None where no question has an outcome."""
    bins = reliability(*ECE.columns(scores))
    if not bins:
        return None
    with mpl.rc_context(fname=_STYLE):
        drawing, axes = _axes("confidence", "share for which answering is right")
        axes.plot([0, 1], [0, 1], color=_QUIET, linestyle="--", linewidth=1, label="perfect calibration")
        points = [b.confidence for b in bins], [b.share for b in bins]
        axes.plot(*points, color=_ACCENT, linewidth=1)
        axes.scatter(*points, [8 * b.questions**0.5 for b in bins], color=_ACCENT, label="a bin of questions")
        axes.legend(loc="upper left")
        return _svg(drawing)


def risk_curve(scores: Sequence[Score]) -> Markup | None:
    """The share of wrong answers over the share answered, the most confident first; None as above."""
    columns = ECE.columns(scores)
    if not len(columns[0]):
        return None
    risk = risks(*columns)
    with mpl.rc_context(fname=_STYLE):
        drawing, axes = _axes("coverage: share of questions answered", "risk: share of them answered wrongly")
        axes.plot(np.arange(1, len(risk) + 1) / len(risk), risk, color=_ACCENT)
        return _svg(drawing)


def silence_curve(scores: Sequence[Score]) -> Markup | None:
    """Precision and recall of silence over the threshold of confidence; None where no question is unanswerable."""
    points = silences(*RECALL_AT_PRECISION.columns(scores))
    if not points:
        return None
    thresholds = [p.threshold for p in points] + [1.0]
    with mpl.rc_context(fname=_STYLE):
        drawing, axes = _axes("threshold: silence at this confidence or less", "share")
        for name, colour in (("precision", _ACCENT), ("recall", _SECOND)):
            values = [getattr(p, name) for p in points]
            axes.plot(thresholds, [*values, values[-1]], color=colour, drawstyle="steps-post", label=name)
        axes.axhline(PRECISION, color=_QUIET, linestyle="--", linewidth=1, label=f"precision {PRECISION}")
        axes.legend(loc="center right")
        return _svg(drawing)


def _axes(across: str, up: str) -> tuple[Drawing, Axes]:
    drawing = Drawing(figsize=(5, 4), layout="constrained")
    axes = drawing.add_subplot(xlabel=across, ylabel=up, xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    return drawing, axes


def _svg(drawing: Drawing) -> Markup:
    """The drawing's element alone, without date and without the ids of groups, which every drawing would repeat."""
    out = io.StringIO()
    drawing.savefig(out, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = out.getvalue()
    return Markup(re.sub(r'<g id="[^"]*">', "<g>", text[text.index("<svg") :]))  # noqa: S704  # holds no word of a set
