import pytest
from making import make_passage

from rag.read import CrossEncoder, read


class Lengths:
    """Scores a text by its length."""

    def score(self, _question, text):
        return float(len(text))


def quotes(passages, limit=100):
    return [evidence.quote for evidence in read("Who?", passages, Lengths(), limit)]


def test_the_best_come_first():
    assert quotes([make_passage("Short.", "The longest.", "Longer.")]) == ["The longest.", "Longer.", "Short."]


def test_equals_are_ordered_by_article_and_place():
    found = read("Who?", [make_passage("Cc.", "Aa.", article_id="z"), make_passage("Bb.")], Lengths(), 9)
    assert [(e.article.id, e.quote) for e in found] == [("a1", "Bb."), ("z", "Cc."), ("z", "Aa.")]


def test_a_heading_is_no_evidence():
    assert quotes([make_passage("The harbour", "The ferry left.", headings=("The harbour",))]) == ["The ferry left."]


def test_a_sentence_of_two_passages_is_read_once():
    assert quotes([make_passage("The ferry left."), make_passage("The ferry left.")]) == ["The ferry left."]


def test_equal_sentences_of_two_articles_are_both_read():
    assert len(quotes([make_passage("The ferry left."), make_passage("The ferry left.", article_id="a2")])) == 2


@pytest.mark.parametrize(("limit", "read_ones"), [(1, ["A."]), (2, ["A.", "B."]), (3, ["A.", "B.", "C."])])
def test_the_first_sentences_of_the_passages_are_read_up_to_the_limit(limit, read_ones):
    assert sorted(quotes([make_passage("A.", "B."), make_passage("C.", article_id="a2")], limit)) == read_ones


def test_headings_do_not_count_towards_the_limit():
    assert quotes([make_passage("The harbour", "It left.", headings=("The harbour",))], limit=1) == ["It left."]


def test_nothing_to_read_gives_no_evidence():
    assert quotes([]) == []


@pytest.fixture(scope="module")
def encoder():
    return CrossEncoder()


@pytest.mark.slow
def test_a_sentence_that_answers_scores_above_one_that_does_not(encoder):
    question = "Who steered the ferry?"
    good = encoder.score(question, "The ferry was steered by Captain Ada Holm.")
    assert good > 3 > -3 > encoder.score(question, "Bananas are rich in potassium.")


@pytest.mark.slow
def test_a_score_does_not_depend_on_what_was_read_before(encoder):
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
def test_a_question_of_the_longest_length_can_be_read(encoder, question):
    assert -20 < encoder.score(question, "The ferry left at dawn.") < 20
