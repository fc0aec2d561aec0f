from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
from benching import HALF, make_case, make_outcome, make_written
from contents import contents
from making import make_citation, make_passage

from eval_questions.bench.common import Options, PoolUnusable, Row, ask, basics, build, chosen, is_from, rank_in
from eval_questions.convert.write import Document

MANY = [make_case(None, words=f"Question {number}?") for number in range(40)]
FERRY = Document("d1", "The ferry Marit sank off Orsk on Monday.", "Ferry")
PIER = Document("d2", "Aldwick opened a new pier on Friday.", "Pier")


def options(**fields):
    return Options(Path("data"), Path("indexes"), **fields)


def test_a_half_is_that_of_the_words():
    cases = [make_case(None, words=words) for words in HALF.values()]
    assert [c.question.question for c in chosen(cases, options(half="develop"))] == [HALF["develop"]]
    assert [c.question.question for c in chosen(cases, options(half="report"))] == [HALF["report"]]
    assert chosen(cases, options()) == cases


def test_a_sample_does_not_depend_on_the_order_and_grows_by_its_limit():
    sample = chosen(MANY, options(limit=5))
    assert chosen(MANY[::-1], options(limit=5)) == sample
    assert chosen(MANY, options(limit=6))[:5] == sample
    assert sample != MANY[:5]


def test_a_sample_of_a_half_is_of_that_half():
    sample = chosen(MANY, options(half="report", limit=5))
    assert Counter(case.question.split for case in sample) == {"report": 5}


def test_a_row_has_what_was_asked_and_what_came_back():
    outcome = make_outcome(make_case(None, "dawn"), short="At dawn", confidence=0.75)
    assert asdict(Row(**basics(outcome))) == {
        "id": "q1",
        "split": outcome.case.question.split,
        "question": "When?",
        "abstained": False,
        "text": "The ferry left at dawn. [1]",
        "short": "At dawn",
        "confidence": 0.75,
        "seconds": 0.5,
    }


def test_a_row_without_a_short_answer_has_an_empty_one():
    assert basics(make_outcome(make_case(None)))["short"] == ""


def test_a_rank_is_that_of_the_first_passage_from_the_article():
    passages = [make_passage("A.", article_id=name) for name in ("a1", "a2", "a2")]
    assert rank_in(passages, make_written("a2.txt")) == 2
    assert rank_in(passages, make_written("a3.txt")) is None


def test_a_place_is_told_by_the_name_of_its_file():
    assert is_from(make_citation(0, 3, "/pool/00001.md"), make_written("00001.md"))
    assert not is_from(make_citation(0, 3, "/pool/00002.md"), make_written("00001.md"))


@pytest.mark.slow
def test_a_pool_is_made_once_added_to_and_asked(tmp_path):
    assert build([FERRY], tmp_path).keys() == {"d1"}
    before = contents(tmp_path)
    assert build([FERRY], tmp_path).keys() == {"d1"}
    assert contents(tmp_path) == before
    written = build([FERRY, PIER], tmp_path)
    (outcome,) = ask(tmp_path, [make_case("d2", words="When did Aldwick open a pier?")])
    assert rank_in(outcome.passages, written["d2"]) == 1
    assert is_from(outcome.answer.citations[0], written["d2"])


@pytest.mark.slow
def test_a_pool_of_other_texts_is_not_mixed_with(index_dir):
    build([FERRY, PIER], index_dir)
    with pytest.raises(PoolUnusable, match="1 files that are not of this data set"):
        build([PIER], index_dir)
