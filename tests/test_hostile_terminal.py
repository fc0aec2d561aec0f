"""Nothing that articles say, or files are called, does anything to a terminal or forges a line of Copydesk's."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hostile import PAYLOADS, repainting
from making import make_answer, make_article, make_claim, make_disagreement, make_passage, make_score
from rich.console import Console

from eval_questions.compare import Change
from eval_questions.report import changes_table
from index.errors import ArticleUnreadable, CopydeskError
from index.listing import Listed
from index.status import Status
from index.take import SyncReport
from index.verify import Report
from rag.answer import Citation
from rag.claim import Timeline
from rag.visible import legible_json, visible_name
from ui import claims, reports, terminal

LINES = "ordinary\n[9] Forged, characters 0 to 9\nConfidence: 99%"
TEXTS = PAYLOADS | {"forged lines": LINES}

hostile = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
fields = pytest.mark.parametrize("field", ["title", "outlet", "author", "path", "part"])


def shown(renderable):
    """What stands in a terminal: each of its lines without the white space around it."""
    out = StringIO()
    Console(file=out, width=600, highlight=False, force_terminal=True, color_system=None).print(renderable)
    told = out.getvalue()
    assert not repainting(told)
    return told


def bare(text):
    """A text as it must be read there, whatever white space is shown as."""
    return "".join(visible_name(text).replace("<U+000A>", "").replace("<U+0009>", "").split())


def cited(number=1, **given):
    article = make_article(**given)
    return Citation(number, article, 0, 9, article.text[:9])


@hostile
@fields
def test_the_source_of_an_answer_keeps_to_its_two_lines(text, field):
    told = shown(terminal.answer(make_answer(citations=(cited(**{field: text}),))))
    assert bare(text) in bare(told)
    assert len(told.splitlines()) == 5


@hostile
def test_what_an_answer_says_is_shown(text):
    told = shown(terminal.answer(make_answer(f"{text} [1]", unsaid=(text,))))
    assert bare(told).count(bare(text)) == 2
    assert "The articles do not say: " in told


@hostile
@fields
def test_a_passage_keeps_to_its_frame(text, field):
    plain = make_passage("It left.")
    passage = replace(plain, article=replace(plain.article, **{field: text}), also=(make_article(title=text),))
    told = shown(terminal.passage(passage, 1))
    assert len(told.splitlines()) == 5
    assert bare(text) in bare(told)


@hostile
def test_the_text_of_a_passage_is_shown(text):
    told = shown(terminal.passages([replace(make_passage("It left."), text=text)]))
    assert bare(text) in bare("".join(line.strip("│ ") for line in told.splitlines()))


@hostile
def test_an_error_keeps_to_its_two_lines(text):
    told = shown(terminal.failure(CopydeskError(text, text)))
    assert bare(told).count(bare(text)) == 2
    assert len(told.splitlines()) == 2


@hostile
def test_where_reports_differ_each_value_keeps_to_its_row(text):
    said = (replace(make_claim("22", by="Ada"), citation=cited(outlet=text)), make_claim("17", by=f"{text}!"))
    differing = make_disagreement((said[0],), (said[1],))
    groups = (differing.groups[0], replace(differing.groups[1], value=text, outlets=(text,)))
    told = shown(terminal.answer(make_answer(disagreement=replace(differing, groups=groups), citations=(cited(),))))
    assert bare(told).count(bare(text)) == 3
    assert len(told.splitlines()) == 10
    assert shown(claims.differing(replace(differing, groups=(groups[0], replace(groups[1], reason=text)))))


@hostile
def test_a_timeline_keeps_to_its_rows(text):
    claim = replace(make_claim("22", by=f"{text}!"), text=text, citation=cited(outlet=text))
    told = shown(terminal.timeline(Timeline("When?", (claim,), (claim.citation,))))
    assert bare(told).count(bare(text)) == 4
    assert len(told.splitlines()) == 5


@hostile
def test_a_list_of_articles_keeps_to_two_lines_each(text):
    told = shown(reports.listing([Listed("a", text, text, text, text, date(2026, 2, 4), None, None, "a", 1)] * 2))
    assert bare(told).count(bare(text)) == 8
    assert len(told.splitlines()) == 6


@hostile
def test_a_report_of_a_run_keeps_to_its_lines(text):
    failed = ArticleUnreadable(Path(text.replace("\0", "")), "it is no file.", "Mend it.", text)
    told = shown(reports.sync_report(SyncReport(("a",), duplicates=(text,), failed=(failed,))))
    assert bare(text) in bare(told)
    assert len(told.splitlines()) == 4
    assert len(shown(reports.outcome(SyncReport(failed=(failed,)))).splitlines()) == 3


@hostile
def test_the_state_of_an_index_keeps_to_its_lines(text):
    told = shown(reports.status(Status(text, 1, 1, 1, 1, in_step=True, model=text, chunk_tokens=192, format=5)))
    assert bare(told).count(bare(text)) == 2
    assert len(told.splitlines()) == 9
    assert len(shown(reports.verified(Report(1, 1, 1, (text, text)))).splitlines()) == 3
    assert len(shown(reports.watched([Path(text.replace("\0", ""))])).splitlines()) == 1


@hostile
def test_a_changed_answer_is_shown_in_a_run(text):
    told = shown(changes_table([Change(text, "now wrong", make_score(text=text), make_score(text=text))]))
    assert bare(text.replace("\n", " "))[:40] in bare(told).replace("…", "")


@hostile
def test_json_for_a_terminal_is_whole_and_has_nothing_that_a_terminal_obeys(text):
    printed = legible_json({text: [text]})
    assert not repainting(printed)
    assert "<" not in printed
    assert json.loads(printed) == {text: [text]}


def test_the_payloads_are_many_and_differ():
    assert len(PAYLOADS) == len(set(PAYLOADS.values())) >= 40
