from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence, make_passage, make_read

from rag.rerank import CrossEncoder, best_first, rerank


class Lengths:
    """Scores a text by its length."""

    def score(self, _question, text):
        return float(len(text))


def ranked(evidence, limit=100):
    return rerank("Who?", evidence, Lengths(), limit)


def quotes(evidence, limit=100):
    return [e.quote for e in ranked(evidence, limit)]


def entitled(title):
    evidence = make_evidence("Ada left.")
    return replace(evidence, article=replace(evidence.article, title=title))


def test_the_best_come_first():
    sentences = ("Short.", "The longest.", "Longer.")
    assert quotes([make_evidence(s) for s in sentences]) == ["The longest.", "Longer.", "Short."]


@pytest.mark.parametrize(("title", "scored"), [("The pier", "The pier. Ada left."), ("", "Ada left.")])
def test_a_sentence_is_scored_by_itself_after_the_title(title, scored):
    assert [e.score for e in ranked([entitled(title)])] == [len(scored)]


def test_equals_are_ordered_by_article_and_place():
    found = ranked([make_evidence(q, article_id=a) for q, a in (("Cc.", "z"), ("Aa.", "y"), ("Bb.", "a1"))])
    assert [(e.article.id, e.quote) for e in found] == [("a1", "Bb."), ("y", "Aa."), ("z", "Cc.")]


@pytest.mark.parametrize(("limit", "scored"), [(0, ""), (1, "B"), (2, "BC"), (3, "ABC"), (9, "ABC")])
def test_the_sentences_that_the_reader_holds_for_the_likeliest_are_scored_up_to_the_limit(limit, scored):
    read = [make_read(q, article_id=q, support=s, answered=a) for q, s, a in (("A", -2, 1), ("B", 2, 1), ("C", 2, -1))]
    assert sorted(quotes(read, limit)) == list(scored)


def test_a_sentence_of_a_passage_that_does_not_answer_is_not_likely():
    read = [
        make_read("A", article_id="a", support=5, answered=-5),
        make_read("B", article_id="b", support=1, answered=1),
    ]
    assert quotes(read, 1) == ["B"]


def test_equally_likely_sentences_are_scored_in_their_order():
    assert sorted(quotes([make_read(q, article_id=q) for q in "CAB"], 2)) == ["A", "C"]


def test_what_was_not_read_is_scored_in_its_order():
    assert sorted(quotes([make_evidence(q, article_id=q) for q in "CAB"], 2)) == ["A", "C"]


def test_nothing_to_score_gives_no_evidence():
    assert quotes([]) == []


def test_what_was_read_is_kept():
    read = make_read("Ada left.", "Ada", support=1.5, answered=2.5)
    (scored,) = ranked([read])
    assert scored == replace(read, score=scored.score)


passages = st.lists(
    st.builds(
        make_passage,
        st.text("ab", min_size=1, max_size=9),
        article_id=st.uuids().map(str),
    ),
    max_size=5,
)


@given(passages, st.integers(0, 12))
def test_the_passages_are_ordered_and_none_is_lost_or_changed(found, limit):
    evidence = ranked([make_evidence(p.text, article_id=p.article.id) for p in found], limit)
    assert sorted(best_first(found, evidence), key=id) == sorted(found, key=id)


def four(*answering):
    """Four passages as they were retrieved, and evidence of some: article, score and answering."""
    found = [make_passage("A.", article_id=id_) for id_ in ("a1", "a2", "a3", "a4")]
    return found, [make_read("A.", score=s, answered=a, article_id=id_) for id_, s, a in answering]


def order(found, evidence):
    return "".join(p.article.id[1] for p in best_first(found, evidence))


@pytest.mark.parametrize(
    ("answering", "expected"),
    [
        ((), "1234"),
        ((("a1", 9, 9), ("a2", 8, 8), ("a3", 7, 7), ("a4", 6, 6)), "1234"),
        ((("a3", 9, 9),), "3124"),
        ((("a4", 9, 9), ("a3", 8, 8)), "4132"),
        ((("a2", 9, 1), ("a1", 1, 9)), "1234"),
        ((("a2", 9, 9), ("a1", 1, 1)), "2134"),
    ],
    ids=["nothing read", "all agree", "one stands out", "two stand out", "one each", "two against one"],
)
def test_retriever_cross_encoder_and_reader_have_a_say_each(answering, expected):
    assert order(*four(*answering)) == expected


def test_what_was_scored_and_not_read_counts_by_its_score():
    found, _ = four()
    assert order(found, [make_evidence("A.", 1.0, "a3")]) == "1324"


def test_a_passage_without_sentences_is_known_by_its_place_alone():
    assert best_first([make_passage(), make_passage("A.", article_id="a2")], [make_read("A.", article_id="a2")])[0].text


def test_passages_of_one_article_are_told_apart():
    first, second = (make_passage("The ferry left.", before=lead) for lead in ("", "At dawn? "))
    evidence = make_read("The ferry left.", before="At dawn? ")
    assert best_first([first, second], [evidence]) == [second, first]


@pytest.fixture(scope="module")
def encoder():
    return CrossEncoder()


@pytest.mark.slow
def test_a_sentence_that_answers_scores_above_one_that_does_not(encoder):
    question = "Who steered the ferry?"
    good = encoder.score(question, "The ferry was steered by Captain Ada Holm.")
    assert good > 3 > -3 > encoder.score(question, "Bananas are rich in potassium.")


@pytest.mark.slow
def test_a_score_does_not_depend_on_what_was_scored_before(encoder):
    pair = ("Who steered the ferry?", "Captain Ada Holm did.")
    alone = encoder.score(*pair)
    encoder.score("Why?", "Because the wind had turned and the tide was low. " * 9)
    assert encoder.score(*pair) == alone


@pytest.mark.slow
def test_a_sentence_longer_than_the_window_is_scored_by_its_beginning(encoder):
    answer = "The ferry was steered by Captain Ada Holm. "
    filler = "and the gulls followed "
    assert encoder.score("Who steered the ferry?", answer + filler * 500) == pytest.approx(
        encoder.score("Who steered the ferry?", answer + filler * 600)
    )


@pytest.mark.slow
@pytest.mark.parametrize("question", ["word " * 200, "a b " * 250, "1,2," * 250, "中" * 1000, "🔥" * 999 + "a"])
def test_a_question_of_the_longest_length_can_be_scored(encoder, question):
    assert -20 < encoder.score(question, "The ferry left at dawn.") < 20
