import json
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from benchmarks.pile import Writer
from hypothesis import given
from hypothesis import strategies as st
from making import make_article
from scanning import AGREE, DIFFER, Stems, asked, copy, report

from index.choice import Choice
from index.embed import Encoder
from rag.claim import Kind
from rag.scan import disagreements

KILLED = ("The wreck killed 14 sailors.", "The wreck killed 19 sailors.")


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def scanned(*articles, **options):
    return disagreements(asked(Stems(), *articles), **options)


def values(found):
    return [group.value for group in found.disagreement.groups]


def test_two_reports_of_one_event_with_two_values_are_found():
    (found,) = scanned(report(0, KILLED[0]), report(1, KILLED[1]))
    assert found.subject == "sailors killed"
    assert sorted(values(found)) == ["14", "19"]
    assert found.disagreement.kind is Kind.CONTRADICTION
    assert found.reports == 2


def test_the_citations_are_numbered_from_one_and_are_the_words_of_the_articles():
    (found,) = scanned(report(0, KILLED[0]), report(1, KILLED[1]), report(2, KILLED[0]))
    assert [citation.number for citation in found.citations] == [1, 2, 3]
    claims = [claim for group in found.disagreement.groups for claim in group.claims]
    assert {claim.citation for claim in claims} == set(found.citations)
    for claim in claims:
        article, citation = claim.citation.article, claim.citation
        assert article.text[claim.start : claim.end] == claim.text
        assert article.text[citation.start : citation.end] == citation.quote
        assert citation.start <= claim.start < claim.end <= citation.end


def test_what_is_found_is_plain_json():
    (found,) = scanned(report(0, KILLED[0]), report(1, KILLED[1]))
    told = json.loads(json.dumps(found.to_dict()))
    assert set(told) == {"subject", "disagreement", "citations"}
    assert len(told["citations"]) == 2


def test_copies_of_one_report_count_once_and_never_differ():
    one, other = report(0, KILLED[0], report="a0"), report(1, KILLED[1], report="a1")
    (found,) = scanned(one, copy(one), other)
    assert sorted(group.reports for group in found.disagreement.groups) == [1, 1]
    assert not scanned(one, report(1, KILLED[1], report="a0"))


@pytest.mark.parametrize(("one", "other", "count"), [
    (date(2029, 3, 5), date(2029, 3, 15), 1),
    (date(2029, 3, 5), date(2029, 3, 16), 0),
    (date(2029, 3, 5), None, 1),
    (None, None, 1),
])  # fmt: skip
def test_reports_of_one_event_come_out_within_days_as_far_as_they_say(one, other, count):
    assert len(scanned(report(0, KILLED[0], day=one), report(1, KILLED[1], day=other))) == count


def test_articles_on_two_events_are_not_compared():
    text = (
        "A tanker burnt off Great Orme, on the coast of Sudland. Ines Tolland of the Marrow Line said that the fire is "
        "out, and that Sudland owes the Marrow Line thanks. The fire killed 19 sailors."
    )
    other = make_article(text, id="b", title="Fire")
    assert not scanned(report(0, KILLED[0]), other)


def test_headings_are_not_read():
    heading = report(1, "## The wreck killed 19 sailors", "Nobody knows why.", format="md")
    assert not scanned(report(0, KILLED[0], format="md"), heading)


def test_rows_of_a_table_are_read():
    table = "| Measure | Number |\n| --- | --- |\n| Sailors killed | 19 |"
    (found,) = scanned(report(0, KILLED[0], format="md"), report(1, table, format="md"))
    assert sorted(values(found)) == ["14", "19"]


def test_a_report_that_gives_both_values_speaks_of_two_things():
    assert not scanned(report(0, KILLED[0]), report(1, *KILLED))
    assert not scanned(report(0, *KILLED), report(1, *KILLED))


def test_another_speaker_may_put_a_greater_value_beside_the_one_that_all_have():
    claimed = "The rebels claimed that at least 90 sailors were killed."
    (found,) = scanned(report(0, KILLED[0]), report(1, KILLED[0], claimed))
    assert values(found) == ["14", "at least 90"]
    assert found.disagreement.kind is Kind.SPEAKER


