"""What an engine tells where reports differ: over the bundled digests, with the real models."""

from datetime import date
from pathlib import Path

import pytest
from lawful import assert_lawful

from index import sync
from rag import open as open_index
from rag.claim import Kind

pytestmark = pytest.mark.slow

CIVILIANS = "How many civilians were killed in the attacks?"

WIRE = (
    "Eleven miners are dead after gas exploded in the Kaltberg pit near Varnholt on Tuesday morning, the district"
    " office said. The pit belongs to Varn Coal, which shut its oldest shaft last year. Relatives waited at the gate"
    " through the night, and the church of Varnholt was opened to them. Rescuers from three towns took turns below"
    " ground, where the air was still bad. An inspector from the capital will look into the cause of the explosion."
)


def write(folder, name, outlet, day, text):
    front = f'---\ntitle: "Gas explodes in the Kaltberg pit"\noutlet: {outlet}\npublished: {day}\n---\n\n'
    (folder / name).write_text(front + text, "utf-8")


@pytest.fixture(scope="module")
def pit(tmp_path_factory):
    """A wire story in two outlets, and another report on the same explosion."""
    folder, index_dir = tmp_path_factory.mktemp("pit"), tmp_path_factory.mktemp("index")
    write(folder, "a.md", "The Gull", "2026-03-03", WIRE)
    write(folder, "b.md", "The Heron", "2026-03-03", WIRE)
    other = "Fourteen miners died in the explosion in the Kaltberg pit, Varn Coal admitted on Thursday. The firm gave"
    write(folder, "c.md", "Pit Post", "2026-03-05", f"{other} no cause, and said that the families were told first.")
    sync([folder], index_dir)
    return open_index(index_dir)


def test_values_that_differ_are_told_with_their_reports(engine):
    answer = engine.ask(CIVILIANS)
    groups = answer.disagreement.groups
    assert [(g.value, g.reports) for g in groups] == [("36", 3), ("33", 1)]
    assert answer.text.startswith("Reports differ: 36, by three reports [1][2][3]\n33, by one report, citing ")
    assert answer.support == 3
    assert_lawful(answer)


def test_a_claim_is_its_article_to_the_letter_and_says_who_makes_it(engine):
    answer = engine.ask(CIVILIANS)
    for claim in (claim for g in answer.disagreement.groups for claim in g.claims):
        assert claim.citation.article.text[claim.start : claim.end] == claim.text
        assert claim.citation in answer.citations
        assert claim.attribution is None or claim.attribution.speaker in claim.citation.quote
    assert answer.to_dict()["disagreement"]["groups"][0]["claims"][0]["citation"] == 1


@pytest.mark.parametrize(
    "question", ["How much is a rifle used by the rebels worth?", "What does the name Herof mean?"]
)
def test_where_reports_agree_nothing_is_told_of_differences(engine, question):
    answer = engine.ask(question)
    assert answer.disagreement is None
    assert answer.support >= 1


def test_copies_of_a_wire_story_are_one_report_against_a_later_one(pit):
    answer = pit.ask("How many miners died in the explosion?")
    values = {g.value: g for g in answer.disagreement.groups}
    assert values.keys() == {"Eleven", "Fourteen"}
    assert {g.reports for g in values.values()} == {1}
    assert {g.kind for g in values.values()} == {None, Kind.UPDATE}
    assert answer.support == 1


def test_as_of_a_day_only_what_was_published_then_is_known(pit):
    answer = pit.ask("How many miners died in the explosion?", until=date(2026, 3, 4))
    assert answer.disagreement is None
    assert "Fourteen" not in answer.text


def test_a_timeline_has_the_values_by_the_time_of_their_publication(pit):
    timeline = pit.timeline("How many miners died in the explosion?")
    assert [claim.text for claim in timeline.claims][-1] == "Fourteen"
    days = [claim.published for claim in timeline.claims]
    assert days == sorted(days)
    assert all(claim.citation in timeline.citations for claim in timeline.claims)


def told(answer):
    return [
        (g.value, g.reports, g.kind, g.reason, [(c.text, c.start) for c in g.claims])
        for g in answer.disagreement.groups
    ]


def test_the_order_of_the_articles_and_indexing_again_change_nothing(engine, tmp_path):
    digests = sorted({Path(a.path) for a in engine.store.all_articles()})
    for number, digest in enumerate(reversed(digests)):
        (tmp_path / "news").mkdir(exist_ok=True)
        (tmp_path / "news" / f"{number}.md").write_bytes(digest.read_bytes())
        sync([tmp_path / "news"], tmp_path / "index")
    sync([tmp_path / "news"], tmp_path / "index")
    assert told(open_index(tmp_path / "index").ask(CIVILIANS)) == told(engine.ask(CIVILIANS))
