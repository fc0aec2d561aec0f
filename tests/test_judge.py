from dataclasses import replace
from math import exp, log

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from making import make_evidence, make_read

from rag.judge import Judge, Logistic, features, whole

LOGITS = ("score", "support", "answered", "span")
NAMES = (*LOGITS, *(f"log {name}" for name in LOGITS), "behind", "kind")
WHOLE = ("score", "answered", "span", "chance", "unmentioned")
NOTHING = dict.fromkeys(NAMES, 0.0)
BY_SUPPORT = Judge(Logistic({"support": 1.0}, 0.0), Logistic({"chance": 1.0}, 0.0), 0.5)
"""A judge for whom a sentence answers as far as the reader says so, and a question as far as its best sentence."""

numbers = st.floats(-9, 9)
weights = st.dictionaries(st.sampled_from(NAMES), numbers, min_size=1)
values = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))
logistics = st.builds(Logistic, weights, numbers)
questions = st.sampled_from(["Who left?", "How many left?", "When did they leave?"])
read_ones = st.builds(
    make_read,
    st.sampled_from(["Ada left.", "Forty people left.", "They left on Monday."]),
    span_score=numbers,
    score=st.floats(-11, 11),
    support=numbers,
    answered=numbers,
    article_id=st.uuids().map(str),
)
unread = st.builds(make_evidence, st.just("Ben stayed."), st.floats(-11, 11), st.uuids().map(str))
judges = st.builds(
    Judge, logistics, st.builds(Logistic, st.dictionaries(st.sampled_from(WHOLE), numbers), numbers), st.just(0.5)
)


def by_place(evidence):
    return sorted(evidence, key=lambda e: e.article.id)


@pytest.mark.parametrize(
    ("weights", "bias", "probability"),
    [
        ({}, 0.0, 0.5),
        ({"score": 1.0}, 0.0, 1 / (1 + 2.718281828**-2)),
        ({"score": 1.0}, -2.0, 0.5),
        ({"score": 1.0, "span": 2.0}, 4.0, 0.5),
        ({}, 1.0986122887, 0.75),
    ],
)
def test_a_logistic_is_the_logistic_function_of_the_weighted_sum(weights, bias, probability):
    assert Logistic(weights, bias)({"score": 2.0, "span": -3.0}) == pytest.approx(probability)


@given(logistics, values)
def test_a_logistic_gives_a_probability(logistic, found):
    assert 0 <= logistic(found) <= 1


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_sum_of_any_size_has_a_probability(weight, value):
    assert 0 <= Logistic({"score": weight}, 0.0)({"score": value}) <= 1


@pytest.mark.parametrize(("value", "probability"), [(-1e9, 0.0), (-750.0, 0.0), (0.0, 0.5), (750.0, 1.0), (1e9, 1.0)])
def test_a_sum_of_great_size_is_as_good_as_certain(value, probability):
    assert Logistic({"score": 1.0}, 0.0)({"score": value}) == pytest.approx(probability)


@given(logistics, values, st.sampled_from(NAMES), st.floats(0, 9))
def test_a_feature_of_positive_weight_only_raises_and_one_of_negative_weight_only_lowers(logistic, found, name, more):
    weight = logistic.weights.get(name, 0.0)
    before, after = logistic(found), logistic(found | {name: found[name] + more})
    assert before <= after if weight > 0 else before >= after if weight < 0 else before == after


@given(logistics, values)
def test_a_logistic_of_the_opposite_weights_gives_the_opposite(logistic, found):
    opposite = Logistic({name: -weight for name, weight in logistic.weights.items()}, -logistic.bias)
    assert logistic(found) + opposite(found) == pytest.approx(1)


@given(logistics, values)
def test_a_feature_that_is_missing_is_an_error(logistic, found):
    for name in logistic.weights:
        with pytest.raises(KeyError, match=name):
            logistic({other: value for other, value in found.items() if other != name})


def test_what_is_known_of_a_sentence_is_what_the_stages_before_found():
    evidence = make_read("Ada left.", score=2.0, support=3.0, answered=4.0, span_score=5.0)
    logits = {"score": 2.0, "support": 3.0, "answered": 4.0, "span": 5.0}
    logs = {f"log {name}": log(1e-4 + 1 / (1 + exp(-logit))) for name, logit in logits.items()}
    assert features("Who left?", evidence, 3.5) == logits | logs | {"behind": 1.5, "kind": 0.0}


@pytest.mark.parametrize(
    ("question", "quote", "kind"),
    [
        ("How many left?", "Forty people left.", 1),
        ("How many left?", "Ada left.", -1),
        ("When did she leave?", "Ada left on Monday.", 1),
        ("When did she leave?", "Forty people left.", -1),
        ("Who left?", "Ada left.", 0),
        ("Who left?", "Forty people left on Monday.", 0),
    ],
)
def test_the_kind_tells_whether_what_is_asked_for_is_there(question, quote, kind):
    assert features(question, make_read(quote), 0.0)["kind"] == kind


@pytest.mark.parametrize("field", ["support", "answered", "span"])
def test_nothing_is_known_of_a_sentence_that_was_not_read(field):
    with pytest.raises(ValueError, match="did not read"):
        features("Who left?", replace(make_read("Ada left."), **{field: None}), 0.0)


@given(judges, questions, st.lists(read_ones, max_size=6), st.lists(unread, max_size=3))
def test_what_was_read_is_kept_the_likeliest_first_and_all_else_is_dropped(judge, question, read, others):
    weighed = judge.weigh(question, [*others, *read])
    assert [replace(e, chance=0.0) for e in by_place(weighed)] == by_place(read)
    keys = [(-e.chance, e.article.id, e.sentence.start) for e in weighed]
    assert keys == sorted(keys)