def test_a_lesser_value_beside_the_one_that_all_have_may_be_a_part_of_it():
    assert not scanned(report(0, KILLED[0]), report(1, KILLED[0], "The rebels claimed that 3 sailors were killed."))


def test_the_place_that_opens_a_paragraph_holds_for_all_of_it():
    placed = "In Great Orme, a boat sank as well. The crew was asleep. The police said 3 sailors were killed."
    assert not scanned(report(0, KILLED[0]), report(1, placed))
    assert scanned(report(0, KILLED[0]), report(1, "The crew was asleep. The police said 3 sailors were killed."))


def test_those_that_most_reports_take_part_in_come_first_and_the_limit_holds():
    jobs = ("The harbour cut 120 jobs.", "The harbour cut 310 jobs.")
    articles = [report(0, KILLED[0], jobs[0]), report(1, KILLED[1], jobs[1]), report(2, KILLED[0])]
    assert [found.subject for found in scanned(*articles)] == ["sailors killed", "jobs cut"]
    assert [found.subject for found in scanned(*articles, limit=1)] == ["sailors killed"]
    assert scanned(*articles, limit=0) == []


def test_what_may_be_a_matter_of_scope_comes_last():
    timed = [f"The wreck killed {count} sailors within {hours} hours." for count, hours in ((14, 48), (19, 72))]
    jobs = ("The harbour cut 120 jobs.", "The harbour cut 310 jobs.")
    found = scanned(
        report(0, timed[0], jobs[0]), report(1, timed[1], jobs[1]), report(2, KILLED[1]), report(3, jobs[0])
    )
    assert [each.subject for each in found] == ["jobs cut", "sailors killed"]
    assert found[1].disagreement.kind is Kind.SCOPE


def test_an_empty_pile_and_a_single_article_have_no_disagreements():
    assert scanned() == []
    assert scanned(report(0, *KILLED)) == []


@given(st.permutations(range(6)))
def test_the_order_of_the_articles_changes_nothing(order):
    sentences = [*KILLED, "The harbour cut 120 jobs.", "The harbour cut 310 jobs.", *KILLED]
    articles = [report(number, sentence) for number, sentence in enumerate(sentences)]
    assert scanned(*(articles[at] for at in order)) == scanned(*articles)


def test_progress_is_told_for_each_stage_and_never_beyond_its_end():
    told = []
    scanned(report(0, KILLED[0]), report(1, KILLED[1]), progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["articles", "quantities", "pairs"]
    assert all(0 <= done <= total for _, done, total in told)
    assert all(one[1] <= other[1] for one, other in pairwise(told) if one[0] == other[0])


def test_in_articles_of_random_words_nothing_is_found():
    made = [
        make_article(made.text, id=made.name, title=made.headline, outlet=made.outlet, published=made.time.date())
        for made in Writer(3).reports(300)
    ]
    assert scanned(*made) == []


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), DIFFER, ids=range(len(DIFFER)))
def test_values_that_cannot_both_be_right_are_found(encoder, one, other):
    found = disagreements(asked(encoder, report(0, one), report(1, other)))
    assert [each.subject.split(" ")[0] for each in found] == [DIFFER[one, other]]


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), AGREE, ids=range(len(AGREE)))
def test_values_that_can_both_be_right_are_left_alone(encoder, one, other):
    assert not disagreements(asked(encoder, report(0, one), report(1, other)))


@pytest.mark.slow
def test_the_digests_are_found_to_differ_on_those_killed(engine):
    found = {each.subject: values(each) for each in disagreements(engine)}
    assert found["security personnel killed"] == ["22", "17", "at least 280"]
    assert found["civilians killed"] == ["36", "33"]
    assert sorted(found["insurgents killed"]) == ["177", "197"]
    assert set(found) <= {"security personnel killed", "civilians killed", "insurgents killed", "people died"}


@pytest.mark.slow
def test_only_the_articles_chosen_are_held_against_each_other(engine):
    found = disagreements(engine, Choice(("Digest A", "Digest C")))
    outlets = Counter(citation.article.outlet for each in found for citation in each.citations)
    assert set(outlets) == {"Digest A", "Digest C"}
    assert disagreements(engine, Choice(("Digest A",))) == []
