import pytest
from benching import make_case, make_outcome, write_data
from making import make_claim, make_disagreement, make_passage

from eval_questions.bench.common import ask, build
from eval_questions.bench.ramdocs import Gold, figures, load, presented, to_row, top_answer
from index.choice import Choice
from rag.claim import Quantity
from rag.read import Reader

GOLD = Gold(("36 people", "40"), ("90", "12"), "Question 1")
MANY = make_claim("36", value=Quantity(0, 2, 36, 36, noun="people"))
FORTY = make_claim("forty", value=40.0)
NINETY = make_claim("about 90", value=90.0)


def row(top="", gold=GOLD, **answer):
    return to_row(make_outcome(make_case(gold), **answer), top)


def shown(*groups):
    found = row(disagreement=make_disagreement(*groups, value="as they say"))
    return found.shown_right, found.shown_wrong


def test_each_question_has_its_documents_by_an_outlet_of_its_own(tmp_path):
    documents, (ferry, pier) = load(write_data(tmp_path))
    assert [(d.id, d.outlet) for d in documents[1:3]] == [("1-2", ferry.gold.outlet), ("2-1", pier.gold.outlet)]
    assert len(documents) == 5
    assert (pier.gold.right, pier.gold.wrong) == (("4 million crowns", "7 million crowns"), ("9 crowns",))


def test_an_answer_counts_once_and_as_right_where_it_is_on_both_lists(tmp_path):
    _, (ferry, _) = load(write_data(tmp_path))
    assert [answer.casefold() for answer in ferry.gold.wrong] == ["sixty"]


@pytest.mark.parametrize(
    ("groups", "counts"),
    [
        (((MANY,), (FORTY,)), (2, 0)),
        (((MANY,), (NINETY,)), (1, 1)),
        (((MANY, NINETY), (NINETY,)), (1, 1)),
        (((NINETY,), (make_claim("12"),)), (0, 2)),
        (((make_claim("36.5"),), (make_claim("140"),)), (0, 0)),
    ],
)
def test_a_disagreement_presents_what_its_claims_give(groups, counts):
    assert shown(*groups) == counts


def test_a_disagreement_presents_the_names_of_its_groups_and_nothing_else_of_the_text():
    told = make_disagreement((make_claim("a score"),), (make_claim("some"),), value="36 people")
    found = row(disagreement=told, text="36 people; 90 and 40. [1]", short="12")
    assert (found.announced, found.shown_right, found.shown_wrong) == (True, 1, 0)


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        ({"text": "40 [1]\nSome say 90. [2]", "short": "40"}, (1, 0)),
        ({"text": "They were 36 people, not 90. [1]\nThey were 12. [2]"}, (1, 1)),
        ({"text": "They drowned. [1]", "short": "12"}, (0, 1)),
        ({"text": "The articles do not say: 90.", "abstained": True}, (0, 0)),
    ],
)
def test_without_a_disagreement_the_short_answer_and_the_first_line_are_presented(answer, counts):
    found = row(**answer)
    assert (found.announced, found.shown_right, found.shown_wrong) == (False, *counts)


def test_silence_presents_nothing():
    assert presented(make_outcome(make_case(GOLD), abstained=True, short="40").answer) == ([], [])


def test_an_erroneous_answer_is_alone_where_no_right_one_is_beside_it():
    alone, beside, silent = row("90", short="90"), row("40", text="36 people or 90. [1]"), row("12", abstained=True)
    found = figures([alone, beside, silent])
    assert found["right answers presented"] == pytest.approx(1 / 6)
    assert found["erroneous answers not presented alone"] == pytest.approx(5 / 6)
    assert found["top passage: right answers presented"] == pytest.approx(1 / 6)
    assert found["top passage: erroneous not presented alone"] == pytest.approx(4 / 6)
    assert found["all right answers and no erroneous one"] == 0
    assert found["abstained"] == pytest.approx(1 / 3)


def test_several_right_answers_are_also_counted_by_themselves():
    single = row("40", gold=Gold(("40",), (), "Question 2"), short="40", text="40 [1]")
    several = row(text="36 people or 7. [1]")
    found = figures([single, several])
    assert found["right answers presented"] == pytest.approx(2 / 3)
    assert found["right answers presented, of several"] == pytest.approx(1 / 2)
    assert found["top passage: the same, of several"] == 0
    assert found["all right answers and no erroneous one"] == pytest.approx(1 / 2)
    assert figures([single])["erroneous answers not presented alone"] is None


def test_without_a_passage_the_baseline_has_no_answer():
    assert top_answer(make_outcome(make_case(GOLD)), Reader()) == ""


@pytest.mark.slow
def test_the_baseline_answers_from_the_first_passage():
    first = make_passage("The sea was calm.", "Forty passengers of the Marit were saved.")
    other = make_passage("Sixty passengers of the Marit were saved.", article_id="a2")
    case = make_case(GOLD, words="How many passengers of the Marit were saved?")
    assert top_answer(make_outcome(case, first, other), Reader()).startswith("Forty")


@pytest.mark.slow
def test_a_question_is_asked_of_its_own_documents_alone(tmp_path):
    documents, cases = load(write_data(tmp_path))
    build(documents, tmp_path / "index")
    outcomes = list(ask(tmp_path / "index", cases, lambda case: Choice((case.gold.outlet,))))
    assert [{p.article.outlet for p in o.passages} for o in outcomes] == [{c.gold.outlet} for c in cases]


def test_the_real_questions_are_read(shared_bench):
    documents, cases = load(shared_bench)
    assert (len(documents), len(cases)) == (1401, 250)
    assert all(case.gold.right for case in cases)
    assert sum(len(case.gold.right) > 1 for case in cases) == 200
