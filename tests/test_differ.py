import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make_claim, make_disagreement

from eval_questions.differ import Found, differ, gives, same_speaker
from eval_questions.questions import Value
from rag.claim import Quantity

TWENTY_TWO = Value(("22", "twenty-two"), ("police", "state media"), ("a1.txt", "a2.txt"))
SEVENTEEN = Value(("17",), (), ("a3.txt",))
CLAIMED = Value(("280",), ("the Free Orsk Front",), ("a2.txt",))
ALL = (TWENTY_TWO, SEVENTEEN, CLAIMED)


def told(*groups, values=ALL, **names):
    return differ(values, make_disagreement(*groups, **names))


@pytest.mark.parametrize(
    ("text", "value", "spelling", "given"),
    [
        ("22", 22.0, "22", True),
        ("more than 22", 22.0, "22", True),
        ("twenty-two", 22.0, "22", True),
        ("22", 22.0, "twenty-two", False),
        ("220", 220.0, "22", False),
        ("22.5", 22.5, "22", False),
        ("4,000", 4000.0, "4000", True),
        ("Rs 4bn", 4e9, "4 billion", True),
        ("nearly 200", 200.0, "197", False),
        ("nearly 200", 200.0, "nearly 200", True),
        ("197", 197.0, "nearly 200", False),
        ("Tuesday", None, "tuesday", True),
        ("Tuesday", None, "2", False),
    ],
)
def test_a_claim_gives_a_value_by_its_words_or_by_its_number(text, value, spelling, given):
    assert gives(make_claim(text, value=value), spelling) is given


def test_a_range_gives_what_it_names_and_no_number_between():
    claim = make_claim("177 to 197", value=Quantity(0, 10, 177, 197))
    assert gives(claim, "177")
    assert gives(claim, "197")
    assert not gives(claim, "187")


def test_the_noun_that_is_counted_is_a_word_of_the_claim():
    assert gives(make_claim("3,559", value=Quantity(0, 5, 3559, 3559, noun="people")), "3,559 people")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the police", "Police", True),
        ("officials", "security officials", True),
        ("Ada Holm, the mayor", "Ada Holm", True),
        ("police", "policemen", False),
        ("", "police", False),
    ],
)
def test_a_speaker_is_the_same_where_one_name_holds_the_other(one, other, same):
    assert same_speaker(one, other) is same_speaker(other, one) is same


def test_without_a_disagreement_nothing_is_presented():
    assert differ(ALL, None) == Found(3)
    assert differ((), None) == Found(0)


def test_a_value_is_presented_by_a_claim_of_one_of_its_articles():
    found = told((make_claim("22"),), (make_claim("17", "a1.txt"),))
    assert (found.values, found.presented) == (3, 1)


def test_a_value_is_presented_by_the_name_of_a_group_with_a_claim_of_its_articles():
    assert told((make_claim("a score and two"),), value="about 22").presented == 1
    assert told((make_claim("a score and two", "a9.txt"),), value="about 22").presented == 0


@pytest.mark.parametrize(
    ("claims", "attributed"),
    [
        ((make_claim("22", by="the police"),), 1),
        ((make_claim("22", by="the mayor"),), 0),
        ((make_claim("22"),), 0),
        ((make_claim("22"), make_claim("22", "a2.txt", by="State media")), 1),
        ((make_claim("17", "a3.txt"),), 1),
        ((make_claim("17", "a3.txt", by="the mayor"),), 0),
    ],
)
def test_a_value_is_attributed_if_one_of_its_claims_says_who_says_it_or_that_nobody_does(claims, attributed):
    found = told(claims)
    assert (found.presented, found.attributed) == (1, attributed)


@pytest.mark.parametrize(
    ("groups", "pairs"),
    [
        (((make_claim("22"), make_claim("more than 22", "a2.txt")), (make_claim("17", "a3.txt"),)), (1, 0, 0)),
        (((make_claim("22"), make_claim("17", "a3.txt")),), (0, 1, 0)),
        (((make_claim("22"),), (make_claim("22", "a2.txt"),)), (0, 0, 1)),
        (((make_claim("22"), make_claim("22", "a2.txt"), make_claim("280", "a2.txt")),), (1, 2, 0)),
        (((make_claim("22"), make_claim("9")), (make_claim("9", "a3.txt"),)), (0, 0, 0)),
    ],
)
def test_pairs_of_claims_are_right_mixed_or_torn(groups, pairs):
    found = told(*groups)
    assert (found.pairs_right, found.pairs_mixed, found.pairs_torn) == pairs


def test_the_name_of_a_group_does_not_make_its_claims_pairs():
    both = (make_claim("22"), make_claim("a score and two", "a2.txt"))
    assert told(both, value="22").pairs_right == 0


def test_of_two_values_the_longer_one_is_meant_and_of_two_apart_neither():
    near, round_ = Value(("nearly 200",), (), ("a1.txt",)), Value(("200",), (), ("a1.txt",))
    nearly, plain = make_claim("nearly 200"), make_claim("200")
    assert told((nearly, nearly), (plain,), values=(near, round_)).pairs_right == 1
    both = (make_claim("177 to 197"), make_claim("177"))
    apart = (Value(("177",), (), ("a1.txt",)), Value(("197",), (), ("a1.txt",)))
    assert told(both, values=apart).pairs_right == 0


PLACES = st.sampled_from([("22", "a1.txt"), ("22", "a2.txt"), ("17", "a3.txt"), ("280", "a2.txt"), ("9", "a1.txt")])


@given(st.lists(st.tuples(PLACES, st.booleans()), min_size=1, max_size=8), st.randoms())
def test_the_order_of_groups_and_of_claims_changes_nothing(claims, chance):
    groups = [[make_claim(*place) for place, first in claims if first is part] for part in (True, False)]
    before = told(*(tuple(group) for group in groups if group))
    chance.shuffle(groups)
    for group in groups:
        chance.shuffle(group)
    assert told(*(tuple(group) for group in groups if group)) == before
