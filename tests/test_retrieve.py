import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.hit import Hit
from rag.retrieve import RRF_K, fuse

rankings = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=2)


def hits(ids):
    return [Hit(id_, 1.0) for id_ in ids]


def test_the_constant_is_the_one_of_the_paper():
    assert RRF_K == 60


@pytest.mark.parametrize(
    ("dense", "lexical", "fused"),
    [
        ("", "", {}),
        ("a", "", {"a": 1 / 61}),
        ("ab", "", {"a": 1 / 61, "b": 1 / 62}),
        ("ab", "ba", {"a": 1 / 61 + 1 / 62, "b": 1 / 61 + 1 / 62}),
        ("ab", "bc", {"b": 1 / 62 + 1 / 61, "a": 1 / 61, "c": 1 / 62}),
        ("xyz", "abz", {"z": 2 / 63, "a": 1 / 61, "x": 1 / 61, "b": 1 / 62, "y": 1 / 62}),
    ],
)
def test_a_chunk_scores_the_sum_of_its_reciprocal_ranks(dense, lexical, fused):
    result = fuse([hits(dense), hits(lexical)])
    assert [hit.chunk_id for hit in result] == list(fused)
    assert [hit.score for hit in result] == pytest.approx(list(fused.values()))


def test_the_scores_of_the_halves_do_not_count():
    assert fuse([[Hit("a", 0.1), Hit("b", 99.0)]]) == fuse([[Hit("a", 7.0), Hit("b", 0.0)]])


@given(rankings)
def test_all_that_either_half_found_is_there_once(found):
    assert sorted(hit.chunk_id for hit in fuse(map(hits, found))) == sorted({id_ for ids in found for id_ in ids})


@given(rankings)
def test_the_order_does_not_depend_on_which_half_comes_first(found):
    assert fuse([hits(ids) for ids in found]) == fuse([hits(ids) for ids in reversed(found)])


@given(rankings)
def test_the_best_come_first_and_equals_are_ordered_by_id(found):
    keys = [(-hit.score, hit.chunk_id) for hit in fuse(map(hits, found))]
    assert keys == sorted(keys)
