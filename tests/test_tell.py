from dataclasses import replace
from datetime import date

import pytest
from saying import FRIDAY, MONDAY, make_claim

from rag.claim import Disagreement
from rag.grouping import group
from rag.tell import Numbering, lines, named


def told(*claims):
    found = Numbering().of_disagreement(group(claims))
    return [(line.words, [c.number for c in line.citations]) for line in lines(found)]


def test_a_line_says_a_value_and_how_many_reports_have_it():
    claims = [make_claim("22", 1), make_claim("22", 2), make_claim("17", 3)]
    assert told(*claims) == [("Reports differ: 22, by two reports", [1, 2]), ("17, by one report", [3])]


def test_an_earlier_or_a_later_report_is_said_to_be_one():
    claims = [make_claim("22", 1, FRIDAY), make_claim("22", 2, FRIDAY), make_claim("17", 3, MONDAY)]
    assert told(*claims)[1] == ("17, by one earlier report", [3])
    claims = [make_claim("22", 1, MONDAY), make_claim("22", 2, MONDAY), make_claim("30", 3, FRIDAY)]
    assert told(*claims)[1] == ("30, by one later report", [3])


def test_a_value_that_one_speaker_alone_gives_is_his():
    claims = [make_claim("22", 1), make_claim("22", 2), make_claim("280", 3, speaker="The rebels")]
    assert told(*claims)[1] == ("280, by one report, citing the rebels", [3])


def test_more_than_ten_reports_are_counted_in_digits():
    claims = [make_claim("22", number) for number in range(1, 13)]
    assert told(*claims, make_claim("17", 20))[0][0] == "Reports differ: 22, by 12 reports"


@pytest.mark.parametrize(
    ("speaker", "text", "shown"),
    [
        ("The rebels", "The rebels said 22 died.", "the rebels"),
        ("Police", "Police said 22 died. Later police said 23.", "police"),
        ("Reuters", "Reuters said 22 died.", "Reuters"),
        ("the BLA", "In a statement, the BLA said 22 died.", "the BLA"),
        ("BLA", "BLA said 22 died.", "BLA"),
    ],
)
def test_a_speaker_loses_the_capital_that_only_a_sentence_gave(speaker, text, shown):
    claim = make_claim("22", speaker=speaker)
    at = text.index(speaker)
    article = replace(claim.citation.article, text=text)
    said = replace(claim.attribution, start=at, end=at + len(speaker))
    assert named(replace(claim, citation=replace(claim.citation, article=article), attribution=said)) == shown


def test_places_are_numbered_once_in_the_order_of_their_use():
    numbers = Numbering()
    one, other = make_claim("22", 7).citation, make_claim("17", 9).citation
    assert [numbers.of(c).number for c in (one, other, one)] == [1, 2, 1]
    assert [c.number for c in numbers.all] == [1, 2]
    assert numbers.known(make_claim("5", 11).citation) is None
    assert numbers.known(other).number == 2


def test_a_disagreement_is_cited_in_the_order_in_which_it_is_told():
    found = group([make_claim("17", 5, date(2026, 1, 1)), make_claim("22", 6), make_claim("22", 7)])
    cited = Numbering().of_disagreement(found)
    assert isinstance(cited, Disagreement)
    assert [c.citation.number for g in cited.groups for c in g.claims] == [1, 2, 3]
