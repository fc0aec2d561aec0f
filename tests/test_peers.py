import pytest
from making import make_read

from rag.finders import find_moment
from rag.peers import tells_the_same

BURST = "The dam burst on Thursday night."
EARLY = "The dam burst early on Friday."


def read(quote, chance=0.05, span=5.0):
    evidence = make_read(quote, quote[-15:-1], span, 3.0, quote[:9], chance=chance)
    value = find_moment(evidence)
    assert value
    return evidence, value


def words_in_common(one, other):
    ours, theirs = set(one.split()), set(other.split())
    return len(ours & theirs) / len(ours | theirs)


def test_sentences_are_compared_without_their_values():
    compared = []
    assert tells_the_same(read(EARLY), read(BURST), lambda *texts: compared.append(texts) or 1.0, 0.5)
    assert compared == [("The dam burst some.", "The dam burst on some.")]


@pytest.mark.parametrize(("quote", "same"), [(EARLY, True), ("The prime minister came on Friday.", False)])
def test_one_with_other_words_tells_something_else(quote, same):
    assert tells_the_same(read(quote), read(BURST), words_in_common, 0.5) is same


@pytest.mark.parametrize(("chance", "span"), [(0.01, 5.0), (0.05, -4.0)])
def test_an_unlikely_sentence_is_not_heard_for_its_wording_alone(chance, span):
    assert not tells_the_same(read(EARLY, chance, span), read(BURST), words_in_common, 0.5)