@given(judges, questions, st.lists(read_ones, max_size=6))
def test_the_order_in_which_evidence_comes_does_not_matter(judge, question, read):
    assert judge.weigh(question, read) == judge.weigh(question, read[::-1])


@given(judges, questions, st.lists(read_ones, max_size=6), st.lists(unread, max_size=3))
def test_what_was_not_read_changes_no_chance(judge, question, read, others):
    assert judge.weigh(question, [*others, *read]) == judge.weigh(question, read)


def test_a_sentence_is_as_far_behind_as_the_best_that_was_read():
    judge = replace(BY_SUPPORT, sentence=Logistic({"behind": 1.0}, 0.0))
    first, second, better = (
        make_read("Ada left.", score=2.0),
        make_read("Ben left.", score=1.0, article_id="a2"),
        make_evidence("Who left was asked.", 9.0, article_id="a3"),
    )
    chances = {e.quote: e.chance for e in judge.weigh("Who left?", [better, first, second])}
    assert chances == {"Ada left.": 0.5, "Ben left.": Logistic({}, 1.0)({})}


@given(judges, questions, st.lists(read_ones, max_size=6))
def test_chances_and_confidence_are_probabilities(judge, question, read):
    weighed = judge.weigh(question, read)
    assert all(0 <= p <= 1 for p in [judge.confidence(question, weighed), *(e.chance for e in weighed)])


def test_a_sentence_that_the_reader_holds_for_an_answer_comes_before_one_that_only_sounds_like_the_question():
    sounds = make_read("Who left was asked.", score=9.0, support=-3.0)
    answers = make_read("Ada did.", score=1.0, support=3.0, article_id="a2")
    assert [e.quote for e in BY_SUPPORT.weigh("Who left?", [sounds, answers])] == ["Ada did.", "Who left was asked."]


@given(judges, questions, st.lists(unread, max_size=3))
def test_where_nothing_was_read_there_is_no_confidence(judge, question, others):
    assert judge.weigh(question, others) == []
    assert judge.confidence(question, []) == 0.0


@given(st.lists(read_ones, min_size=1, max_size=6))
def test_the_confidence_rests_on_what_is_known_of_the_whole_and_on_the_likeliest_first(read):
    weighed = BY_SUPPORT.weigh("How many left?", read)
    best = max(e.score for e in read)
    known = whole([(features("How many left?", e, best), e.chance) for e in weighed], 0)
    by_name = {name: replace(BY_SUPPORT, question=Logistic({name: 1.0}, 0.0)) for name in WHOLE}
    for name, judge in by_name.items():
        assert judge.confidence("How many left?", weighed) == Logistic({name: 1.0}, 0.0)({name: known[name]})


@given(st.lists(st.tuples(values, st.floats(0, 1)), min_size=1, max_size=6))
def test_of_all_sentences_the_greatest_score_answering_and_span_are_known(found):
    known = whole(found, 0)
    for name in ("score", "answered", "span"):
        assert known[name] == max(one[name] for one, _ in found)


@given(st.lists(st.tuples(values, st.floats(0, 1)), min_size=1, max_size=6))
def test_of_the_likeliest_sentence_alone_the_chance_is_known(found):
    known, first = whole(found, 0), whole(found[:1], 0)
    assert tuple(known) == WHOLE
    assert known["chance"] == first["chance"]


@given(values, st.floats(0, 1), st.floats(0, 1))
def test_the_surer_the_first_sentence_the_greater_what_is_known_of_its_chance(found, one, other):
    assume(one <= other)
    assert whole([(found, one)], 0)["chance"] <= whole([(found, other)], 0)["chance"]


@pytest.mark.parametrize(("chance", "logit"), [(0.5, 0.0), (0.75, 1.0986), (0.25, -1.0986)])
def test_the_chance_is_known_by_its_logit(chance, logit):
    assert whole([(NOTHING, chance)], 0)["chance"] == pytest.approx(logit, abs=1e-4)


@pytest.mark.parametrize(("names", "known"), [(0, 0.0), (1, 1.0), (3, 3.0), (9, 3.0)])
def test_names_that_no_article_mentions_are_counted_up_to_three(names, known):
    assert whole([(NOTHING, 0.5)], names)["unmentioned"] == known


def test_a_name_that_no_article_mentions_is_known_to_the_whole():
    judge = replace(BY_SUPPORT, question=Logistic({"unmentioned": 1.0}, 0.0))
    weighed = BY_SUPPORT.weigh("Who left?", [make_read("Ada left.")])
    assert judge.confidence("Did Ada leave?", weighed) == 0.5
    assert judge.confidence("Did Ben leave for Orsk?", weighed) == pytest.approx(1 / (1 + exp(-2)))


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_a_certain_chance_has_a_logit_as_well(chance):
    assert 5 < abs(whole([(NOTHING, chance)], 0)["chance"]) < 50


def test_the_fitted_judge_weighs_what_is_known_and_nothing_else():
    judge = Judge.load()
    known = features("Who left?", make_read("Ada left."), 0.0)
    assert set(judge.sentence.weights) <= set(known)
    assert set(judge.question.weights) <= set(whole([(known, 0.5)], 0))
    assert 0 < judge.silent_below < 1


def test_the_fitted_judge_prefers_what_all_stages_hold_for_an_answer():
    good = make_read("Ada left.", score=8.0, support=4.0, answered=4.0, span_score=8.0)
    poor = make_read("Bananas are rich.", score=-11.0, support=-6.0, answered=-4.0, span_score=-10.0, article_id="a0")
    judge = Judge.load()
    first, last = judge.weigh("Who left?", [poor, good])
    assert (first.quote, last.quote) == ("Ada left.", "Bananas are rich.")
    assert judge.confidence("Who left?", [first, last]) > judge.confidence("Who left?", [last])
