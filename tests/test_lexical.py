from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import make

from index.article import Chunk
from index.errors import IndexUnfinished
from index.lexical import Lexical, analyze

TEXTS = {
    "a": "The ferry sank off Orsk in a storm.",
    "b": "Rescuers searched the coast for survivors.",
    "c": "The café at Besançon reopened.",
    "d": "The ferry sank off Orsk in a storm.",
}


def piece(name: str, text: str) -> Chunk:
    return Chunk(f"{name}-0000", name, 0, len(text), text, ())


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    made = Lexical(tmp_path_factory.mktemp("lexical"), create=True)
    made.update((piece(name, text), f"Report {name} of the harbour") for name, text in reversed(TEXTS.items()))
    return made


def found(lexical: Lexical, question: str, limit: int = 10) -> str:
    return "".join(hit.chunk_id[0] for hit in lexical.search(question, limit))


QUESTIONS = [
    ("Who is searching?", "b"),
    ("storms", "ad"),
    ("cafe", "c"),
    ("CAFÉ BESANCON", "c"),
    ("the of in a", ""),
    ("", ""),
    ("?! …", ""),
    ("zeppelin", ""),
    ("zeppelin coast", "b"),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_any_word_of_the_question_finds_whatever_its_form(lexical: Lexical, question: str, expected: str) -> None:
    assert found(lexical, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        'text:"storm" AND (',
        "storm*",
        "*",
        "+storm -ferry",
        "NOT storm",
        "storm~2",
        "storm^9",
        "[storm TO z]",
        "\\",
        '"',
    ],
)
def test_query_syntax_in_a_question_is_only_words(lexical: Lexical, question: str) -> None:
    words = "".join(c if c.isalnum() else " " for c in question)
    assert lexical.search(question, 10) == lexical.search(words, 10)


@given(st.text(max_size=80))
def test_no_question_breaks_the_search(lexical: Lexical, question: str) -> None:
    scores = [hit.score for hit in lexical.search(question, 3)]
    assert scores == sorted(scores, reverse=True)


def test_equal_scores_are_in_the_order_of_ids(lexical: Lexical) -> None:
    first, second = lexical.search("ferry", 10)
    assert (first.chunk_id, second.chunk_id) == ("a-0000", "d-0000")
    assert first.score == second.score


def test_equal_scores_are_cut_in_the_order_of_ids(lexical: Lexical) -> None:
    assert found(lexical, "ferry", 1) == "a"


def test_a_word_of_the_title_counts_less_than_one_of_the_text(tmp_path: Path) -> None:
    lexical = Lexical(tmp_path, create=True)
    lexical.update([(piece("a", "The bridge is shut."), "Ferry"), (piece("b", "The ferry is shut."), "Bridge")])
    assert found(lexical, "ferry") == "ba"


def test_words_are_folded_stemmed_and_without_function_words() -> None:
    assert analyze("The CAFÉS are reopening, in Besançon's 3 streets") == analyze("cafe reopen besancon s 3 street")


def test_it_is_the_same_when_opened_again(tmp_path: Path) -> None:
    Lexical(tmp_path, create=True).update([(piece("a", TEXTS["a"]), "Title")])
    again = Lexical(tmp_path)
    assert (again.count(), found(again, "ferry")) == (1, "a")


def test_creating_it_leaves_nothing_of_an_older_one(tmp_path: Path) -> None:
    Lexical(tmp_path, create=True).update([(piece("a", TEXTS["a"]), "Title")])
    assert Lexical(tmp_path, create=True).count() == 0


def test_its_stamp_is_gone_from_an_update_until_it_is_stamped_again(tmp_path: Path) -> None:
    lexical = Lexical(tmp_path, create=True)
    assert lexical.state == ""
    lexical.stamp("digest")
    assert Lexical(tmp_path).state == "digest"
    assert Lexical.is_in_step(tmp_path, "digest")
    lexical.update([(piece("a", make("Orsk").text), "Title")])
    assert lexical.state == ""
    assert not Lexical.is_in_step(tmp_path, "digest")


def test_a_missing_lexical_half_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexUnfinished, match="its lexical half is missing"):
        Lexical(tmp_path)
