import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence, make_read

from rag.abstain import decide
from rag.judge import Judge, Logistic

BY_SUPPORT = Judge(Logistic({"support": 1.0}, 0.0), Logistic({"chance": 1.0}, 0.0), 0.5)
"""A judge for whom a sentence answers where the reader's support for it is not below 0."""

NOTHING_NEAR = "nothing in them comes near to it"
NEAR, FAR = 5.0, -11.0


def missing(question, *evidence):
    return decide(question, evidence, BY_SUPPORT).missing


def read(quote, support, score=NEAR, article_id="a1"):
    return make_read(quote, score=score, support=support, article_id=article_id)


def test_without_evidence_nothing_comes_near():
    verdict = decide("Who left?", [], BY_SUPPORT)
    assert (verdict.evidence, verdict.confidence, verdict.missing) == ((), 0.0, NOTHING_NEAR)


def test_what_was_not_read_is_not_answered_from():
    verdict = decide("Who left?", [make_evidence("The captain left.", 9.0)], BY_SUPPORT)
    assert (verdict.evidence, verdict.missing) == ((), NOTHING_NEAR)


@pytest.mark.parametrize(("support", "silent"), [(-3.0, True), (-0.1, True), (0.0, False), (0.1, False), (3.0, False)])
def test_a_confidence_below_that_of_the_judge_is_silent(support, silent):
    assert bool(missing("Who left?", read("The captain left.", support))) is silent


def test_the_likeliest_sentence_is_enough_to_answer_from():
    assert missing("Who left?", read("It was dark.", -5.0), read("The captain left.", 5.0, article_id="a2")) is None


@given(st.lists(st.floats(-9, 9), max_size=6), st.floats(0.01, 0.99))
def test_something_is_missing_just_where_the_confidence_is_too_low(supports, silent_below):
    judge = Judge(BY_SUPPORT.sentence, BY_SUPPORT.question, silent_below)
    evidence = [read("The captain left.", support, article_id=f"a{n}") for n, support in enumerate(supports)]
    verdict = decide("Who left?", evidence, judge)
    assert (verdict.missing is not None) == (verdict.confidence < silent_below)
    assert verdict.question == "Who left?"
    assert list(verdict.evidence) == judge.weigh("Who left?", evidence)
    assert verdict.confidence == judge.confidence("Who left?", verdict.evidence)


def test_sentences_about_something_else_are_not_near():
    assert missing("How many left?", read("Bananas are rich in potassium.", -5.0, FAR)) == NOTHING_NEAR


def test_one_sentence_that_is_near_is_nearest():
    far = read("Bananas are rich in potassium.", -4.0, FAR)
    assert missing("Why did they leave?", far, read("The sailors left.", -5.0, NEAR, "a2")) != NOTHING_NEAR


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many left?", "number"),
        ("When did they leave?", "date or time"),
        ("What time was it?", "time of day"),
    ],
)
def test_where_the_kind_of_thing_asked_for_is_missing_it_is_named(question, kind):
    assert missing(question, read("The sailors left.", -5.0)) == f"what comes nearest gives no {kind}"


@pytest.mark.parametrize(("support", "named"), [(-1.0, False), (-9.0, True)])
def test_a_number_counts_where_it_is_among_the_three_likeliest(support, named):
    others = [read("The sailors left.", -5.0, article_id=f"a{n}") for n in range(3)]
    told = missing("How many left?", *others, read("Forty sailors left.", support, article_id="a9"))
    assert (told == "what comes nearest gives no number") is named


@pytest.mark.parametrize("question", ["Why did they leave?", "Who left?"])
def test_where_no_kind_is_missing_the_question_is_named(question):
    assert missing(question, read("The sailors left.", -5.0)) == f"what comes nearest does not answer “{question}”"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who met Zelda Quist?", "Zelda Quist"),
        ("How many did Zelda Quist save?", "Zelda Quist"),
        ("Who left in 1912?", "1912"),
        ("Did Quist or Norden leave in 1912?", "Quist or Norden or 1912"),
    ],
)
def test_names_and_years_that_no_article_has_are_named_before_the_kind(question, names):
    assert missing(question, read("The sailors left.", -5.0)) == f"what comes nearest does not mention {names}"


@pytest.mark.parametrize("question", ["Who met Ada Quist?", "Who left the Ferry?", "Quist left whom?"])
def test_a_name_of_which_an_article_has_a_word_is_not_missing_nor_is_the_first_word(question):
    told = missing(question, read("The sailors of Ada Holm left.", -5.0))
    assert told == f"what comes nearest does not answer “{question}”"


def echoed(question):
    told = missing(question, read("The sailors left.", -5.0))
    return told.removeprefix("what comes nearest does not answer “").removesuffix("”")


@given(st.lists(st.sampled_from(["why", "sailors", "left", "x"]), min_size=1, max_size=80))
def test_of_a_long_question_only_the_first_words_are_named(words):
    question = f"{' '.join(words)}?"
    told = echoed(question)
    assert told == question or (len(question) > 160 and question.startswith(told.removesuffix("…")))
    assert len(told) <= 160
    assert len(question) <= 160 or len(told) > 140


def test_a_long_question_without_blanks_is_cut_too():
    assert echoed("x" * 1000) == "x" * 159 + "…"


@pytest.mark.parametrize("question", ["How many left?", "When did they leave?", "Why did they leave?"])
def test_what_the_judge_is_sure_of_needs_no_kind(question):
    assert missing(question, read("The sailors left.", 5.0)) is None
