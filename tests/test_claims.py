from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

import pytest
from making import make_answer
from rich.console import Console
from saying import FRIDAY, MONDAY, TUESDAY, cited, make_claim, make_differing, make_disputed, make_group
from test_terminal import hostile

from rag.answer import Citation
from rag.claim import Disagreement, Kind, Timeline
from ui import terminal
from ui.claims import by_time, differing

NOON = datetime(2026, 2, 3, 12, 30, tzinfo=UTC)
MANY = make_differing(
    make_group(
        make_claim("22", 1, MONDAY, speaker="The police"),
        make_claim("more than 22", 2, FRIDAY, speaker="The harbour office", outlet="The Heron"),
    ),
    make_group(make_claim("17", 3, MONDAY, outlet="The Wren"), kind=Kind.UPDATE, reason="it was counted earlier"),
    make_group(
        make_claim("at least 280", 4, speaker="the union", via="Moneyline", outlet=None),
        kind=Kind.SPEAKER, reason="the union says so",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    subject: str
    disagreement: Disagreement
    citations: tuple[Citation, ...]


def shown(renderable, width=300, **how):
    out = StringIO()
    Console(file=out, width=width, highlight=False).print(renderable, **how)
    return out.getvalue()


def rows(renderable):
    """The lines of a table, their cells as they stand beside each other."""
    return [" | ".join(filter(None, map(str.strip, line.split("  ")))) for line in shown(renderable).splitlines()]


def test_each_value_has_a_row_with_all_that_is_known_of_it():
    assert rows(differing(MANY)) == [
        "Reports differ",
        "Value | Who says so | Outlets | Reports | Published | How it differs",
        "22 [1][2] | The police; The harbour office | The Gull; The Heron | 2 | 2026-02-02",
        "to 2026-02-06",
        "17 [3] | the outlet itself | The Wren | 1 | 2026-02-02 | Update: it was",
        "counted earlier",
        "at least 280 [4] | the union, via Moneyline | 1 | no date | Another speaker: the",
        "union says so",
    ]


@pytest.mark.parametrize("how", [{}, {"soft_wrap": True}], ids=["terminal", "pipe"])
def test_a_table_is_readable_in_80_columns(how):
    told = shown(terminal.answer(make_disputed(MANY.groups)), 80, **how)
    table = told[told.index("Reports differ") : told.index("[1] The Gull")]
    assert max(map(len, table.splitlines())) <= 80
    words = ("22 [1][2]", "17 [3]", "280 [4]", "harbour", "The Heron", "2026-02-06", "Another speaker:")
    assert not [word for word in words if word not in table]


def test_an_answer_tells_who_carries_it_and_the_values_before_its_sources():
    told = shown(terminal.answer(make_disputed(confidence=0.5)))
    lines = [line.strip() for line in told.splitlines()]
    assert lines[1:4] == ["Confidence: 50%", "Carried by 3 independent reports", ""]
    assert told.index("Reports differ") < told.index("Contradiction") < told.index("[1] The Gull, Report 1")


def test_an_answer_that_no_report_is_counted_for_does_not_say_so():
    told = shown(terminal.answer(make_answer()))
    assert "Carried" not in told
    assert "differ" not in told
    assert "Carried" not in shown(terminal.answer(make_answer(abstained=True, support=2)))


@hostile
def test_claims_show_what_is_in_the_text(text, seen):
    claim = make_claim(text, speaker=text, outlet=text)
    told = shown(differing(make_differing(make_group(claim, kind=Kind.SCOPE, reason=text))))
    assert "".join(told.split()).count("".join(seen.split())) == 4
    assert shown(by_time([claim])).count(seen) == 3


def test_values_by_time_end_with_those_that_have_no_date():
    claims = [make_claim("9", 3), make_claim("17", 1, MONDAY, speaker="The police"), make_claim("22", 2, NOON)]
    assert rows(by_time(claims)) == [
        "Published | Value | Who says so | Outlet | Source",
        "2026-02-02 | 17 | The police | The Gull | [1] characters 16 to 18",
        "2026-02-03 12:30 UTC | 22 | the outlet itself | The Gull | [2] characters 0 to 2",
        "no date | 9 | the outlet itself | The Gull | [3] characters 0 to 1",
    ]


def test_a_timeline_lists_its_sources():
    claim = make_claim("22", 1, TUESDAY)
    told = shown(terminal.timeline(Timeline("How many?", (claim,), (claim.citation,))))
    assert told.index("2026-02-03") < told.index("[1] The Gull, Report 1, 3 February 2026")
    assert shown(terminal.timeline(Timeline("How many?"))) == "No values found.\n"


def test_each_disagreement_of_a_pile_has_its_subject_its_values_and_its_sources():
    first, second = MANY, make_differing()
    found = [Found("people killed\nin Orsk", first, cited(first)), Found("boats lost", second, cited(second))]
    told = shown(terminal.disagreements(found))
    places = [told.index(words) for words in ("people killed in Orsk\n", "at least 280", "[4] Report 4", "boats lost")]
    assert places == sorted(places)
    assert told.count("Reports differ") == 2
    assert shown(terminal.disagreements([])) == "No disagreement found.\n"


@hostile
def test_a_subject_shows_what_is_in_it(text, seen):
    assert shown(terminal.disagreements([Found(text, MANY, ())])).startswith(f"{seen}\n")
