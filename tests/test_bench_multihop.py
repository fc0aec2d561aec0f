import pytest
from benching import make_case, make_outcome, write_data
from making import make_passage

from eval_questions.bench.multihop import corpus, figures, load, to_row
from eval_questions.convert.multihop import Fact, Query
from eval_questions.convert.source import SourceUnusable
from eval_questions.questions import QuestionType

FACTS = ("The Marit sank.", "The pier is dear.")
BOTH = make_passage("The  Marit\nsank. The pier is dear.")
FERRY = make_passage("The Marit sank.")
PIER = make_passage("They say: The pier is dear.")
BREAD = make_passage("Bread is dear.")


def row(*passages, facts=FACTS, **answer):
    type_ = "comparison_query" if facts else "null_query"
    query = Query("Both?", "Yes", type_, tuple(Fact("News", fact) for fact in facts))
    return to_row(make_outcome(make_case(query), *passages, **answer))


def test_queries_and_articles_are_read(tmp_path):
    both, null = load(write_data(tmp_path))
    assert (both.question.id, both.question.type, len(both.gold.evidence_list)) == ("1", QuestionType.SEVERAL, 2)
    assert null.question.type is QuestionType.UNANSWERABLE
    assert [document.title for document in corpus(tmp_path)] == ["Ferry sinks", "A pier opens"]


@pytest.mark.parametrize(("read", "name"), [(corpus, "fallback_corpus.jsonl"), (load, "MultiHopRAG.json")])
def test_of_a_file_that_is_missing_the_names_are_said_that_it_may_have(tmp_path, read, name):
    with pytest.raises(SourceUnusable, match=name):
        read(tmp_path)


@pytest.mark.parametrize(
    ("passages", "ranks", "precision"),
    [
        ((BOTH, FERRY), (1, 1), 1.0),
        ((FERRY, PIER), (1, 2), 0.75),
        ((FERRY, FERRY, PIER), (1, 3), 2 / 3),
        ((BREAD, FERRY), (2, None), 0.25),
        ((BREAD,), (None, None), 0.0),
    ],
)
def test_a_fact_is_found_in_the_first_chunk_that_holds_it_but_for_white_space(passages, ranks, precision):
    found = row(*passages)
    assert found.ranks == ranks
    assert found.average_precision == pytest.approx(precision)


def test_one_fact_is_a_hit_and_strictly_all_are():
    rows = [row(FERRY, PIER), row(BREAD, PIER), row(*[BREAD] * 4, FERRY), row(BREAD)]
    found = figures(rows)
    assert (found["Hits@4"], found["Hits@10"]) == (0.5, 0.75)
    assert found["MRR@10"] == pytest.approx((1 + 1 / 2 + 1 / 5) / 4)
    assert found["MAP@10"] == pytest.approx((3 / 4 + 1 / 4 + 1 / 10) / 4)
    assert (found["all facts @4"], found["all facts @10"]) == (0.25, 0.25)


def test_null_queries_count_for_silence_alone():
    rows = [row(FERRY), row(BREAD, abstained=True), row(facts=(), abstained=True), row(facts=())]
    found = figures(rows)
    assert found["Hits@4"] == 0.5
    assert (found["null queries abstained"], found["answerable abstained"]) == (0.5, 0.5)
    assert (found["abstention precision"], found["abstention recall"]) == (0.5, 0.5)


def test_null_queries_alone_have_no_hits():
    assert figures([row(facts=())])["Hits@4"] is None


def test_every_real_fact_stands_in_the_article_it_is_said_to_be_from(shared_bench):
    texts = {document.id: "".join(document.text.split()) for document in corpus(shared_bench)}
    cases = load(shared_bench)
    assert (len(texts), len(cases)) == (609, 2556)
    assert sum(case.question.type is QuestionType.UNANSWERABLE for case in cases) == 301
    assert all("".join(f.fact.split()) in texts[f.title] for case in cases for f in case.gold.evidence_list)
