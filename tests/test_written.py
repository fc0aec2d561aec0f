import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.written import Sentences, Written

PIECES = ("The ferry sank", " off Orsk", ".", ". ", " [1]", "[2]", "[1, 3]", "[1-2]", "\n", "- ", "1. ", "[", "]", "[[",
          "【4】", " (3).", "<think>", "</think>", "**", "Dr. Lind", "“Run!”", " he said", "[99999999]", "\u200b", "٣",
          "Answer:", "\r\n", "|", "#", "[n]", "[Source 2]", "5 p.m.", "…", "?!", " and then ")  # fmt: skip
REPLIES = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=20).map("".join)


def written(text, size=3):
    sentences = Sentences()
    done = [one for at in range(0, len(text), size) for one in sentences.take(text[at : at + size])]
    return [(one.text, one.markers) for one in done + sentences.rest()]


SANK, SAVED = "The ferry sank off Orsk.", "Forty people were saved."


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize(
    "reply",
    [
        "The ferry sank off Orsk [1]. Forty people were saved [2].",
        "The ferry sank off Orsk. [1] Forty people were saved. [2]",
        "The ferry sank off Orsk.[1] Forty people were saved.[2]",
        "The ferry sank off Orsk.[1]Forty people were saved.[2]",
        "[1] The ferry sank off Orsk. [2] Forty people were saved.",
        "[1] The ferry sank off Orsk.\n[2] Forty people were saved.",
        "- The ferry sank off Orsk [1].\n- Forty people were saved [2].",
        "1. The ferry sank off Orsk. [1]\n2. Forty people were saved. [2]",
        "* The ferry sank off Orsk. [1]\n\n* Forty people were saved. [2]\n",
        "Answer: The ferry [1] sank off Orsk. Forty [2] people were saved.",
        "**The ferry sank off Orsk.** [1] Forty people were `saved`. [2]",
        "The ferry sank off Orsk. 【1】 Forty people were saved. [Source 2]",
        "The ferry sank off Orsk (1). Forty people were saved (2).",
        "The ferry sank off Orsk [^1]. Forty people were saved [[2]].",
        "The ferry sank off Orsk.\n[1]\nForty people were saved.\n[2]\n",
        "<think>\nIt sank [3]. Did it?\n</think>\n\nThe ferry sank off Orsk [1]. Forty people were saved [2].",
        "The fer\u200bry sank off Orsk [1].\r\nForty people were saved [\u0662].",
    ],
)
def test_sentences_are_told_with_their_markers_wherever_these_stand(reply, size):
    assert written(reply, size) == [(SANK, (1,)), (SAVED, (2,))]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("", []),
        ("[1]", []),
        ("...", []),
        ("The ferry sank", [("The ferry sank", ())]),
        ("The ferry sank off Orsk. Forty people were saved [2].", [(SANK, ()), (SAVED, (2,))]),
        ("The ferry sank off Orsk [1][2] [1].", [(SANK, (1, 2))]),
        ("The ferry sank off Orsk [1, 3; 4].", [(SANK, (1, 3, 4))]),
        ("The ferry sank off Orsk [2-4].", [(SANK, (2, 3, 4))]),
        ("The ferry sank off Orsk [1-9999].", [(SANK, (1, 9999))]),
        ("The ferry sank off Orsk [99999999].", [(SANK, ())]),
        ("The ferry sank off Orsk [0].", [(SANK, (0,))]),
        ("Dr. Lind came at 5 p.m. on Monday [1].", [("Dr. Lind came at 5 p.m. on Monday.", (1,))]),
        ("“Run! Now!” she cried [1].", [("“Run! Now!” she cried.", (1,))]),
        ("<think>It sank [1].", []),
        ("The ferry [sic] sank [1].", [("The ferry [sic] sank.", (1,))]),
    ],
)
def test_what_is_odd_is_read_as_it_is_meant(reply, expected):
    assert written(reply) == expected


def test_a_sentence_is_told_as_soon_as_the_next_has_begun():
    sentences = Sentences()
    assert sentences.take("The ferry sank off Orsk. [1] Forty") == []
    assert sentences.take(" people") == [Written(SANK, (1,))]


def test_a_sentence_with_its_marker_is_told_when_the_model_pauses():
    sentences = Sentences()
    assert sentences.take("The ferry sank off Orsk. [1]") == []
    assert sentences.pause() == [Written(SANK, (1,))]
    assert sentences.take(" Forty people were saved [2].") == []
    assert sentences.rest() == [Written(SAVED, (2,))]


@pytest.mark.parametrize(
    "begun", ["The ferry sank off Orsk.", "The ferry [1]", "The ferry sank. [1", "<think>It sank [1].", ""]
)
def test_what_may_go_on_is_not_told_in_a_pause(begun):
    sentences = Sentences()
    sentences.take(begun)
    assert sentences.pause() == []


def test_a_sentence_without_an_end_is_noticed():
    sentences = Sentences()
    assert sentences.take("the " * 200) == []
    assert not sentences.overlong
    assert sentences.take("the " * 10) == []
    assert sentences.overlong


@given(REPLIES, st.integers(1, 9))
def test_whatever_is_written_no_marker_is_left_in_a_sentence_and_each_is_one_line_of_words(reply, size):
    for text, markers in written(reply, size):
        assert text == " ".join(text.split())
        assert any(c.isalnum() for c in text)
        assert not re.search(r"\[[\d\s,]*\]", text)
        assert len(set(markers)) == len(markers)


@given(REPLIES)
def test_what_was_told_is_told_once(reply):
    sentences = Sentences()
    sentences.take(reply)
    sentences.rest()
    assert sentences.rest() == sentences.pause() == []
