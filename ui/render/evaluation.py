"""The evaluation tab: a run's figures, what changed since the run before, and each wrong answer with its passages."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC

from markupsafe import Markup

from eval_questions.compare import Change
from eval_questions.page import fault
from eval_questions.run import Run
from eval_questions.score import Role, Score, Shown
from eval_questions.summary import Group, Row
from eval_questions.texts import number, signed, span, verdict
from index.errors import CopydeskError
from rag.answer import day
from rag.visible import legible
from ui.runs import Comparison, Evaluation

_ROLES = {
    Role.WANTED: "What answers it",
    Role.CITED: "What was cited",
    Role.FOUND: "What the search found first",
}

_NO_RUN = Markup(
    '<section class="evaluation blank" aria-label="Evaluation"><h2>No run yet</h2>'
    "<p>Score the answers to a fixed set of questions, and the figures stand here: <code>copydesk eval</code>. "
    "A second run shows what has changed. Readers' thumbs become questions by "
    "<code>copydesk feedback --export DIR</code>.</p>{}</section>"
)


def evaluation(found: Evaluation) -> Markup:
    """The whole tab; an invitation to run where there is no run."""
    unread = Markup().join(map(_unread, found.unread))
    if found.run is None:
        return _NO_RUN.format(unread)
    parts = [_head(found.run, found.before), unread, _figures(found.groups, found.rows)]
    parts += [_differences(found.before), _changes(found.before.changes)] if found.before else []
    return Markup('<section class="evaluation" aria-label="Evaluation">{}</section>').format(
        Markup().join([*parts, _wrong(found.wrong)])
    )


def _head(run: Run, before: Comparison | None) -> Markup:
    right = sum(score.right for score in run.scores)
    against = Markup(" Compared with the run of {}.").format(_when(before.run)) if before else ""
    writer = Markup(" Written by <bdi>{}</bdi>.").format(legible(run.llm)) if run.llm else ""
    return Markup(
        '<h2>{}</h2><p class="note">{:,} of {:,} questions answered right. Run of {}, Copydesk {}.{}{}</p>'
    ).format(legible(run.set), right, len(run.scores), _when(run), legible(run.copydesk), writer, against)


def _when(run: Run) -> str:
    at = run.finished.astimezone(UTC)
    return f"{day(at)}, {at:%H:%M} UTC"


def _unread(error: CopydeskError) -> Markup:
    return Markup('<p class="failure">{} {}</p>').format(legible(error.fault), legible(error.mend))


def _figures(groups: Sequence[Group], rows: Iterable[Row]) -> Markup:
    heads = ["Figure", *(f"{group.name} ({len(group.scores):,})" for group in groups)]
    body = ([row.figure.label, *(_estimate(e.value, span(e.interval)) for e in row.estimates)] for row in rows)
    note = (
        "Settings are chosen on the develop half; the report half is what counts. Below each figure its 95 % interval."
    )
    return _titled("Figures", note, _table("Figures", heads, body))


def _estimate(value: float | None, interval: str) -> Markup:
    return Markup('{} <span class="interval">{}</span>').format(number(value), interval)


def _differences(before: Comparison | None) -> Markup:
    heads = ("Figure", "Before", "Now", "Difference", "95 % interval", "More than noise?")
    body = (
        [d.figure.label, number(d.before), number(d.now), signed(d.now - d.before), span(d.interval, signed),
         Markup("<strong>{}</strong>").format(verdict(d)) if d.more_than_noise else verdict(d)]
        for d in (before.differences if before else ())
    )  # fmt: skip
    note = "Over the questions of both runs. Each figure is tested by itself."
    return _titled("Since the run before", note, _table("Since the run before", heads, body))


def _changes(changes: Sequence[Change]) -> Markup:
    if not changes:
        return _titled("What changed", "No question was answered otherwise.", Markup())
    return _titled(f"What changed: {len(changes):,}", "", Markup('<div class="cases">{}</div>').format(
        Markup().join(map(_change, changes))))  # fmt: skip


def _change(change: Change) -> Markup:
    question = next(score.question for score in (change.now, change.before) if score)
    told = Markup().join(
        _answer(name, score) for name, score in (("Before", change.before), ("Now", change.now)) if score
    )
    kind = "fault" if "now wrong" in change.what else "gain" if "now right" in change.what else "other"
    return _case(question, change.what.replace("->", "→"), change.id, told, kind)


def _wrong(groups: Sequence[Group]) -> Markup:
    if not groups:
        return _titled("Answers that are not right", "There is none.", Markup())
    parts = (
        Markup('<h4>{}: {:,}</h4><div class="cases">{}</div>').format(
            group.name, len(group.scores), Markup().join(map(_not_right, group.scores))
        )
        for group in groups
    )
    return _titled("Answers that are not right", "The surest first.", Markup().join(parts))


def _not_right(score: Score) -> Markup:
    passages = Markup().join(_passages(score.passages))
    missing = "" if score.passages else Markup('<p class="note">This run was made before passages were kept.</p>')
    told = Markup("{}{}{}").format(_answer("Answer", score), passages, missing)
    return _case(score.question, f"{fault(score)}; confidence {number(score.confidence)}", score.id, told, "fault")


def _passages(passages: Sequence[Shown]) -> Iterator[Markup]:
    for role, heading in _ROLES.items():
        found = [passage for passage in passages if passage.role is role]
        if found:
            yield Markup("<h5>{}</h5>{}").format(heading, Markup().join(map(_passage, found)))


def _passage(passage: Shown) -> Markup:
    return Markup(
        '<blockquote dir="auto"><p>{}</p><footer><bdi>{}</bdi>, characters {} to {}</footer></blockquote>'
    ).format(legible(passage.text), legible(passage.article), passage.start, passage.end)


def _answer(name: str, score: Score) -> Markup:
    lines = Markup("<br>").join(Markup("<bdi>{}</bdi>").format(legible(line)) for line in score.text.split("\n"))
    return Markup('<h5>{}</h5><p class="said">{}</p>').format(name, lines)


def _case(question: str, what: str, id_: str, told: Markup, kind: str) -> Markup:
    return Markup(
        '<details><summary><bdi>{}</bdi> <span class="{}">{}</span> <span class="id">{}</span></summary>{}</details>'
    ).format(legible(question), kind, what, legible(id_), told)


def _titled(title: str, note: str, content: Markup) -> Markup:
    told = Markup('<p class="note">{}</p>').format(note) if note else ""
    return Markup("<section><h3>{}</h3>{}{}</section>").format(title, told, content)


def _table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    first = Markup().join(Markup('<th scope="col">{}</th>').format(head) for head in heads)
    body = Markup().join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            row[0], Markup().join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
        )
        for row in rows
    )
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{}"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(name, first, body)
