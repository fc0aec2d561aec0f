import pytest
from making import make_evidence

from rag.abstain import FLOOR, doubt


def test_without_evidence_nothing_comes_near():
    assert doubt("Who left?", []) == "nothing in them comes near to it"


@pytest.mark.parametrize(("score", "doubted"), [(FLOOR - 0.1, True), (FLOOR, False), (FLOOR + 0.1, False), (8, False)])
def test_a_best_sentence_below_the_floor_is_doubted(score, doubted):
    assert bool(doubt("Who left?", [make_evidence("The captain left.", score)])) is doubted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many left?", "number"),
        ("When did they leave?", "date or time"),
        ("What time was it?", "time of day"),
    ],
)
def test_where_the_kind_of_thing_asked_for_is_missing_the_doubt_names_it(question, kind):
    assert doubt(question, [make_evidence("The sailors left.", 5.0)]) == f"what comes nearest gives no {kind}"


@pytest.mark.parametrize(("score", "doubted"), [(5.0, False), (4.0, False), (-4.0, True)])
def test_a_number_counts_only_in_a_sentence_that_comes_close_to_the_best(score, doubted):
    evidence = [make_evidence("The sailors left.", 5.0), make_evidence("Forty sailors left.", score, "a2")]
    assert bool(doubt("How many left?", evidence)) is doubted


def test_a_question_of_no_known_kind_is_answered_by_any_near_sentence():
    assert doubt("Why did they leave?", [make_evidence("The sailors were tired.", 5.0)]) is None
