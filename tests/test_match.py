import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval_questions.match import best_f1, f1_of_counts, has_answer, has_words, is_exact, normalise, token_f1

ANSWERS = st.lists(st.sampled_from(["the", "A", "ferry", "Ferry,", "4,000", "$", "“Marit”", "ş", " "])).map(" ".join)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Nearly 1,200 Boats", "nearly 1200 boats"),
        ("12,345,678", "12345678"),
        ("4,50 or 4, 500", "4,50 or 4, 500"),
        ("the ‘old’ “pier”", "the 'old' \"pier\""),
        ("1987–88 — a year", "1987-88 - a year"),
        ("  two\n\tlines ", "two lines"),
        ("a\u00a0blank", "a blank"),
        ("Straße", "strasse"),
        ("ﬁsh", "fish"),
        ("cafe\u0301", "café"),
        ("", ""),
    ],
)
def test_a_text_is_normalised(text, normal):
    assert normalise(text) == normal


@given(st.text())
def test_what_is_normal_stays_so_but_for_its_case(text):
    once = normalise(text)
    assert once == " ".join(once.split())
    assert not set(once) & set("‘’“”–—")


@pytest.mark.parametrize(("words", "stands"), [
    ("36", True), ("6", False), ("3", False), ("ferry", True), ("err", False), ("4.5", True), ("5", False),
])  # fmt: skip
def test_words_stand_in_a_text_as_whole_words_and_numbers(words, stands):
    assert has_words("the ferry carried 36 for 4.5 hours", words) is stands


@pytest.mark.parametrize(
    ("given", "accepted", "exact"),
    [
        ("The ferry Marit.", "ferry marit", True),
        ("an 'old' ferry", "“Old” ferry", False),
        ("Rs. 4,000", "rs 4000", True),
        ("1987–88", "1987-88", False),
        ("another ferry", "other ferry", False),
        ("ferry Marit", "Marit ferry", False),
        ("", "ferry", False),
    ],
)
def test_case_punctuation_and_articles_do_not_count_in_a_short_answer(given, accepted, exact):
    assert is_exact(given, [accepted]) is exact


@pytest.mark.parametrize(
    ("one", "other", "f1"),
    [
        ("the ferry Marit", "Marit", 2 / 3),
        ("ferry ferry", "ferry", 2 / 3),
        ("Marit ferry", "ferry Marit", 1),
        ("ferry", "bridge", 0),
        ("ferry", "", 0),
        ("the", "", 1),
    ],
)
def test_f1_counts_the_words_shared(one, other, f1):
    assert token_f1(one, other) == pytest.approx(f1)


def test_the_best_of_the_accepted_answers_counts():
    assert best_f1("ferry Marit", ["bridge", "Marit", "the ferry Marit"]) == 1
    assert is_exact("ferry Marit", ["bridge", "the ferry Marit"])
    assert (best_f1("ferry", []), is_exact("ferry", [])) == (0, False)


@given(ANSWERS | st.text(), ANSWERS | st.text())
def test_f1_is_a_share_the_same_both_ways(one, other):
    assert 0 <= token_f1(one, other) == token_f1(other, one) <= 1


@given(ANSWERS, ANSWERS)
def test_what_matches_exactly_has_an_f1_of_1(one, other):
    assert token_f1(one, one) == 1
    if is_exact(one, [other]):
        assert best_f1(one, [other]) == 1


@pytest.mark.parametrize(
    ("text", "answer", "held"),
    [
        ("The ferry Marit sank.", "marit", True),
        ("It sank on 4 May 1999, at dawn.", "May 1999", True),
        ("It sank on 4 May 1999.", "1999 May", False),
        ("Maritime news", "marit", False),
        ("Dr. Ada Holm said so", "Ada Holm", True),
        ("a half-sunk ferry", "half-sunk", True),
        ("a half sunk ferry", "half-sunk", False),
        ("in the café of Élan", "CAFÉ OF élan", True),
        ("anything", "", False),
    ],
)
def test_an_answer_is_held_where_its_words_stand_in_a_row(text, answer, held):
    assert has_answer(text, ["unheard of", answer]) is held


def test_the_mean_of_nothing_and_nothing_is_nothing():
    assert f1_of_counts(0, 0, 0) == 0.0
    assert f1_of_counts(1, 2, 1) == pytest.approx(2 / 3)
