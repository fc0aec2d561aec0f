import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_evidence, make_passage

from rag.rerank import CrossEncoder, best_first, rerank


class Lengths:
    """Scores a text by its length."""

    def score(self, _question, text):
        return float(len(text))


def ranked(passages, limit=100):
    return rerank("Who?", passages, Lengths(), limit)


def quotes(passages, limit=100):
    return [evidence.quote for evidence in ranked(passages, limit)]


def before(passage):
    """What stands before each sentence, by the sentence."""
    return {
        evidence.quote: evidence.article.text[evidence.before.start : evidence.before.end] if evidence.before else ""
        for evidence in ranked([passage])
    }


def test_the_best_come_first():
    assert quotes([make_passage("Short.", "The longest.", "Longer.")]) == ["The longest.", "Longer.", "Short."]


def test_a_sentence_has_the_score_that_it_gets_by_itself():
    assert [e.score for e in ranked([make_passage("Short.", "The longest.")])] == [12.0, 6.0]


def test_equals_are_ordered_by_article_and_place():
    found = ranked([make_passage("Cc.", "Aa.", article_id="z"), make_passage("Bb.")])
    assert [(e.article.id, e.quote) for e in found] == [("a1", "Bb."), ("z", "Cc."), ("z", "Aa.")]


def test_a_heading_is_no_evidence():
    assert quotes([make_passage("The harbour", "The ferry left.", headings=("The harbour",))]) == ["The ferry left."]


def test_a_sentence_of_two_passages_is_scored_once():
    assert quotes([make_passage("The ferry left."), make_passage("The ferry left.")]) == ["The ferry left."]


def test_equal_sentences_of_two_articles_are_both_scored():
    assert len(quotes([make_passage("The ferry left."), make_passage("The ferry left.", article_id="a2")])) == 2


@pytest.mark.parametrize(("limit", "scored"), [(1, ["A."]), (2, ["A.", "B."]), (3, ["A.", "B.", "C."])])
def test_the_first_sentences_of_the_passages_are_scored_up_to_the_limit(limit, scored):
    assert sorted(quotes([make_passage("A.", "B."), make_passage("C.", article_id="a2")], limit)) == scored


def test_headings_do_not_count_towards_the_limit():
    assert quotes([make_passage("The harbour", "It left.", headings=("The harbour",))], limit=1) == ["It left."]


def test_nothing_to_score_gives_no_evidence():
    assert quotes([]) == []


def test_what_is_only_scored_is_not_read_and_not_judged():
    (evidence,) = ranked([make_passage("The ferry left.")])
    assert (evidence.support, evidence.answered, evidence.span, evidence.chance) == (None, None, None, 0.0)


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_sentence_knows_the_one_before_it(between):
    passage = make_passage("A.", "B.", "C.", between=between)
    assert before(passage) == {"A.": "", "B.": "A.", "C.": "B."}


def test_a_sentence_of_another_paragraph_is_not_before_it():
    assert before(make_passage("A.", "B.", between="\n\n")) == {"A.": "", "B.": ""}


def test_a_heading_is_not_the_sentence_before():
    assert before(make_passage("The harbour", "A.", "B.", headings=("The harbour",))) == {"A.": "", "B.": "A."}


passages = st.lists(
    st.builds(
        make_passage,
        st.text("ab", min_size=1, max_size=9),
        st.text("ab", min_size=1, max_size=9),
        article_id=st.uuids().map(str),
    ),
    max_size=5,
)


@given(passages, st.integers(1, 12))
def test_the_passages_come_in_the_order_of_their_best_sentences_and_none_is_lost(found, limit):
    evidence = ranked(found, limit)
    ordered = best_first(found, evidence)
    assert sorted(p.article.id for p in ordered) == sorted(p.article.id for p in found)
    in_order = list(dict.fromkeys(e.article.id for e in evidence))
    assert [p.article.id for p in ordered][: len(in_order)] == in_order


def test_passages_without_evidence_come_last_in_their_order():
    found = [make_passage("A.", article_id=id_) for id_ in ("a1", "a2", "a3", "a4")]
    assert [p.article.id for p in best_first(found, [make_evidence("A.", 1.0, "a3")])] == ["a3", "a1", "a2", "a4"]


def test_a_passage_without_sentences_comes_last():
    assert best_first([make_passage(), make_passage("A.", article_id="a2")], [make_evidence("A.", 1.0, "a2")])[0].text


def test_passages_of_one_article_are_told_apart():
    first, second = (make_passage("The ferry left.", before=lead) for lead in ("", "At dawn? "))
    assert best_first([first, second], [make_evidence("The ferry left.", before="At dawn? ")]) == [second, first]


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
