import gzip
import json

import pytest
from benching import make_case, make_outcome, make_written, write_data
from making import make_passage

from eval_questions.bench.nq import figures, load, to_row
from eval_questions.convert.source import SourceUnusable

GOLD = make_written("gold.txt")
CASE = make_case("1", "Forty", "forty people")


def passage(text, name="gold"):
    return make_passage(text, article_id=name)


def test_a_question_has_its_gold_passage(tmp_path):
    (document, case), (_, pier) = load(write_data(tmp_path))
    assert (document.id, document.title, case.gold) == ("1", "Marit", "1")
    assert document.text.startswith("The ferry Marit")
    assert (case.question.short, pier.question.short) == (("Forty",), ("4 million crowns",))


def test_a_question_without_a_gold_passage_is_named_with_its_line(tmp_path):
    write_data(tmp_path)
    line = {"question": "who", "answers": ["Ada"], "ctxs": [{"title": "", "text": "Ada", "isgold": False}]}
    (tmp_path / "nq" / "nq-open-oracle.jsonl.gz").write_bytes(gzip.compress(json.dumps(line).encode()))
    with pytest.raises(SourceUnusable, match="line 1: no passage is gold"):
        list(load(tmp_path))


@pytest.mark.parametrize(
    ("passages", "ranks"),
    [
        ([passage("Forty were saved.")], (1, 1)),
        ([passage("Forty were drowned.", "other"), passage("Forty were saved.")], (2, 1)),
        ([passage("The Marit sank."), passage("They saved forty people.")], (2, 2)),
        ([passage("The Marit sank."), passage("Forty winks.", "other")], (None, 2)),
        ([passage("The Marit sank.")], (None, None)),
        ([], (None, None)),
    ],
)
def test_a_hit_holds_an_answer_and_strictly_stands_in_the_gold_passage(passages, ranks):
    row = to_row(make_outcome(CASE, *passages), GOLD)
    assert (row.gold_rank, row.any_rank) == ranks


@pytest.mark.parametrize(("short", "exact", "f1"), [("forty", 1, 1), ("forty of sixty", 0, 0.5), ("", 0, 0)])
def test_a_short_answer_is_compared_with_the_accepted_ones(short, exact, f1):
    row = to_row(make_outcome(CASE, short=short), GOLD)
    assert (row.exact, row.f1) == (exact, f1)


def test_an_abstention_scores_nothing_but_is_left_out_of_what_is_answered():
    rows = [to_row(make_outcome(CASE, passage("Forty."), short="forty"), GOLD)]
    rows += [to_row(make_outcome(CASE, abstained=True), GOLD) for _ in range(3)]
    found = figures(rows)
    assert (found["questions"], found["gold passage's answer @1"], found["an answer's words @5"]) == (4, 0.25, 0.25)
    assert (found["short exact match"], found["short F1"], found["short exact match, answered"]) == (0.25, 0.25, 1.0)
    assert found["abstained"] == 0.75


def test_the_real_questions_all_have_a_gold_passage(shared_bench):
    pairs = list(load(shared_bench))
    assert len(pairs) == 2655
    assert all(case.question.short and document.text for document, case in pairs)
